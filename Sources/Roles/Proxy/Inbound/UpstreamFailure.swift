import Contract
import MeshModel
import Wire

/// What Envoy answers when the application cannot be reached or does not answer in HTTP.
///
/// Source: envoyproxy/envoy `source/common/router/router.cc`, `Filter::onUpstreamReset`, and
/// `source/common/http/utility.cc`, `resetReasonToString`; taken from Envoy 1.40. How much of the connection's
/// own error is added changed: its number (before Istio 1.20), its words (to 1.29), nothing.
struct UpstreamFailure {
  let status: Int
  let text: String
  /// The response flags in logs and statistics.
  let flags: String

  init(_ error: WireError, version: IstioVersion) {
    let reason: String
    switch error.kind {
    case .protocolViolation:
      (status, flags) = (502, "UPE")
      reason = "protocol error"
    case .endOfFile, .reset:
      (status, flags) = (503, "UC")
      reason = "connection termination"
    default:
      (status, flags) = (503, "UF")
      reason = Self.connectionFailure(error, version)
    }
    text = "upstream connect error or disconnect/reset before headers. reset reason: \(reason)"
  }

  private static func connectionFailure(_ error: WireError, _ version: IstioVersion) -> String {
    guard version.exhibits(.namesRemoteFailure) else { return "connection failure" }
    guard !version.exhibits(.withholdsConnectError) else { return "remote connection failure" }
    let detail =
      version.exhibits(.spellsConnectError)
      ? (error.kind == .refused ? "Connection refused" : "No route to host") : "\(error.systemError)"
    return "remote connection failure, transport failure reason: delayed connect error: \(detail)"
  }
}

/// Identifiers of requests, as Envoy makes them.
enum RequestIdentifier {
  /// A random UUID of version 4.
  static func random() -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    for index in bytes.indices { bytes[index] = UInt8.random(in: 0...255) }
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      let digits = String(byte, radix: 16)
      text += digits.utf8.count == 1 ? "0" + digits : digits
    }
    return text
  }
}
