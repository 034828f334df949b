/// Reads fields of a protocol buffer message, with the words of the generated code for what is wrong with them.
///
/// Source: protobuf.dev `programming-guides/encoding`; prometheus/prometheus
/// `prompb/io/prometheus/client/metrics.pb.go`, `Unmarshal` and `skipMetrics`, 3.5.0.
struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private let message: ProtobufMessage
  private var index: Int
  private let end: Int

  /// A field's value as it travels.
  enum Value {
    case varint(UInt64)
    case fixed64(UInt64)
    case bytes(Range<Int>)

    /// The number, whatever its width.
    var number: UInt64 {
      switch self {
      case .varint(let value), .fixed64(let value): value
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

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ message: ProtobufMessage) {
    self.bytes = bytes
    self.message = message
    index = range.lowerBound
    end = range.upperBound
  }

  /// Where the reader stands.
  var position: Int { index }

  /// The next field that the message knows, nil at the end.
  mutating func next() throws(ExpositionError) -> (number: Int, value: Value)? {
    while index < end {
      let start = index
      let key = try varint()
      let number = Int(Int32(truncatingIfNeeded: key >> 3))
      let wireType = key & 7
      if wireType == 4 {
        throw ExpositionError("proto: \(message.rawValue): wiretype end group for non-group", at: start)
      }
      guard number > 0 else {
        throw ExpositionError(
          "proto: \(message.rawValue): illegal tag \(number) (wire type \(key))", at: start)
      }
      guard let field = message.field(number) else {
        index = start
        try skip()
        continue
      }
      guard field.wireTypes.contains(wireType) else {
        throw ExpositionError("proto: wrong wireType = \(wireType) for field \(field.name)", at: start)
      }
      switch wireType {
      case 0: return (number, .varint(try varint()))
      case 1: return (number, .fixed64(try fixed64()))
      default: return (number, .bytes(try block()))
      }
    }
    return nil
  }

  /// Goes over a field that is not known, with all that a group holds.
  private mutating func skip() throws(ExpositionError) {
    var depth = 0
    repeat {
      guard index < end else { throw Self.endsEarly(end) }
      let wireType = try varint() & 7
      switch wireType {
      case 0: _ = try varint()
      case 1: index += 8
      case 2:
        let length = Int(truncatingIfNeeded: try varint())
        guard length >= 0 else { throw Self.negativeLength(index) }
        index += min(length, end - index + 1)
      case 3: depth += 1
      case 4:
        guard depth > 0 else { throw ExpositionError("proto: unexpected end of group", at: index) }
        depth -= 1
      case 5: index += 4
      default: throw ExpositionError("proto: illegal wireType \(wireType)", at: index)
      }
    } while depth > 0
    guard index <= end else { throw Self.endsEarly(end) }
  }

  /// A length and as many bytes.
  private mutating func block() throws(ExpositionError) -> Range<Int> {
    let length = Int(truncatingIfNeeded: try varint())
    guard length >= 0, index.addingReportingOverflow(length).overflow == false else {
      throw Self.negativeLength(index)
    }
    guard length <= end - index else { throw Self.endsEarly(index) }
    defer { index += length }
    return index..<index + length
  }

  mutating func varint() throws(ExpositionError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard shift < 64 else { throw ExpositionError("proto: integer overflow", at: index) }
      guard index < end else { throw Self.endsEarly(index) }
      let byte = bytes[index]
      index += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private mutating func fixed64() throws(ExpositionError) -> UInt64 {
    guard end - index >= 8 else { throw Self.endsEarly(index) }
    defer { index += 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  private static func endsEarly(_ index: Int) -> ExpositionError {
    ExpositionError("unexpected EOF", at: index)
  }

  private static func negativeLength(_ index: Int) -> ExpositionError {
    ExpositionError("proto: negative length found during unmarshaling", at: index)
  }
}
