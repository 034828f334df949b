import Contract
import Exposition
import PrometheusModel

/// What becomes of a series that the cache does not know.
enum SeriesResolution {
  /// It is stored under this number.
  case stored(SeriesTable.Series)
  /// Relabelling drops it.
  case dropped
  /// The storage refuses it, once it has come to look at its labels: a name stands twice.
  case repeated(ScrapeFailure)
}

/// Turns the text of a series into a stored series: labels, target labels, relabelling, checks.
struct SeriesResolver {
  let rules: IngestionRules
  let store: SeriesStore
  /// Name and value symbols of the target's labels.
  private let targetRow: [UInt32]
  private let isPlain: Bool
  private var ranges: [LabelRange] = []
  private var row: [UInt32] = []

  init(rules: IngestionRules, store: SeriesStore) {
    self.rules = rules
    self.store = store
    let hasUsualNames = rules.targetLabels.pairs.allSatisfy {
      !$0.name.isEmpty && (!rules.requiresLegacyNames || LabelName.isValidLegacy($0.name))
    }
    isPlain = rules.metricRelabelling == nil && rules.labelLimits.isEmpty && hasUsualNames
    targetRow = store.withTable { table in
      rules.targetLabels.pairs.flatMap { [table.symbols.intern($0.name), table.symbols.intern($0.value)] }
    }
  }

  /// Resolves the parser's current series. An error fails the scrape.
  mutating func resolve(_ parser: ExpositionParser) throws(ScrapeFailure) -> SeriesResolution {
    parser.labelRanges(into: &ranges)
    if isPlain, parser.hasPlainNames, let series = resolvePlainly(parser) { return .stored(series) }
    return try resolveInFull(parser)
  }

  /// The usual case, on symbols only: no relabelling, no label of the target exposed, no name twice.
  private mutating func resolvePlainly(_ parser: ExpositionParser) -> SeriesTable.Series? {
    let normalises =
      rules.dialect.normalisesFloatLabels && (parser.type == .histogram || parser.type == .summary)
    // A closure, not a key path, which is walked at run time: a third of a first scrape.
    if ranges.contains(where: { $0.value.isEmpty }) { return nil }
    let bytes = parser.bytes
    return store.withTable { table in
      row.removeAll(keepingCapacity: true)
      row.append(table.metricName)
      row.append(table.symbols.intern(UnsafeRawBufferPointer(rebasing: bytes[parser.metricName])))
      for label in ranges where !label.value.isEmpty {
        let raw = UnsafeRawBufferPointer(rebasing: bytes[label.value])
        let name = table.symbols.intern(UnsafeRawBufferPointer(rebasing: bytes[label.name]))
        row.append(name)
        row.append(
          normalises || raw.contains(UInt8(ascii: "\\"))
            ? table.symbols.intern(parser.value(of: label)) : table.symbols.intern(raw))
      }
      let exposed = row.count
      row.append(contentsOf: targetRow)
      guard sort(exposed, table.symbols) else { return nil }
      return row.withUnsafeBufferPointer { table.series(with: $0) }
    }
  }

  /// Sorts the row by name; false if a name stands twice.
  private mutating func sort(_ exposed: Int, _ symbols: SymbolTable) -> Bool {
    var index = 2
    while index < row.count {
      let (name, value) = (row[index], row[index + 1])
      var place = index
      while place > 0, symbols.precedes(name, row[place - 2]) {
        row[place] = row[place - 2]
        row[place + 1] = row[place - 1]
        place -= 2
      }
      if place > 0, row[place - 2] == name { return false }
      row[place] = name
      row[place + 1] = value
      index += 2
    }
    return true
  }

