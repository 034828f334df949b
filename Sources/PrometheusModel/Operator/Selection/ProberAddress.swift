/// The address of a prober: a host, or a host and a port.
///
/// Source: prometheus-operator `pkg/prometheus/resource_selector.go` `validateProberURL`, 0.93.
enum ProberAddress {
  /// Throws what is wrong with an address.
  static func check(_ address: String) throws(Rejection) {
    guard let (host, port) = split(address) else {
      if !isHost(address) { throw Rejection("invalid host: \(Quoting.quoted(address))") }
      return
    }
    if !isHost(host) { throw Rejection("invalid host: \(Quoting.quoted(host))") }
    if !(1...65535).contains(Int(port) ?? 0) { throw Rejection("invalid port: \(Quoting.quoted(port))") }
  }

  /// Host and port, nil if there is no port.
  private static func split(_ address: String) -> (host: String, port: String)? {
    guard let colon = address.lastIndex(of: ":") else { return nil }
    let host = address[..<colon]
    let port = String(address[address.index(after: colon)...])
    if host.hasPrefix("["), host.hasSuffix("]") { return (String(host.dropFirst().dropLast()), port) }
    return host.contains { $0 == ":" || $0 == "[" || $0 == "]" } ? nil : (String(host), port)
  }

  /// Whether a text is an IP address or a DNS name.
  private static func isHost(_ text: String) -> Bool {
    if text.contains(where: { $0 == ":" }) {
      return text.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    var labels = text.split(separator: ".", omittingEmptySubsequences: false)
    if labels.last == "", labels.count > 1 { labels.removeLast() }
    return text.utf8.count <= 255 && !labels.isEmpty && labels.allSatisfy(isLabel)
  }

  private static func isLabel(_ label: Substring) -> Bool {
    guard let first = label.first, let last = label.last, label.utf8.count <= 63 else { return false }
    func isWord(_ character: Character) -> Bool {
      character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
    return isWord(first) && isWord(last) && label.allSatisfy { isWord($0) || $0 == "-" }
  }
}
