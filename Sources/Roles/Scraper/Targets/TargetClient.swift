import Contract
import Exposition
import PrometheusModel
import Synchronization
import Wire

/// How one job, or one source of targets, speaks HTTP: with which certificates, as whom, over which connections.
///
/// Files are read with every request, so that a certificate that is renewed counts from the next one on.
///
/// Source: prometheus/common `config/http_config.go`, `NewRoundTripperFromConfigWithContext`, 0.65.
final class TargetClient: Sendable {
  /// The files that TLS was set up with, and the set-up.
  private struct Secured {
    var material: Material
    var tls: ClientTLS
  }

  /// What the TLS files held.
  private struct Material: Equatable {
    var authorities: String?
    var certificate: String?
    var key: String?
  }

  private let configuration: HTTPClientConfiguration
  private let client = HTTPClient()
  private let source: IPAddress
  private let version: PrometheusVersion
  private let secured = Mutex<Secured?>(nil)

  /// Prepares a client; the files of its TLS settings are looked at only when they are needed.
  init(_ configuration: HTTPClientConfiguration, source: IPAddress, version: PrometheusVersion) {
    self.configuration = configuration
    self.source = source
    self.version = version
  }

  /// Looks at the certificates, as Prometheus does before it uses a client at all.
  func check() throws(RoleFailure) {
    guard configuration.tls != TLSConfiguration(), !version.scrapesWithoutCertificates else { return }
    do throws(ScrapeFailure) { _ = try tls(specified: "specified ") } catch {
      throw RoleFailure("error creating HTTP client: \(error.message)")
    }
  }

  /// Sends a request, of which only the head of the answer is read.
  func open(
    _ url: HTTPURL, headers: HTTPHeaders, deadline: Deadline, bodyLimit: Int? = nil,
    decoding: ClientRequest.Decoding = .asEncoded, cancellation: Cancellation? = nil,
    memory: RequestMemory? = nil
  ) throws(ScrapeFailure) -> ClientExchange {
    var headers = headers
    do throws(ScrapeFailure) {
      if let memory {
        for field in try memory.adding(authenticate).fields { headers.add(field.name, field.value) }
      } else {
        try authenticate(&headers)
      }
      let tls = url.scheme == "https" ? try tls() : nil
      var request = ClientRequest(
        url, headers: headers, source: source, tls: tls, deadline: deadline, bodyLimit: bodyLimit,
        followsRedirects: configuration.followRedirects, decoding: decoding, cancellation: cancellation)
      request.tlsForRedirects = { () throws(WireError) in
        do throws(ScrapeFailure) { return try self.tls() } catch { throw WireError(error.kind, error.message) }
      }
      // Inside its pod, localhost is the scraper's own address.
      if url.host == "localhost" { request.endpoint = Endpoint(source, url.effectivePort) }
      let exchange = try send(request)
      if !configuration.followRedirects { try checkLocation(of: exchange, url) }
      return exchange
    } catch {
      guard error.kind == .configuration, !error.message.hasPrefix("Get ") else { throw error }
      throw ScrapeFailure(.configuration, "Get \"\(url)\": \(error.message)")
    }
  }

  private func send(_ request: ClientRequest) throws(ScrapeFailure) -> ClientExchange {
    do throws(WireError) { return try client.open(request) } catch {
      var error = error
      if version.readsLargeFrames, error.message.contains("http2: frame too large") {
        (error.kind, error.message) = (.endOfFile, WireError.unexpectedEndOfFile.message)
      }
      throw ScrapeFailure(error.kind, error.described(method: request.method))
    }
  }

  /// Go reads where a redirect points to before it asks whether to follow.
  ///
  /// Source: golang/go src/net/http/client.go `Client.do`, 1.24.
  private func checkLocation(of exchange: ClientExchange, _ url: HTTPURL) throws(ScrapeFailure) {
    guard [301, 302, 303, 307, 308].contains(exchange.status), let location = exchange.headers["Location"],
      let reason = URLFault.reason(location)
    else { return }
    _ = try? exchange.readAll()
    let quoted = goQuoted(location)
    throw ScrapeFailure(
      .protocolViolation,
      "Get \(goQuoted(url.description)): failed to parse Location header \(quoted): parse \(quoted): \(reason)")
  }

  // MARK: Who asks

  private func authenticate(_ headers: inout HTTPHeaders) throws(ScrapeFailure) {
    for header in configuration.headers {
      for value in header.values { headers.add(Self.canonical(header.name), try self.header(value)) }
    }
    // Who is named already is not named again.
    guard headers["Authorization"] == nil else { return }
    switch configuration.authentication {
    case .basic(let username, let password)?:
      let name = try text(username, "basic auth username")
      let pair = Array("\(name):\(try text(password, "basic auth password"))".utf8)
      headers.add("Authorization", "Basic " + Base64.text(pair))
    case .authorization(let type, let credentials)?:
      let secret = try text(credentials, "authorization credentials")
      // Go trims the values of header fields.
      headers.add("Authorization", secret.isEmpty ? type : type + " " + secret)
    case nil: break
    }
  }

