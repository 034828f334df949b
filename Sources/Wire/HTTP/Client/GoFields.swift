/// The fields of a request as Go's client writes them.
///
/// Source: golang/go src/net/http/request.go Request.write, header.go writeSubset,
/// src/net/textproto/reader.go CanonicalMIMEHeaderKey, 1.24.
enum GoFields {
  /// `User-Agent` first, then what was asked for by name, then what the client adds; without `Host`.
  static func ordered(_ headers: HTTPHeaders, asked: HTTPHeaders) -> HTTPHeaders {
    var agent: [HTTPHeaders.Field] = []
    var named: [HTTPHeaders.Field] = []
    var added: [HTTPHeaders.Field] = []
    for field in headers.fields {
      let field = HTTPHeaders.Field(name: canonical(field.name), value: field.value)
      switch field.name {
      case "Host": continue
      case "User-Agent": agent = [field]
      case "Accept-Encoding" where !asked.contains("Accept-Encoding"): added.append(field)
      default: named.append(field)
      }
    }
    // Values of one name stay in their order.
    let sorted = named.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
    return HTTPHeaders(agent + sorted.map(\.element) + added)
  }

  /// A name with capitals where Go puts them: `X-Request-Id`; as it is if it is no name of a field.
  static func canonical(_ name: String) -> String {
    guard name.utf8.allSatisfy(HTTPHead.isTokenByte) else { return name }
    var isFirst = true
    let bytes = name.utf8.map { byte in
      defer { isFirst = byte == UInt8(ascii: "-") }
      let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      return isFirst && isLower ? byte & ~0x20 : isFirst ? byte : byte.lowercasedASCII
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
