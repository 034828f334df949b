/// Whether plaintext is HTTP, as Envoy's `http_inspector` finds out from the first line.
///
/// Source: envoyproxy/envoy `source/extensions/filters/listener/http_inspector/http_inspector.cc`, 1.38.
enum HTTPInspector {
  enum Reading: Hashable {
    /// HTTP/1.1.
    case http11
    /// HTTP/1.0, which Istio's filter chains do not count as HTTP.
    case http10
    /// The preface of HTTP/2.
    case http2
    /// Something else.
    case other
    /// Not to be told yet.
    case needsMore
  }

  /// The most bytes that are looked at.
  static let longest = 8 << 10

  static func read(_ bytes: [UInt8]) -> Reading {
    let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
    if bytes.starts(with: preface) { return .http2 }
    if preface.starts(with: bytes) { return bytes.count < longest ? .needsMore : .other }
    guard let method = bytes.firstIndex(of: UInt8(ascii: " ")) else {
      let isMethod = bytes.allSatisfy { isUppercase($0) || $0 == UInt8(ascii: "-") }
      return isMethod && bytes.count <= 32 ? .needsMore : .other
    }
    guard method > 0, bytes[..<method].allSatisfy({ isUppercase($0) || $0 == UInt8(ascii: "-") }) else {
      return .other
    }
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      return bytes.count < longest ? .needsMore : .other
    }
    var line = bytes[..<end]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    guard let blank = line.lastIndex(of: UInt8(ascii: " ")), blank > method + 1 else { return .other }
    switch String(decoding: line[(blank + 1)...], as: UTF8.self) {
    case "HTTP/1.1": return .http11
    case "HTTP/1.0": return .http10
    default: return .other
    }
  }

  private static func isUppercase(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }
}
