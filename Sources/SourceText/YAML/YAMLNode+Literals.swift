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

// No nil literal: `isThere ? node : nil` would then be a node that is null instead of no node.
extension YAMLNode: ExpressibleByBooleanLiteral {
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
}

// No dictionary literal: its protocol wants a type named `Value` that is not the node's.
extension YAMLNode: ExpressibleByArrayLiteral {
  /// A list.
  public init(arrayLiteral elements: YAMLNode...) { self = .sequence(elements) }
}
