/// What a family says before its metrics are looked at.
///
/// Source: prometheus/prometheus `model/textparse/protobufparse.go`, `Next`, 2.53.3, 3.5.0.
struct FamilyHeader {
  private var name = 0..<0
  private var help = 0..<0
  private var unit = 0..<0
  private var type: UInt64 = 0
  private(set) var metrics: [Range<Int>] = []

  mutating func take(_ number: Int, _ value: WireReader.Value) {
    switch (number, value) {
    case (1, .bytes(let part)): name = part
    case (2, .bytes(let part)): help = part
    case (4, .bytes(let part)): metrics.append(part)
    case (5, .bytes(let part)): unit = part
    default: type = value.number
    }
  }

  /// The family without samples; an error if something is wrong with its name, help, type or unit.
  func family(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, legacyNames: Bool
  ) throws(ExpositionError) -> MetricFamily {
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    var family = MetricFamily(name: text(name), help: text(help), unit: text(unit))
    let isValid =
      legacyNames
      ? bytes[name].first.map { isNameStart($0, allowsColon: true) } == true
        && bytes[name].allSatisfy { isNameByte($0, allowsColon: true) }
      : !name.isEmpty && isUTF8(bytes, name)
    guard isValid else { throw ExpositionError("invalid metric name: \(family.name)", at: offset) }
    guard isUTF8(bytes, help) else {
      throw ExpositionError("invalid help for metric \(goQuoted(family.name)): \(family.help)", at: offset)
    }
    family.type = try knownType(of: family.name, at: offset)
    try checkUnit(of: family, at: offset)
    return family
  }

  private func knownType(of name: String, at offset: Int) throws(ExpositionError) -> MetricType {
    switch Int32(truncatingIfNeeded: type) {
    case 0: .counter
    case 1: .gauge
    case 2: .summary
    case 3: .unknown
    case 4: .histogram
    case 5: .gaugeHistogram
    default:
      throw ExpositionError(
        "unknown metric type for metric \(goQuoted(name)): \(Int32(truncatingIfNeeded: type))", at: offset)
    }
  }

  private func checkUnit(of family: MetricFamily, at offset: Int) throws(ExpositionError) {
    if family.unit.isEmpty { return }
    let isCounter = family.type == .counter && family.name.hasSuffix("_total")
    let stem = isCounter ? String(family.name.dropLast("_total".count)) : family.name
    guard stem.hasSuffix("_" + family.unit) else {
      throw ExpositionError(
        "unit \(goQuoted(family.unit)) not a suffix of \(isCounter ? "counter" : "metric") \(goQuoted(family.name))",
        at: offset)
    }
  }
}
