/// `io.prometheus.client.Metric` and what it holds.
///
/// Source: prometheus/client_model `io/prometheus/client/metrics.proto`.
struct MetricMessage {
  private var labelParts: [Range<Int>] = []
  var timestampMilliseconds: Int64 = 0
  var gauge = 0.0
  var counter = 0.0
  var untyped = 0.0
  var exemplar: Exemplar?
  var summary: SummaryMessage?
  var histogram: HistogramMessage?

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(ExpositionError) {
    var reader = WireReader(bytes, range, .metric)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, .bytes(let part)): labelParts.append(part)
      case (2, .bytes(let part)): gauge = try Self.number(bytes, part, .gauge)
      case (5, .bytes(let part)): untyped = try Self.number(bytes, part, .untyped)
      case (3, .bytes(let part)): try readCounter(bytes, part)
      case (4, .bytes(let part)): summary = try SummaryMessage(bytes, part)
      case (6, _): timestampMilliseconds = Int64(bitPattern: value.number)
      case (7, .bytes(let part)): histogram = try HistogramMessage(bytes, part)
      default: continue
      }
    }
  }

  /// The labels; an error if one is none. Without `legacyNames` names are not looked at.
  func labels(_ bytes: UnsafeRawBufferPointer, legacyNames: Bool?) throws(ExpositionError) -> [LabelPair] {
    var labels: [LabelPair] = []
    for part in labelParts { labels.append(try LabelPair(bytes, part, legacyNames: legacyNames)) }
    return labels
  }

  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ message: ProtobufMessage
  ) throws(ExpositionError) -> Double {
    var reader = WireReader(bytes, range, message)
    var number = 0.0
    while let (_, value) = try reader.next() { number = value.double }
    return number
  }

  private mutating func readCounter(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>)
    throws(ExpositionError)
  {
    var reader = WireReader(bytes, range, .counter)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, _): counter = value.double
      case (2, .bytes(let part)): exemplar = try Exemplar(bytes, part)
      case (3, .bytes(let part)): _ = try Exemplar.milliseconds(bytes, part)
      default: continue
      }
    }
  }
}

extension LabelPair {
  init(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, legacyNames: Bool? = nil
  ) throws(ExpositionError) {
    self.init("", "")
    var reader = WireReader(bytes, range, .label)
    while let (number, value) = try reader.next() {
      guard case .bytes(let part) = value else { continue }
      let text = String(decoding: bytes[part], as: UTF8.self)
      if number == 1 {
        name = text
        guard legacyNames == false else { continue }
        guard !text.isEmpty, isUTF8(bytes, part) else {
          throw ExpositionError("invalid label name: \(text)", at: part.lowerBound)
        }
      } else {
        self.value = text
        if legacyNames != nil, !isUTF8(bytes, part) {
          throw ExpositionError("invalid label value: \(text)", at: part.lowerBound)
        }
      }
    }
    // Old versions look at the name when the message has been read, and miss one that is not there, too.
    if legacyNames == true, !Self.isLegacy(name) {
      throw ExpositionError("invalid label name: \(name)", at: range.lowerBound)
    }
  }

  /// Whether the name has the characters of old.
  private static func isLegacy(_ name: String) -> Bool {
    guard let first = name.utf8.first, isNameStart(first, allowsColon: false) else { return false }
    return name.utf8.allSatisfy { isNameByte($0, allowsColon: false) }
  }
}

extension Exemplar {
  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(ExpositionError) {
    self.init(labels: [], value: 0)
    var reader = WireReader(bytes, range, .exemplar)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, .bytes(let part)): labels.append(try LabelPair(bytes, part))
      case (2, _): self.value = value.double
      case (3, .bytes(let part)): timestampMilliseconds = try Self.milliseconds(bytes, part)
      default: continue
      }
    }
  }

  static func milliseconds(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) throws(ExpositionError) -> Int64 {
    var milliseconds: Int64 = 0
    var reader = WireReader(bytes, range, .timestamp)
    while let (number, value) = try reader.next() {
      let amount = Int64(bitPattern: value.number)
      milliseconds &+= number == 1 ? amount &* 1000 : number == 2 ? amount / 1_000_000 : 0
    }
    return milliseconds
  }
}

/// `io.prometheus.client.Summary`.
struct SummaryMessage {
  var count = 0.0
  var sum = 0.0
  var quantiles: [(quantile: Double, value: Double)] = []

  init() {}

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(ExpositionError) {
    var reader = WireReader(bytes, range, .summary)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, _): count = Double(value.number)
      case (2, _): sum = value.double
      case (3, .bytes(let part)):
        var quantile = (quantile: 0.0, value: 0.0)
        var inner = WireReader(bytes, part, .quantile)
        while let (number, value) = try inner.next() {
          if number == 1 {
            quantile.quantile = value.double
          } else if number == 2 {
            quantile.value = value.double
          }
        }
        quantiles.append(quantile)
      case (4, .bytes(let part)): _ = try Exemplar.milliseconds(bytes, part)
      default: continue
      }
    }
  }
}

