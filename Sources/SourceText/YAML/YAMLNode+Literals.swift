extension YAMLNode: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A text, never another type.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension YAMLNode: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// An integer.
  public init(integerLiteral value: Int) { self = .int(value) }

  /// A number.
  public init(floatLiteral value: Double) { self = .double(value) }
}

extension YAMLNode: ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Null.
  public init(nilLiteral: ()) { self = .null }
}

// No dictionary literal: its protocol wants a type named `Value` that is not the node's.
extension YAMLNode: ExpressibleByArrayLiteral {
  /// A list.
  public init(arrayLiteral elements: YAMLNode...) { self = .sequence(elements) }
}
