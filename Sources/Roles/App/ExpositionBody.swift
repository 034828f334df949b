import Exposition

/// The body of an endpoint in one format: fixed bytes, and between them the values that grow with each scrape.
struct ExpositionBody: Sendable {
  /// Bytes as they are, then a value.
  private struct Segment: Sendable {
    var text: [UInt8]
    var value: Double
  }

  private var segments: [Segment] = []
  private var tail: [UInt8] = []
  private let increment: Double

  /// Whether the bytes end an OpenMetrics exposition.
  let endsWithEOF: Bool

  /// Takes an exposition, adds generated series before its end, and makes its values grow by the increment.
  init(_ exposition: String, fillerSeries: Int = 0, increment: Double = 0) {
    self.increment = increment
    var bytes = Array(exposition.utf8)
    let end = Self.startOfEOF(in: bytes)
    endsWithEOF = end != nil
    if fillerSeries > 0 {
      bytes.insert(
        contentsOf: Self.filler(fillerSeries, after: bytes[..<(end ?? bytes.count)]), at: end ?? bytes.count)
    }
    if increment == 0 { tail = bytes } else { cut(bytes) }
  }

  /// Whether every scrape gets the same bytes.
  var isConstant: Bool { segments.isEmpty }

  /// The bytes after so many increments.
  func bytes(afterIncrements count: Int) -> [UInt8] {
    guard !segments.isEmpty else { return tail }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(segments.reduce(tail.count) { $0 + $1.text.count + 8 })
    for segment in segments {
      bytes += segment.text
      bytes += goFloatText(segment.value + increment * Double(count)).utf8
    }
    return bytes + tail
  }

  /// Where the line `# EOF` starts, if it is the last one.
  private static func startOfEOF(in bytes: [UInt8]) -> Int? {
    let marker = Array("# EOF".utf8)
    let end = (bytes.lastIndex { $0 != UInt8(ascii: "\n") } ?? -1) + 1
    let start = end - marker.count
    guard start >= 0, bytes[start..<end].elementsEqual(marker) else { return nil }
    return start == 0 || bytes[start - 1] == UInt8(ascii: "\n") ? start : nil
  }

  private static func filler(_ count: Int, after bytes: ArraySlice<UInt8>) -> [UInt8] {
    var filler: [UInt8] = []
    filler.reserveCapacity(count * 36)
    if let last = bytes.last, last != UInt8(ascii: "\n") { filler.append(UInt8(ascii: "\n")) }
    filler += "# TYPE meshscrape_filler gauge\n".utf8
    for number in 0..<count {
      filler += "meshscrape_filler{n=\"".utf8
      filler += String(number).utf8
      filler += "\"} 1\n".utf8
    }
    return filler
  }

  /// Cuts the exposition at the values of its samples.
  private mutating func cut(_ bytes: [UInt8]) {
    var kept = 0
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if let range = Self.valueRange(in: bytes[start..<end]), let value = try? goFloat(bytes[range]),
        value.isFinite
      {
        segments.append(Segment(text: Array(bytes[kept..<range.lowerBound]), value: value))
        kept = range.upperBound
      }
      start = end + 1
    }
    tail = Array(bytes[kept...])
  }

  /// Where the value stands in the line of a sample; nil for comments and what is no sample.
  private static func valueRange(in line: ArraySlice<UInt8>) -> Range<Int>? {
    var index = line.startIndex
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    var isQuoted = false
    var isInBraces = false
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: "\\") where isQuoted: index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "{") where !isQuoted: isInBraces = true
      case UInt8(ascii: "}") where !isQuoted: isInBraces = false
      case let byte where isBlank(byte) && !isQuoted && !isInBraces:
        guard let start = line[index...].firstIndex(where: { !isBlank($0) }) else { return nil }
        // A blank may stand between name and labels.
        if line[start] == UInt8(ascii: "{") {
          index = start
          continue
        }
        return start..<(line[start...].firstIndex(where: isBlank) ?? line.endIndex)
      default: break
      }
      index += 1
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