  private func resolveInFull(_ parser: ExpositionParser) throws(ScrapeFailure) -> SeriesResolution {
    let exposed =
      [LabelPair(LabelName.metricName, parser.text(parser.metricName))]
      + ranges.map { LabelPair(parser.text($0.name), parser.value(of: $0)) }
    let joined = SampleLabels.joined(exposed, with: rules.targetLabels, honoringExposed: rules.honorsLabels)
    let relabelled = rules.metricRelabelling.map { $0(joined) } ?? joined
    guard let labels = relabelled, !labels.isEmpty else { return .dropped }
    guard let metric = labels[LabelName.metricName], !hidesName(labels) else {
      throw ScrapeFailure(.parse, "missing metric name (__name__ label)")
    }
    var repetitions = SampleLabels.repetitions(in: exposed)
    if !repetitions.isEmpty {
      let taken = rules.namesTakenAway?(joined) ?? []
      repetitions = repetitions.filter {
        !taken.contains($0.name) && isLeft($0.name, of: exposed, in: labels)
      }
    }
    guard hasValidNames(parser), labels[""] == nil, !rules.requiresLegacyNames || areLegacy(metric, labels)
    else {
      throw ScrapeFailure(
        .parse, "invalid metric name or label names: \(described(labels.pairs(with: repetitions), parser))")
    }
    if let violation = rules.labelLimits.violation(by: labels, repetitions: repetitions) {
      throw ScrapeFailure(.limit, violation)
    }
    if let repeated = repetitions.map(\.name).min(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      return .repeated(ScrapeFailure(.parse, "label name \"\(repeated)\" is not unique: invalid sample"))
    }
    return .stored(store.series(with: labels))
  }

  /// Whether a label without a name hides the metric's: 3.x takes the length of its value, if that is beyond the first
  /// byte of `__name__`, for a name that comes behind.
  ///
  /// Source: prometheus/prometheus `model/labels/labels_stringlabels.go`, `Labels.Has`, 3.5.3.
  private func hidesName(_ labels: Labels) -> Bool {
    guard rules.replacesFirstNamesakeOnly, let unnamed = labels[""] else { return false }
    return unnamed.utf8.count > Int(UInt8(ascii: "_"))
  }

  /// Whether those of a name that stand behind the first are still there.
  private func isLeft(_ name: String, of exposed: [LabelPair], in labels: Labels) -> Bool {
    guard let value = labels[name] else { return false }
    if rules.replacesFirstNamesakeOnly { return true }
    let isOfTarget = !rules.honorsLabels && rules.targetLabels[name] != nil
    return !isOfTarget && exposed.first { $0.name == name }?.value == value
  }

  /// Labels as the error prints them: with the bytes that no text can hold, and before 2.55 without quotes around
  /// odd names.
  ///
  /// Source: prometheus/prometheus `model/labels/labels_common.go`, `Labels.String`, 2.53.3, 2.55.0.
  private func described(_ labels: [(name: String, value: String)], _ parser: ExpositionParser) -> String {
    var broken: [String: String] = [:]
    for range in ranges.map(\.name) + [parser.metricName] {
      let bytes = parser.plainBytes(range)
      if String(validating: bytes, as: UTF8.self) == nil { broken[parser.text(range)] = goQuoted(bytes) }
    }
    let quotesNames = rules.version >= PrometheusVersion(2, 55)
    let texts = labels.map { name, value in
      let isPlain = !quotesNames || LabelName.isValidLegacy(name)
      let value = (name == LabelName.metricName ? broken[value] : nil) ?? Quoting.quoted(value)
      return (isPlain ? name : broken[name] ?? Quoting.quoted(name)) + "=" + value
    }
    return "{" + texts.joined(separator: ", ") + "}"
  }

  private func areLegacy(_ metric: String, _ labels: Labels) -> Bool {
    LabelName.isValidLegacyMetric(metric) && labels.pairs.allSatisfy { LabelName.isValidLegacy($0.name) }
  }

  /// Whether the names are valid UTF-8 and not empty; those without quotes are.
  private func hasValidNames(_ parser: ExpositionParser) -> Bool {
    if parser.hasPlainNames { return true }
    let names = ranges.map(\.name) + [parser.metricName]
    return names.allSatisfy {
      !$0.isEmpty
        && String(validating: UnsafeRawBufferPointer(rebasing: parser.bytes[$0]), as: UTF8.self) != nil
    }
  }
}
