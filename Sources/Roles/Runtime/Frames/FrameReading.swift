import Contract

/// A part of a control frame that is read from its JSON as `Codable` would read it, at a tenth of the cost.
///
/// The tests hold each type to what `JSONEncoder` writes of it.
protocol FrameReading {
  /// Reads the value that comes next.
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure)
}

extension JSONCursor {
  /// A value of a type.
  mutating func read<Value: FrameReading>(_: Value.Type = Value.self) throws(Failure) -> Value {
    try Value(reading: &self)
  }

  /// An array of values of a type.
  mutating func readAll<Value: FrameReading>(_: Value.Type = Value.self) throws(Failure) -> [Value] {
    try array { json throws(Failure) in try Value(reading: &json) }
  }

  /// A string that names a case.
  mutating func named<Value: RawRepresentable<String>>(_: Value.Type = Value.self) throws(Failure) -> Value {
    guard let value = Value(rawValue: try string()) else { throw failure("a name of \(Value.self)") }
    return value
  }

  /// An optional value: `null` is none.
  mutating func optional<Value>(
    _ value: (inout JSONCursor) throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    takeNull() ? nil : try value(&self)
  }

  /// A member that nobody reads. Runner and process are one executable: it can only be one that was forgotten here.
  func unknown(_ name: String) -> Failure { failure("a member that is read, not `\(name)`") }

  /// A member that has to be there.
  func required<Value>(_ value: Value?, _ name: StaticString) throws(Failure) -> Value {
    guard let value else { throw failure("`\(name)` in the object that ends here") }
    return value
  }

  /// The only associated value of an enum's case, without label.
  mutating func associated<Value: FrameReading>(_: Value.Type = Value.self) throws(Failure) -> Value {
    var value: Value?
    try object { name, json throws(Failure) in
      guard name == "_0" else { throw json.unknown(name) }
      value = try json.read()
    }
    return try required(value, "_0")
  }
}
