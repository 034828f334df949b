/// Reads fields of a protocol buffer message.
///
/// Source: protobuf.dev `programming-guides/encoding`.
struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private var index: Int
  private let end: Int

  /// A field's value as it travels.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt32)
    case bytes(Range<Int>)

    /// The number, whatever its width.
    var number: UInt64 {
      switch self {
      case .varint(let value), .fixed64(let value): value
      case .fixed32(let value): UInt64(value)
      case .bytes: 0
      }
    }

    /// The number as a double.
    var double: Double {
      if case .fixed64(let bits) = self { Double(bitPattern: bits) } else { 0 }
    }

    /// The number with its sign in the lowest bit.
    var zigzag: Int64 { Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1) }
  }

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  /// Where the reader stands.
  var position: Int { index }

  /// The next field, nil at the end.
  mutating func next() throws(ExpositionError) -> (number: Int, value: Value)? {
    guard index < end else { return nil }
    let key = try varint()
    let number = Int(truncatingIfNeeded: key >> 3)
    guard number > 0 else {
      throw ExpositionError("proto: illegal tag \(number) (wire type \(key & 7))", at: index)
    }
    switch key & 7 {
    case 0: return (number, .varint(try varint()))
    case 1: return (number, .fixed64(UInt64(littleEndian: try fixed(UInt64.self))))
    case 2: return (number, .bytes(try block()))
    case 5: return (number, .fixed32(UInt32(littleEndian: try fixed(UInt32.self))))
    default: throw ExpositionError("proto: illegal wireType \(key & 7)", at: index)
    }
  }

  /// A length and as many bytes: the framing of a delimited stream.
  mutating func block() throws(ExpositionError) -> Range<Int> {
    let length = try varint()
    guard length <= UInt64(end - index) else { throw Self.endsEarly(index) }
    defer { index += Int(length) }
    return index..<index + Int(length)
  }

  mutating func varint() throws(ExpositionError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard index < end else { throw Self.endsEarly(index) }
      let byte = bytes[index]
      index += 1
      guard shift < 64 else { throw ExpositionError("proto: integer overflow", at: index) }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) throws(ExpositionError) -> Number
  {
    let size = MemoryLayout<Number>.size
    guard end - index >= size else { throw Self.endsEarly(index) }
    defer { index += size }
    return bytes.loadUnaligned(fromByteOffset: index, as: type)
  }

  private static func endsEarly(_ index: Int) -> ExpositionError {
    ExpositionError("unexpected EOF", at: index)
  }
}
