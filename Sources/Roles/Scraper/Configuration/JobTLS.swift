import Contract
import PrometheusModel
import Synchronization
import Wire

/// The TLS of a job: made when it is first needed, and again when its files have changed.
///
/// Source: prometheus/common config/http_config.go `NewTLSConfig`, `tlsRoundTripper`, 0.65: files are read again
/// before a connection is made; what cannot be read when the pool is made keeps the pool from being made.
final class JobTLS: Sendable {
  private struct Material: Equatable {
    var authorities: String?
    var certificate: String?
    var key: String?
  }

  private let configuration: TLSConfiguration
  private let offersHTTP2: Bool
  private let made = Mutex<(material: Material, client: ClientTLS)?>(nil)

  /// Takes the configuration of a job.
  /// - Throws: in Prometheus' words, when a file cannot be read.
  init(_ configuration: TLSConfiguration, offersHTTP2: Bool) throws(RoleFailure) {
    self.configuration = configuration
    self.offersHTTP2 = offersHTTP2
    do throws(ScrapeFailure) {
      _ = try material()
    } catch {
      throw RoleFailure(error.message)
    }
  }

  /// The client for a new connection.
  func client() throws(ScrapeFailure) -> ClientTLS {
    let material = try material()
    if let known = made.withLock({ $0 }), known.material == material { return known.client }
    do throws(WireError) {
      let client = try ClientTLS(
        certificateChain: material.certificate, privateKey: material.key, roots: material.authorities,
        serverName: configuration.serverName, insecureSkipVerify: configuration.insecureSkipVerify,
        minVersion: Self.version(configuration.minVersion, otherwise: .tls12),
        maxVersion: Self.version(configuration.maxVersion, otherwise: .tls13),
        alpn: offersHTTP2 ? ["h2", "http/1.1"] : [])
      made.withLock { $0 = (material, client) }
      return client
    } catch {
      throw ScrapeFailure(.configuration, error.message)
    }
  }

  private func material() throws(ScrapeFailure) -> Material {
    Material(
      authorities: try text(configuration.authorities, "unable to load specified CA cert"),
      certificate: try text(configuration.certificate, "unable to load specified client cert"),
      key: try text(configuration.key, "unable to load specified client key"))
  }

  private func text(
    _ secret: HTTPClientConfiguration.Secret?, _ problem: String
  ) throws(ScrapeFailure) -> String? {
    switch secret {
    case nil: return nil
    case .text(let text)?: return text
    case .file(let path)?:
      guard let text = TextFile.read(path) else {
        throw ScrapeFailure(.configuration, "\(problem) \(path): open \(path): no such file or directory")
      }
      return text
    }
  }

  private static func version(_ version: TLSConfiguration.Version?, otherwise: TLSVersion) -> TLSVersion {
    switch version {
    case .tls13: .tls13
    // OpenSSL's default security level does not offer what came before 1.2.
    case .tls10, .tls11, .tls12: .tls12
    case nil: otherwise
    }
  }
}
