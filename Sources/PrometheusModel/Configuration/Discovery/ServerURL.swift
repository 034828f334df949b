/// URLs of servers that a configuration names.
enum ServerURL {
  /// What is wrong with the URL of an HTTP server, or nil.
  ///
  /// Source: prometheus/prometheus discovery/http/http.go `UnmarshalYAML`, 3.5.
  static func problem(with url: String) -> String? {
    if let fault = parseFault(url) { return fault }
    guard let separator = url.firstRange(of: "://") else { return "URL scheme must be 'http' or 'https'" }
    let scheme = url[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return "URL scheme must be 'http' or 'https'" }
    let host = url[separator.upperBound...].prefix { !"/?#".contains($0) }
    return host.isEmpty ? "host is missing in URL" : nil
  }

  /// What Go's parser says of a text that is no URL, or nil.
  ///
  /// Source: golang/go src/net/url/url.go `parse`, `parseHost`, `validOptionalPort`, `unescape`, 1.24.
  static func parseFault(_ url: String) -> String? {
    reason(url).map { "parse \(Quoting.quoted(url)): \($0)" }
  }

  private static func reason(_ url: String) -> String? {
    if url.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      return "net/url: invalid control character in URL"
    }
    if url.hasPrefix(":") { return "missing protocol scheme" }
    let text = url.prefix { $0 != "#" }
    guard let start = text.firstRange(of: "//") else {
      let first = text.prefix { $0 != "/" && $0 != "?" }
      let hasScheme = first.unicodeScalars.first.map { $0.properties.isAlphabetic && $0.isASCII } ?? false
      if !hasScheme, first.contains(":") { return "first path segment in URL cannot contain colon" }
      return badEscape(text.prefix { $0 != "?" })
    }
    let authority = text[start.upperBound...].prefix { $0 != "/" && $0 != "?" }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return hostFault(host) ?? badEscape(text[authority.endIndex...].prefix { $0 != "?" })
  }

  private static func hostFault(_ host: Substring) -> String? {
    var port = host.firstIndex(of: ":").map { host[$0...] } ?? ""
    if host.hasPrefix("[") {
      guard let end = host.lastIndex(of: "]") else { return "missing ']' in host" }
      port = host[host.index(after: end)...]
    } else if let odd = host.first(where: { " \"<>^`{|}\\".contains($0) }) {
      return "invalid character \(Quoting.quoted(String(odd))) in host name"
    }
    guard port.isEmpty || (port.first == ":" && port.dropFirst().allSatisfy { ("0"..."9").contains($0) }) else {
      return "invalid port \(Quoting.quoted(String(port))) after host"
    }
    return nil
  }

  private static func badEscape(_ path: Substring) -> String? {
    let hexadecimal = Set("0123456789abcdefABCDEF")
    var rest = path
    while let percent = rest.firstIndex(of: "%") {
      let escape = rest[percent...].prefix(3)
      guard escape.count == 3, escape.dropFirst().allSatisfy(hexadecimal.contains) else {
        return "invalid URL escape \(Quoting.quoted(String(escape)))"
      }
      rest = rest[escape.endIndex...]
    }
    return nil
  }
}
