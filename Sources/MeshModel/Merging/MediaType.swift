/// A media type with its parameters, read and written as Go's `mime` package does.
///
/// Source: golang/go `src/mime/mediatype.go`, `ParseMediaType`, `FormatMediaType`, 1.24.
struct MediaType: Hashable, Sendable {
  /// Lower case: `text/plain`.
  var name: String
  /// By lower-case name.
  var parameters: [String: String]

  /// Nil for what Go refuses.
  init?(_ text: some StringProtocol) {
    let fields = Self.split(text)
    guard let first = fields.first else { return nil }
    let name = GoSyntax.trimmedSpace(first).lowercased()
    let halves = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isToken) }) else { return nil }
    self.name = name
    parameters = [:]
    for field in fields.dropFirst() {
      let trimmed = GoSyntax.trimmedSpace(field)
      // Go forgives a semicolon at the end.
      if trimmed.isEmpty { continue }
      guard let equals = trimmed.firstIndex(of: "=") else { return nil }
      let key = GoSyntax.trimmedSpace(trimmed[..<equals]).lowercased()
      guard let value = Self.value(trimmed[trimmed.index(after: equals)...]),
        !key.isEmpty, key.utf8.allSatisfy(Self.isToken), parameters[key] == nil
      else { return nil }
      parameters[key] = value
    }
  }

  init(name: String, parameters: [String: String] = [:]) {
    self.name = name
    self.parameters = parameters
  }

  /// As `FormatMediaType` writes it: `text/plain; q=0.1; version=0.0.4`.
  var formatted: String {
    var text = name
    for (key, value) in parameters.sorted(by: { $0.key < $1.key }) {
      let isToken = !value.isEmpty && value.utf8.allSatisfy(Self.isToken)
      let quoted = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      text += "; \(key)=" + (isToken ? value : "\"\(quoted)\"")
    }
    return text
  }

  /// As Istio's agent writes it: `text/plain;version=0.0.4`.
  var compact: String {
    ([name] + parameters.map { "\($0.key)=\($0.value)" }.sorted()).joined(separator: ";")
  }

  /// Splits at semicolons outside quotes.
  private static func split(_ text: some StringProtocol) -> [String] {
    var fields = [""]
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if character == ";", !isQuoted {
        fields.append("")
        continue
      }
      if isEscaped {
        isEscaped = false
      } else if character == "\\", isQuoted {
        isEscaped = true
      } else if character == "\"" {
        isQuoted.toggle()
      }
      fields[fields.count - 1].append(character)
    }
    return fields
  }

  private static func value(_ text: some StringProtocol) -> String? {
    let trimmed = GoSyntax.trimmedSpace(text)
    guard trimmed.first == "\"" else {
      return !trimmed.isEmpty && trimmed.utf8.allSatisfy(isToken) ? trimmed : nil
    }
    guard trimmed.count >= 2, trimmed.last == "\"" else { return nil }
    var result = ""
    var isEscaped = false
    for character in trimmed.dropFirst().dropLast() {
      if !isEscaped, character == "\\" {
        isEscaped = true
        continue
      }
      if !isEscaped, character == "\"" { return nil }
      isEscaped = false
      result.append(character)
    }
    return isEscaped ? nil : result
  }

  /// Source: RFC 9110, 5.6.2.
  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
