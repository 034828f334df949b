import Contract
import Planning
import Scenarios

/// What `meshscrape plan` says of Prometheus' own pod.
extension StatePlan {
  /// Its certificates, and what its sidecar does with what it dials; empty where it has neither.
  var textOfPrometheusPod: String {
    (certificates.map(Self.text) ?? "") + (sidecar.map(Self.text) ?? "")
  }

  private static func text(_ folder: CertificateFolder) -> String {
    let certificates = folder.certificates
    let usages = certificates.usages.map(\.rawValue).joined(separator: ", ")
    return
      "  certificates \(certificates.state.rawValue), of \(folder.identity), issued by \(certificates.issuer.rawValue)"
      + (usages.isEmpty ? "" : ", for \(usages)") + "\n"
      + folder.paths.map { "  file         \($0)\(certificates.state == .missing ? " (not there)" : "")\n" }
      .joined()
  }

  private static func text(_ sidecar: ProxyConfiguration) -> String {
    "  sidecar      captures what it dials, as \(sidecar.identity.spiffeID)\n"
      + sidecar.outbound.map { listener in
        "  outbound     \(listener.listener.endpoint): " + text(listener) + "\n"
      }.joined()
  }

  private static func text(_ listener: OutboundListener) -> String {
    let bytes = text(listener.bytes, listener)
    guard let http = listener.http else { return bytes }
    let hosts = http.hosts.map { "\($0.names.first ?? "") -> \(text($0.route, listener))" }
    return
      "HTTP of \(hosts.joined(separator: ", ")), other hosts -> \(text(http.others, listener)); other bytes -> \(bytes)"
  }

  private static func text(_ route: OutboundRoute, _ listener: OutboundListener) -> String {
    let security = route.isMutualTLS ? " by mutual TLS" : ""
    return switch route.kind {
    case .service:
      route.cluster + " ("
        + route.endpoints.map { "\($0.address)\($0.isMutualTLS ? " by mutual TLS" : "")" }.joined(
          separator: ", ")
        + ")"
    case .headless: "\(route.cluster)\(security)"
    case .passthrough: "PassthroughCluster\(listener.destination.map { " (\($0))" } ?? "")"
    case .blackHole: "BlackHoleCluster"
    case .none: "no route"
    case .ownStatistics: "its own statistics"
    case .ownHealth: "its own health"
    }
  }
}
