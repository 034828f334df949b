extension YAMLNode {
  /// Decodes the node, leniently on unknown keys, strictly on types: as the Kubernetes API server does, a
  /// number or a boolean is not taken for text, nor text for a number.
  ///
  /// The diagnostic carries the span of the node that does not fit.
  public func decode<T: Decodable>(_ type: T.Type) throws(Diagnostic) -> T {
    do {
      return try YAMLDecoding(node: self, codingPath: []).unbox(type)
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch let error as DecodingError {
      throw Diagnostic(error.inWords, at: deepest(error.path).span)
    } catch {
      throw Diagnostic("\(error)", at: span)
    }
  }

  /// The node at the end of a coding path, or the last one on the way that is there.
  private func deepest(_ path: [any CodingKey]) -> YAMLNode {
    var node = self
    for key in path {
      if let index = key.intValue, let elements = node.sequence, elements.indices.contains(index) {
        node = elements[index]
      } else if let child = node[key.stringValue] {
        node = child
      } else {
        break
      }
    }
    return node
  }
}

/// A decoder over one node.
private struct YAMLDecoding: Decoder {
  var node: YAMLNode
  var codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let entries = node.mapping else { throw mismatch("a mapping") }
    return KeyedDecodingContainer(YAMLKeyedContainer<Key>(decoding: self, entries: entries))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = node.sequence else { throw mismatch("a list") }
    return YAMLUnkeyedContainer(decoding: self, elements: elements)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { YAMLSingleValueContainer(decoding: self) }

  func child(_ node: YAMLNode, _ key: any CodingKey) -> YAMLDecoding {
    YAMLDecoding(node: node, codingPath: codingPath + [key])
  }

  func mismatch(_ expected: String) -> Diagnostic {
    let place = codingPath.isEmpty ? "" : "`\(codingPath.inWords)` "
    let quoting = expected == "text" && node.scalar != nil && !node.isNull ? "; put it in quotes" : ""
    let message = place.isEmpty ? "expected \(expected)" : "\(place)must be \(expected)"
    return Diagnostic("\(message), not \(node.kindInWords)\(quoting)", at: node.span)
  }

  func unbox<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

  func text() throws -> String {
    guard let text = node.text else { throw mismatch("text") }
    return text
  }

  func bool() throws -> Bool {
    guard let bool = node.bool else { throw mismatch("true or false") }
    return bool
  }

  func double() throws -> Double {
    guard let double = node.double else { throw mismatch("a number") }
    return double
  }

  func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
    guard let int = node.int else { throw mismatch("an integer") }
    guard let value = T(exactly: int) else {
      throw Diagnostic("\(int) is out of range; it must be between \(T.min) and \(T.max)", at: node.span)
    }
    return value
  }
}

private struct YAMLKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoding: YAMLDecoding
  let entries: [YAMLEntry]
  var codingPath: [any CodingKey] { decoding.codingPath }
  var allKeys: [Key] { entries.compactMap { Key(stringValue: $0.name) } }

  private func child(_ key: Key) throws -> YAMLDecoding {
    guard let entry = entries.first(where: { $0.name == key.stringValue }) else {
      let place = codingPath.isEmpty ? "" : "`\(codingPath.inWords)` lacks "
      let message =
        place.isEmpty ? "the key `\(key.stringValue)` is missing" : "\(place)the key `\(key.stringValue)`"
      throw Diagnostic(message, at: decoding.node.span)
    }
    return decoding.child(entry.value, key)
  }

  func contains(_ key: Key) -> Bool { entries.contains { $0.name == key.stringValue } }
  func decodeNil(forKey key: Key) throws -> Bool { try child(key).node.isNull }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try child(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try child(key).text() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try child(key).double() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { Float(try child(key).double()) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try child(key).integer(type) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try child(key).integer(type) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try child(key).integer(type) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try child(key).integer(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try child(key).integer(type) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try child(key).integer(type) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try child(key).integer(type) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try child(key).integer(type) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try child(key).integer(type) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try child(key).integer(type) }
  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try child(key).unbox(type) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  { try child(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { decoding }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

private struct YAMLUnkeyedContainer: UnkeyedDecodingContainer {
  let decoding: YAMLDecoding
  let elements: [YAMLNode]
  var currentIndex = 0
  var codingPath: [any CodingKey] { decoding.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  init(decoding: YAMLDecoding, elements: [YAMLNode]) {
    self.decoding = decoding
    self.elements = elements
  }

  /// The element that is next. The index moves on only after a success, as `Decodable` expects.
  private func current() throws -> YAMLDecoding {
    guard !isAtEnd else { throw Diagnostic("the list ends too early", at: decoding.node.span) }
    return decoding.child(elements[currentIndex], ElementKey(intValue: currentIndex))
  }

  private mutating func advancing<T>(_ read: (YAMLDecoding) throws -> T) throws -> T {
    let value = try read(try current())
    currentIndex += 1
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard try current().node.isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try advancing { try $0.unbox(type) } }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  { try advancing { try $0.container(keyedBy: type) } }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try advancing { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try advancing { $0 } }
}

private struct YAMLSingleValueContainer: SingleValueDecodingContainer {
  let decoding: YAMLDecoding
  var codingPath: [any CodingKey] { decoding.codingPath }

  func decodeNil() -> Bool { decoding.node.isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try decoding.bool() }
  func decode(_ type: String.Type) throws -> String { try decoding.text() }
  func decode(_ type: Double.Type) throws -> Double { try decoding.double() }
  func decode(_ type: Float.Type) throws -> Float { Float(try decoding.double()) }
  func decode(_ type: Int.Type) throws -> Int { try decoding.integer(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try decoding.integer(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try decoding.integer(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try decoding.integer(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try decoding.integer(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try decoding.integer(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try decoding.integer(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try decoding.integer(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try decoding.integer(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try decoding.integer(type) }
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoding.unbox(type) }
}

/// The index of a list's element.
private struct ElementKey: CodingKey {
  let intValue: Int?
  let stringValue: String

  init(intValue: Int) {
    self.intValue = intValue
    stringValue = "\(intValue)"
  }

  init?(stringValue: String) { nil }
}

extension [any CodingKey] {
  fileprivate var inWords: String {
    reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}

extension DecodingError {
  fileprivate var path: [any CodingKey] {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
      .dataCorrupted(let context):
      context.codingPath
    @unknown default: []
    }
  }

  /// Types that decode themselves throw these, such as an enumeration on an unknown word.
  fileprivate var inWords: String {
    switch self {
    case .keyNotFound(let key, _): "the key `\(key.stringValue)` is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.debugDescription
    @unknown default: "\(self)"
    }
  }
}
