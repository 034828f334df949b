/// What Go's URL parser finds wrong with a text.
///
/// Source: golang/go src/net/url/url.go parse, parseHost, validOptionalPort, unescape, 1.24.
public enum URLFault {
  /// The reason without `parse "…": `; nil if Go takes the text for a URL.
  public static func reason(_ text: String) -> String? {
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "net/url: invalid control character in URL"
    }
    if text.hasPrefix(":") { return "missing protocol scheme" }
    let text = text.prefix { $0 != "#" }
    guard let start = text.firstRange(of: "//"), isAuthority(text[..<start.lowerBound]) else {
      let first = text.prefix { $0 != "/" && $0 != "?" }
      if scheme(first) == nil, first.contains(":") { return "first path segment in URL cannot contain colon" }
      return badEscape(text.prefix { $0 != "?" })
    }
    let authority = text[start.upperBound...].prefix { $0 != "/" && $0 != "?" }
    let path = text[authority.endIndex...].prefix { $0 != "?" }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return hostFault(host) ?? badEscape(path)
  }

  /// Why Go's client cannot use a text that is a URL to Go's parser.
  ///
  /// Source: golang/go src/net/http/transport.go `roundTrip`, src/net/lookup.go `LookupPort`, 1.24.
  public static func unusable(_ url: String) -> String {
    let scheme = scheme(url) ?? ""
    guard scheme == "http" || scheme == "https" else {
      return "unsupported protocol scheme \(GoQuoting.quoted(scheme))"
    }
    let authority = url.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
    let port = authority.lastIndex(of: ":").map { authority[authority.index(after: $0)...] } ?? ""
    // Go takes digits for a port; whether there is such a port turns out when it dials.
    guard !authority.isEmpty, let number = Int(port), number > Int(UInt16.max) else {
      return "http: no Host in request URL"
    }
    return "dial tcp: address \(port): invalid port"
  }

  /// `http:` or nothing may stand before `//`.
  private static func isAuthority(_ text: Substring) -> Bool {
    text.isEmpty || (text.hasSuffix(":") && scheme(text) != nil)
  }

  /// The scheme at the beginning of a text.
  public static func scheme(_ text: some StringProtocol) -> String? {
    guard let colon = text.firstIndex(of: ":"), let first = text.utf8.first, first.isLetter else { return nil }
    let scheme = text[..<colon]
    let isScheme = scheme.utf8.allSatisfy {
      $0.isLetter || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
        || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains($0)
    }
    return isScheme ? scheme.lowercased() : nil
  }

  private static func hostFault(_ host: Substring) -> String? {
    let port: Substring
    if host.hasPrefix("[") {
      guard let end = host.lastIndex(of: "]") else { return "missing ']' in host" }
      port = host[host.index(after: end)...]
    } else {
      if let odd = host.first(where: { " \"<>^`{|}\\".contains($0) }) {
        return "invalid character \(GoQuoting.quoted(String(odd))) in host name"
      }
      port = host.firstIndex(of: ":").map { host[$0...] } ?? ""
    }
    guard port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy { ("0"..."9").contains($0) }) else {
      return "invalid port \(GoQuoting.quoted(String(port))) after host"
    }
    return nil
  }

  private static func badEscape(_ path: Substring) -> String? {
    var rest = path.utf8[...]
    while let percent = rest.firstIndex(of: UInt8(ascii: "%")) {
      let escape = rest[percent...].prefix(3)
      guard escape.count == 3, escape.dropFirst().allSatisfy({ $0.hexValue != nil }) else {
        return "invalid URL escape \(GoQuoting.quoted(escape))"
      }
      rest = rest[percent...].dropFirst(3)
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool {
    lowercasedASCII >= UInt8(ascii: "a") && lowercasedASCII <= UInt8(ascii: "z")
  }
}
