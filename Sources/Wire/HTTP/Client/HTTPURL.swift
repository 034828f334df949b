public import Contract

/// An `http` or `https` URL.
public struct HTTPURL: Hashable, Sendable, CustomStringConvertible {
  /// `http` or `https`.
  public var scheme: String
  /// What stands before `@`, still percent-encoded.
  public var userInfo: String?
  /// A name or an address, without the brackets of IPv6.
  public var host: String
  /// The port, if one is written.
  public var port: UInt16? { didSet { portText = port.map { "\($0)" } } }
  /// The port as it is written, which may have zeros in front.
  private var portText: String?
  /// The path and the query as they go into the request line; at least `/`.
  public var target: String { didSet { hasNoPath = false } }
  /// Whether the URL was written without a path, as Go then prints it.
  private var hasNoPath = false

  /// Makes a URL from its parts.
  public init(scheme: String = "http", host: String, port: UInt16?, target: String = "/") {
    self.scheme = scheme
    self.host = host
    self.port = port
    portText = port.map { "\($0)" }
    self.target = target
  }

  /// The URL of a target at an endpoint.
  public init(_ endpoint: Endpoint, target: String = "/", scheme: String = "http") {
    self.init(scheme: scheme, host: endpoint.address.description, port: endpoint.port, target: target)
  }

  /// Parses an absolute URL; nil unless it is `http` or `https` with a host.
  public init?(_ text: String) {
    // By bytes: every scrape parses a URL, and by characters that is a tenth of a small one.
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8)
    else { return nil }
    scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[text.utf8.index(colon, offsetBy: 3)...]
    let authorityEnd = rest.utf8.firstIndex(where: Self.endsAuthority) ?? rest.endIndex
    guard let authority = Authority(rest[..<authorityEnd]) else { return nil }
    userInfo = authority.userInfo
    host = authority.host
    port = authority.port
    portText = authority.portText
    hasNoPath = !rest[authorityEnd...].hasPrefix("/")
    target = Self.target(Substring(Self.encodingOddBytes(String(rest[authorityEnd...]))))
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  /// The port that is dialled.
  public var effectivePort: UInt16 { port ?? (scheme == "https" ? 443 : 80) }

  /// What the `Host` field says: the port only where one is written.
  public var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return portText.map { "\(name):\($0)" } ?? name
  }

  /// The path without query.
  public var path: String { String(target.prefix { $0 != "?" }) }

  /// The whole URL.
  public var description: String {
    "\(scheme)://\(userInfo.map { $0 + "@" } ?? "")\(authority)\(hasNoPath ? target.dropFirst() : target[...])"
  }

  /// The URL that a `Location` points to from here; nil if it is none of ours.
  ///
  /// Source: RFC 3986, 5.2.
  public func resolving(_ location: String) -> HTTPURL? {
    if location.contains("://") { return HTTPURL(location) }
    if location.hasPrefix("//") { return HTTPURL("\(scheme):\(location)") }
    var url = self
    url.hasNoPath = false
    if location.isEmpty || location.hasPrefix("#") { return url }
    let reference = Self.encodingOddBytes(location)
    if reference.hasPrefix("?") {
      url.target = path + Self.target(Substring(reference)).dropFirst()
    } else if reference.hasPrefix("/") {
      url.target = Self.withoutDotSegments(Self.target(Substring(reference)))
    } else {
      let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
      url.target = Self.withoutDotSegments(
        String(folder) + Self.target("/" + Substring(reference)).dropFirst())
    }
    return url
  }

  /// Percent-encodes what may not travel in a request line.
  private static func encodingOddBytes(_ text: String) -> String {
    let odd = Set("\"<>\\^`{|}".utf8)
    guard text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || odd.contains($0) }) else { return text }
    return text.utf8.map { byte in
      let digits = byte.hexDigits
      return byte <= 0x20 || byte >= 0x7F || odd.contains(byte)
        ? "%" + String(decoding: [digits.high, digits.low], as: UTF8.self) : String(UnicodeScalar(byte))
    }.joined()
  }

  /// What follows the authority, as a request target.
  private static func target(_ text: Substring) -> String {
    let text = text.prefix { $0 != "#" }
    return text.hasPrefix("/") ? String(text) : "/" + text
  }

  private static func withoutDotSegments(_ target: String) -> String {
    let path = target.prefix { $0 != "?" }
    let query = target[path.endIndex...]
    var kept: [Substring] = []
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return "/" + kept.joined(separator: "/") + query
  }
}

/// `user@host:port` taken apart.
struct Authority {
  var userInfo: String?
  var host: String
  var port: UInt16?
  var portText: String?

  init?(_ text: Substring) {
    var rest = text
    if let at = rest.lastIndex(of: "@") {
      userInfo = String(rest[..<at])
      rest = rest[rest.index(after: at)...]
    }
    let portPart: Substring
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      host = String(rest[rest.index(after: rest.startIndex)..<end])
      portPart = rest[rest.index(after: end)...]
    } else {
      let colon = rest.firstIndex(of: ":") ?? rest.endIndex
      host = String(rest[..<colon])
      portPart = rest[colon...]
    }
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    if portPart.isEmpty || portPart == ":" { return }
    guard portPart.first == ":", let port = UInt16(portPart.dropFirst()) else { return nil }
    self.port = port
    portText = String(portPart.dropFirst())
  }
}
