extension YAMLNode: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { self = .string(value) }
}

extension YAMLNode: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  public init(integerLiteral value: Int) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
}

extension YAMLNode: ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
}

// No dictionary literal: its protocol wants a type named `Value` that is not the node's.
extension YAMLNode: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: YAMLNode...) { self = .sequence(elements) }
}
