extension YAMLNode {
  /// The node as JSON text without needless blanks; plain scalars have the type that Kubernetes reads them as.
  ///
  /// Not-a-number and infinities, which JSON does not have, become text.
  public func json() -> String {
    var output: [UInt8] = []
    write(to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// The node as JSON text for people: indented, with what is short in one line.
  public func prettyJSON() -> String { pretty(indentation: 0) + "\n" }

  private func pretty(indentation: Int) -> String {
    let compact = json()
    let isShort = compact.utf8.count + indentation < 100
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    switch value {
    case .scalar: return compact
    case .sequence(let elements):
      if isShort && elements.allSatisfy({ $0.scalar != nil }) {
        return "[" + elements.map { $0.json() }.joined(separator: ", ") + "]"
      }
      let lines = elements.map { inner + $0.pretty(indentation: indentation + 2) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .mapping(let entries):
      if isShort && entries.allSatisfy({ $0.value.scalar != nil }) {
        return "{" + entries.map { "\(Self.quoted($0.name)): \($0.value.json())" }.joined(separator: ", ") + "}"
      }
      let lines = entries.map {
        "\(inner)\(Self.quoted($0.name)): \($0.value.pretty(indentation: indentation + 2))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var output: [UInt8] = []
    quote(text, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Reads JSON text, nil if it is none.
  public init?(json: String) {
    guard let node = try? JSONReader.node(json, file: "") else { return nil }
    self = node
  }

  private func write(to output: inout [UInt8]) {
    switch value {
    case .sequence(let elements):
      output.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        element.write(to: &output)
      }
      output.append(UInt8(ascii: "]"))
    case .mapping(let entries):
      output.append(UInt8(ascii: "{"))
      for (index, entry) in entries.enumerated() {
        if index > 0 { output.append(UInt8(ascii: ",")) }
        Self.quote(entry.name, to: &output)
        output.append(UInt8(ascii: ":"))
        entry.value.write(to: &output)
      }
      output.append(UInt8(ascii: "}"))
    case .scalar(let scalar):
      switch plainType {
      case .null: output += "null".utf8
      case .bool(let value): output += "\(value)".utf8
      case .integer(let value): output += "\(value)".utf8
      case .double(let value) where value.isFinite: output += Self.number(value, scalar.text).utf8
      case .double, .text: Self.quote(scalar.text, to: &output)
      }
    }
  }

  /// Whole numbers have no point, and those that only `UInt64` holds keep their digits.
  private static func number(_ value: Double, _ text: String) -> String {
    if let large = UInt64(text) { return "\(large)" }
    let shortest = "\(value)"
    return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
  }

  private static func quote(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x0A: output += "\\n".utf8
      case 0x0D: output += "\\r".utf8
      case 0x09: output += "\\t".utf8
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        output += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