/// `io.prometheus.client.Histogram`: classic buckets, a native histogram, or both.
struct HistogramMessage {
  var count = 0.0
  var sum = 0.0
  var buckets: [(bound: Double, count: Double, exemplar: Exemplar?)] = []
  var native = NativeHistogram()
  private var floatCount = 0.0
  private var zeroCount: UInt64 = 0
  private var floatZeroCount = 0.0
  private var deltas: (positive: [Int64], negative: [Int64]) = ([], [])

  init() {}

  init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) throws(ExpositionError) {
    var reader = WireReader(bytes, range, .histogram)
    while let (number, value) = try reader.next() { try take(number, value, bytes) }
    let integerCount = count
    if floatCount != 0 { count = floatCount }
    native.sum = sum
    let isFloat = floatCount > 0 || floatZeroCount > 0
    native.isFloat = isFloat
    native.count = isFloat ? floatCount : integerCount
    native.zeroCount = isFloat ? floatZeroCount : Double(zeroCount)
    if !isFloat {
      native.positiveCounts = Self.cumulated(deltas.positive)
      native.negativeCounts = Self.cumulated(deltas.negative)
    }
  }

  /// Whether it is a native histogram: it has spans, or a zero bucket.
  ///
  /// Source: prometheus/prometheus `model/textparse/protobufparse.go`, `isNativeHistogram`, 3.5.0.
  var isNative: Bool {
    !native.positiveSpans.isEmpty || !native.negativeSpans.isEmpty || native.zeroThreshold > 0
      || zeroCount > 0
  }

  private mutating func take(
    _ number: Int, _ value: WireReader.Value, _ bytes: UnsafeRawBufferPointer
  ) throws(ExpositionError) {
    switch (number, value) {
    case (1, _): count = Double(value.number)
    case (2, _): sum = value.double
    case (3, .bytes(let part)): buckets.append(try Self.bucket(bytes, part))
    case (4, _): floatCount = value.double
    case (5, _): native.schema = Int32(truncatingIfNeeded: value.zigzag)
    case (6, _): native.zeroThreshold = value.double
    case (7, _): zeroCount = value.number
    case (8, _): floatZeroCount = value.double
    case (9, .bytes(let part)): native.negativeSpans.append(try Self.span(bytes, part))
    case (10, _): deltas.negative += try Self.integers(value, bytes)
    case (11, _): native.negativeCounts += Self.doubles(value, bytes)
    case (12, .bytes(let part)): native.positiveSpans.append(try Self.span(bytes, part))
    case (13, _): deltas.positive += try Self.integers(value, bytes)
    case (14, _): native.positiveCounts += Self.doubles(value, bytes)
    case (15, .bytes(let part)): _ = try Exemplar.milliseconds(bytes, part)
    case (16, .bytes(let part)): _ = try Exemplar(bytes, part)
    default: return
    }
  }

  private static func bucket(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) throws(ExpositionError) -> (bound: Double, count: Double, exemplar: Exemplar?) {
    var bucket = (bound: 0.0, count: 0.0, exemplar: Exemplar?.none)
    var reader = WireReader(bytes, range, .bucket)
    while let (number, value) = try reader.next() {
      switch (number, value) {
      case (1, _): if bucket.count == 0 { bucket.count = Double(value.number) }
      case (2, _): bucket.bound = value.double
      case (3, .bytes(let part)): bucket.exemplar = try Exemplar(bytes, part)
      case (4, _): if value.double != 0 { bucket.count = value.double }
      default: continue
      }
    }
    return bucket
  }

  private static func span(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) throws(ExpositionError) -> NativeHistogram.Span {
    var span = NativeHistogram.Span(offset: 0, length: 0)
    var reader = WireReader(bytes, range, .span)
    while let (number, value) = try reader.next() {
      if number == 1 { span.offset = Int32(truncatingIfNeeded: value.zigzag) }
      if number == 2 { span.length = UInt32(truncatingIfNeeded: value.number) }
    }
    return span
  }

  /// A repeated number comes one by one, or packed.
  private static func integers(
    _ value: WireReader.Value, _ bytes: UnsafeRawBufferPointer
  ) throws(ExpositionError) -> [Int64] {
    guard case .bytes(let part) = value else { return [value.zigzag] }
    var reader = WireReader(bytes, part, .histogram)
    var result: [Int64] = []
    while reader.position < part.upperBound {
      result.append(WireReader.Value.varint(try reader.varint()).zigzag)
    }
    return result
  }

  private static func doubles(_ value: WireReader.Value, _ bytes: UnsafeRawBufferPointer) -> [Double] {
    guard case .bytes(let part) = value else { return [value.double] }
    return stride(from: part.lowerBound, through: part.upperBound - 8, by: 8).map {
      Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
    }
  }

  private static func cumulated(_ deltas: [Int64]) -> [Double] {
    var count: Int64 = 0
    return deltas.map { delta in
      count &+= delta
      return Double(count)
    }
  }
}