  /// `x-scope-orgid` as Go writes it, `X-Scope-Orgid`.
  private static func canonical(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
  }

  /// Source: prometheus/common `config/headers.go`, `headersRoundTripper.RoundTrip`, 0.65.
  private func header(_ value: HTTPClientConfiguration.Secret) throws(ScrapeFailure) -> String {
    guard case .file(let path) = value else { return try text(value, "") }
    do throws(ScrapeFailure) { return try text(value, "") } catch {
      let reason = error.message.firstRange(of: ": unable to read file \(path): ").map {
        String(error.message[$0.upperBound...])
      }
      throw ScrapeFailure(.configuration, "unable to read headers file \(path): \(reason ?? error.message)")
    }
  }

  private func text(_ secret: HTTPClientConfiguration.Secret, _ what: String) throws(ScrapeFailure) -> String {
    switch secret {
    case .text(let text): return text
    case .file(let path):
      do throws(RoleFailure) {
        let text = try FileText.text(path)
        // Whatever stands around it, a line break above all, is not part of a secret.
        let bytes = Array(text.utf8).drop { $0 <= 0x20 }
        return String(
          decoding: bytes[..<(bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? bytes.startIndex)], as: UTF8.self)
      } catch {
        throw ScrapeFailure(
          .configuration, "unable to read \(what): unable to read file \(path): \(error.message)")
      }
    }
  }

  // MARK: TLS

  /// TLS as the files now are. The first look at them calls them specified.
  private func tls(specified: String = "") throws(ScrapeFailure) -> ClientTLS {
    if version.readsCertificatesOnce, let held = secured.withLock({ $0 }) { return held.tls }
    guard version.scrapesWithoutCertificates else { return try freshTLS(specified: specified) }
    do throws(ScrapeFailure) { return try freshTLS(specified: specified) } catch {
      // Go's default client, which trusts the system's authorities: none of them is a mesh's.
      do throws(WireError) {
        let plain = try ClientTLS()
        secured.withLock { $0 = Secured(material: Material(), tls: plain) }
        return plain
      } catch { throw ScrapeFailure(error.kind, error.message) }
    }
  }

  private func freshTLS(specified: String) throws(ScrapeFailure) -> ClientTLS {
    let settings = configuration.tls
    var material = Material()
    if let authorities = settings.authorities { material.authorities = try text(authorities, "CA cert") }
    if let certificate = settings.certificate {
      material.certificate = try text(certificate, specified + "client cert")
    }
    if let key = settings.key { material.key = try text(key, specified + "client key") }
    let held = secured.withLock { $0 }
    if let held, held.material == material { return held.tls }
    try checkUsable(material, settings)
    do throws(WireError) {
      let tls = try ClientTLS(
        certificateChain: material.certificate, privateKey: material.key, roots: material.authorities,
        serverName: settings.serverName, insecureSkipVerify: settings.insecureSkipVerify,
        minVersion: Self.version(settings.minVersion) ?? .tls12,
        maxVersion: Self.version(settings.maxVersion) ?? .tls13,
        alpn: configuration.enableHTTP2 ? ["h2", "http/1.1"] : [])
      if held != nil { client.closeIdleConnections() }
      secured.withLock { $0 = Secured(material: material, tls: tls) }
      return tls
    } catch {
      guard let certificate = settings.certificate, let key = settings.key else {
        throw ScrapeFailure(.configuration, error.message)
      }
      let (first, second) = (Self.described(certificate), Self.described(key))
      throw ScrapeFailure(
        .configuration, "unable to use specified client cert (\(first)) & key (\(second)): \(error.message)")
    }
  }

  /// Source: prometheus/common `config/http_config.go`, `NewTLSConfigWithContext`, `updateRootCA`, 0.65.
  private func checkUsable(_ material: Material, _ settings: TLSConfiguration) throws(ScrapeFailure) {
    if let low = Self.version(settings.minVersion), let high = Self.version(settings.maxVersion), low > high {
      throw ScrapeFailure(
        .configuration,
        "tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified")
    }
    if let authorities = settings.authorities, let text = material.authorities,
      !text.contains("-----BEGIN CERTIFICATE-----")
    {
      throw ScrapeFailure(.configuration, "unable to use specified CA cert \(Self.described(authorities))")
    }
  }

  private static func described(_ secret: HTTPClientConfiguration.Secret) -> String {
    switch secret {
    case .text: "inline"
    case .file(let path): "file \(path)"
    }
  }

  private static func version(_ version: TLSConfiguration.Version?) -> TLSVersion? {
    switch version {
    case .tls10: .tls10
    case .tls11: .tls11
    case .tls12: .tls12
    case .tls13: .tls13
    case nil: nil
    }
  }
}

/// Base64 with padding.
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The text of some bytes.
  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let padded = Array(group) + [0, 0]
      let bits = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
      for index in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * index)) & 63]
        text.append(index <= group.count ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
