/// Addresses with and without a port.
enum HostPort {
  /// Whether the address has a port: `host:port`, `[host]:port`.
  ///
  /// Source: golang/go src/net/ipsock.go `SplitHostPort`, 1.24.
  static func hasPort(_ address: String) -> Bool {
    let bytes = Array(address.utf8)
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")) else { return false }
    var hostStart = 0
    var bracketsEnd = 0
    if bytes[0] == UInt8(ascii: "[") {
      guard let end = bytes.firstIndex(of: UInt8(ascii: "]")), end + 1 == colon else { return false }
      hostStart = 1
      bracketsEnd = end + 1
    } else if bytes[..<colon].contains(UInt8(ascii: ":")) {
      return false
    }
    return !bytes[hostStart...].contains(UInt8(ascii: "["))
      && !bytes[bracketsEnd...].contains(UInt8(ascii: "]"))
  }

  /// Whether the address is only missing a port.
  static func lacksPort(_ address: String) -> Bool { !hasPort(address) && hasPort(address + ":1234") }
}
