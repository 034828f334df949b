/// The URL of a target, written as Go writes it.
///
/// Source: prometheus/prometheus scrape/target.go `Target.URL`, 3.5; golang/go src/net/url/url.go `String`,
/// `escape`, `Values.Encode`, 1.24.
enum TargetURL {
  /// The whole URL.
  static func text(scheme: String, host: String, path: String, query: String) -> String {
    var result = scheme.isEmpty ? "" : scheme + ":"
    if !host.isEmpty || (!scheme.isEmpty && !path.isEmpty) { result += "//" }
    result += escaped(host, keeping: hostCharacters)
    let escapedPath = path == "*" ? path : escaped(path, keeping: pathCharacters)
    if !escapedPath.isEmpty, !escapedPath.hasPrefix("/"), !host.isEmpty { result += "/" }
    result += escapedPath
    return query.isEmpty ? result : result + "?" + query
  }

  /// The path that a request for the target names.
  static func requestPath(_ path: String) -> String {
    let escapedPath = path == "*" ? path : escaped(path, keeping: pathCharacters)
    return escapedPath.hasPrefix("/") ? escapedPath : "/" + escapedPath
  }

  /// The job's parameters, the first value of each replaced by a label `__param_NAME`, sorted by name.
  static func query(parameters: [String: [String]], labels: Labels) -> String {
    var values = parameters
    for (name, value) in labels.pairs where Bytes.startsWith(name, LabelName.parameterPrefix) {
      let key = String(decoding: name.utf8.dropFirst(LabelName.parameterPrefix.utf8.count), as: UTF8.self)
      if values[key]?.isEmpty ?? true { values[key] = [value] } else { values[key]?[0] = value }
    }
    var result = ""
    for (name, all) in values.sorted(by: { Bytes.precede($0.key, $1.key) }) {
      for value in all {
        if !result.isEmpty { result += "&" }
        result += queryEscaped(name) + "=" + queryEscaped(value)
      }
    }
    return result
  }

  private static let unreserved = Set("-_.~".utf8)
  private static let pathCharacters = unreserved.union("$&+,/:;=@".utf8)
  private static let hostCharacters = unreserved.union("!$&'()*+,;=:[]<>\"".utf8)

  private static func queryEscaped(_ text: String) -> String {
    var result: [UInt8] = []
    for byte in text.utf8 {
      if byte == UInt8(ascii: " ") {
        result.append(UInt8(ascii: "+"))
      } else {
        escape(byte, unreserved, &result)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func escaped(_ text: String, keeping kept: Set<UInt8>) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count)
    for byte in text.utf8 { escape(byte, kept, &result) }
    return String(decoding: result, as: UTF8.self)
  }

  private static func escape(_ byte: UInt8, _ kept: Set<UInt8>, _ result: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      result.append(byte)
    case _ where kept.contains(byte): result.append(byte)
    default:
      let digits = Array("0123456789ABCDEF".utf8)
      result.append(UInt8(ascii: "%"))
      result.append(digits[Int(byte >> 4)])
      result.append(digits[Int(byte & 15)])
    }
  }
}
