/// Header fields in the order and spelling in which they travel; names compare without case.
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
  /// One field.
  public struct Field: Hashable, Sendable {
    /// The name as spelled.
    public var name: String
    /// The value without surrounding blanks.
    public var value: String

    /// Makes a field.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The fields in order.
  public var fields: [Field]

  /// Takes fields in order.
  public init(_ fields: [Field] = []) { self.fields = fields }

  /// Takes fields in the order written; a name may stand more than once.
  public init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value under a name. Setting replaces all of them; nil removes.
  public subscript(name: String) -> String? {
    get { fields.first { Self.isSame($0.name, name) }?.value }
    set {
      guard let newValue else { return fields.removeAll { Self.isSame($0.name, name) } }
      guard let first = fields.firstIndex(where: { Self.isSame($0.name, name) }) else {
        return add(name, newValue)
      }
      fields[first].value = newValue
      var index = fields.count - 1
      while index > first {
        if Self.isSame(fields[index].name, name) { fields.remove(at: index) }
        index -= 1
      }
    }
  }

  /// Every value under a name.
  public func all(_ name: String) -> [String] {
    fields.lazy.filter { Self.isSame($0.name, name) }.map(\.value)
  }

  /// Whether there is a field of this name.
  public func contains(_ name: String) -> Bool { fields.contains { Self.isSame($0.name, name) } }

  /// Appends a field, whether or not there are others of its name.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Whether a comma-separated field holds a token, whatever its case: `Connection: Close`.
  public func hasToken(_ token: String, in name: String) -> Bool {
    fields.contains { field in
      Self.isSame(field.name, name)
        && field.value.utf8.split(separator: UInt8(ascii: ",")).contains { part in
          Self.isSame(Substring(part).trimmingBlanks(), token)
        }
    }
  }

  /// One `name: value` a line.
  public var description: String { fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }

  /// Compares ASCII without case.
  static func isSame(_ left: some StringProtocol, _ right: some StringProtocol) -> Bool {
    let left = left.utf8
    let right = right.utf8
    guard left.count == right.count else { return false }
    return zip(left, right).allSatisfy { a, b in a == b || (a.lowercasedASCII == b.lowercasedASCII) }
  }
}

extension UInt8 {
  var lowercasedASCII: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}

extension Substring {
  func trimmingBlanks() -> Substring {
    var part = self.utf8
    while let first = part.first, first.isBlank { part = part.dropFirst() }
    while let last = part.last, last.isBlank { part = part.dropLast() }
    return Substring(part)
  }
}
