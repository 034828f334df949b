import Exposition

/// The series of the store: labels as symbols, the last sample, and a bounded history.
///
/// Rules for what is taken are those of Prometheus' head block without an out-of-order window.
///
/// Source: prometheus/prometheus `tsdb/head_append.go`, `Append`, `appendable`, `Commit`, 3.5.0.
struct SeriesTable {
  /// A series' number.
  typealias Series = UInt32

  /// Half of the head's chunk range: older samples than this before the newest are out of bounds.
  static let window: Int64 = 3_600_000
  /// How many samples there may be in all histories together.
  private static let historyBudget = 4_800_000

  /// How many samples a series has beside its last one: 512 in a store of up to 9,000 series, 32 of 100,000, 4 of a
  /// million. Prometheus keeps samples by age (15 days); memory that is bounded by their number does for verdicts,
  /// which look at the last few, and for rates over them.
  ///
  /// A power of two, as ``SampleHistory`` wants it.
  private static func historyLimit(seriesCount: Int) -> Int {
    let share = min(512, max(2, historyBudget / max(1, seriesCount)))
    return 1 << (Int.bitWidth - 1 - share.leadingZeroBitCount)
  }

  /// The strings of all labels.
  var symbols = SymbolTable()
  /// The symbol of `__name__`.
  let metricName: SymbolTable.Symbol
  /// The newest time of all samples.
  private(set) var newestTime: Int64?

  /// Name and value symbols of all series, one series after the other, sorted by name.
  private var labels: [UInt32] = []
  private var labelStarts: [Int] = [0]
  /// Open addressing: the upper half of the hash, and the number plus one; 0 is free.
  private var slots = [UInt64](repeating: 0, count: 1024)
  private var seriesByMetric: [SymbolTable.Symbol: [Series]] = [:]

  private var lastTimes: [Int64] = []
  private var lastValues: [Double] = []
  private var history = SampleHistory()
  private var histograms: [Series: [Int64: NativeHistogram]] = [:]

  init() { metricName = symbols.intern("__name__") }

  /// How many series there are.
  var count: Int { lastTimes.count }

  /// The number of the series with these name and value symbols, which are sorted; a new one if it is new.
  mutating func series(with row: UnsafeBufferPointer<UInt32>) -> Series {
    let hash = hashSymbols(row)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let series = Series(truncatingIfNeeded: slots[slot]) &- 1
      if slots[slot] >> 32 == hash >> 32, isRow(of: series, row) { return series }
      slot = (slot + 1) & mask
    }
    let series = Series(truncatingIfNeeded: lastTimes.count)
    slots[slot] = (hash >> 32) << 32 | UInt64(series &+ 1)
    labels.append(contentsOf: row)
    labelStarts.append(labels.count)
    lastTimes.append(.min)
    lastValues.append(0)
    history.addSeries()
    if let metric = metric(of: series) { seriesByMetric[metric, default: []].append(series) }
    if lastTimes.count * 2 > slots.count { resize(slots.count * 2) }
    return series
  }

  /// Makes room for so many more series of a number of labels each.
  mutating func reserve(_ more: Int, labelsEach: Int) {
    let wanted = count + more
    labels.reserveCapacity(labels.count + more * labelsEach * 2)
    labelStarts.reserveCapacity(wanted + 1)
    lastTimes.reserveCapacity(wanted)
    lastValues.reserveCapacity(wanted)
    history.reserve(wanted)
    var capacity = slots.count
    while capacity < wanted * 2 { capacity *= 2 }
    if capacity > slots.count { resize(capacity) }
  }

  /// The symbols of a series: name, value, name, value ….
  func row(of series: Series) -> ArraySlice<UInt32> {
    labels[labelStarts[Int(series)]..<labelStarts[Int(series) + 1]]
  }

  /// The last sample of a series, nil before the first.
  func last(of series: Series) -> StoredSample? {
    let time = lastTimes[Int(series)]
    return time == .min ? nil : StoredSample(time: time, value: lastValues[Int(series)])
  }

  /// The samples of a series, oldest first.
  func samples(of series: Series) -> [StoredSample] {
    history.samples(of: Int(series)) + (last(of: series).map { [$0] } ?? [])
  }

  /// The last sample of a series at or before a time.
  func sample(of series: Series, at time: Int64) -> StoredSample? {
    guard let last = last(of: series) else { return nil }
    return last.time <= time ? last : history.sample(of: Int(series), at: time)
  }

  /// The series of a metric.
  func series(ofMetric metric: SymbolTable.Symbol) -> [Series] { seriesByMetric[metric] ?? [] }

  /// Whether a sample can go to a series now; times below `oldest` are out of bounds.
  func check(_ sample: PendingSample, oldest: Int64) throws(SampleRejection) {
    if sample.time < oldest { throw .outOfBounds }
    let last = lastTimes[Int(sample.series)]
    if last == .min || sample.time > last { return }
    if sample.time < last { throw .outOfOrder }
    if sample.value.bitPattern != lastValues[Int(sample.series)].bitPattern { throw .duplicate }
  }

  /// The oldest time that an append beginning now accepts; nil while the store is empty.
  var oldestAcceptedTime: Int64? { newestTime.map { $0 - Self.window } }

  /// The time of a query that names none. Scrapes that follow one another within a millisecond get times of their
  /// own, so the newest sample may be a little ahead of the clock.
  func present(atClock now: Int64) -> Int64 {
    guard let newestTime, newestTime > now, newestTime - now < 1000 else { return now }
    return newestTime
  }

  /// Stores samples; what is not newer than its series' last sample is dropped, so the first of two wins.
  /// The answer is how many were dropped.
  mutating func commit(_ samples: [PendingSample]) -> Int {
    var dropped = 0
    var newest = newestTime ?? .min
    let limit = Self.historyLimit(seriesCount: count)
    for sample in samples {
      let index = Int(sample.series)
      let last = lastTimes[index]
      var time = sample.time
      if time <= last, revives(index, at: time, sample.value) { time = last + 1 }
      guard time > last else {
        dropped += 1
        continue
      }
      if last != .min {
        history.append(StoredSample(time: last, value: lastValues[index]), to: index, limit: limit)
      }
      lastTimes[index] = time
      lastValues[index] = sample.value
      newest = max(newest, time)
    }
    if newest != .min { newestTime = newest }
    return dropped
  }

  /// Whether a value comes so soon after the mark that its series is gone that both have one time. With the
  /// intervals of a real Prometheus this does not happen; a target that is replaced on command may do it.
  private func revives(_ index: Int, at time: Int64, _ value: Double) -> Bool {
    SpecialValue.isStale(lastValues[index]) && !SpecialValue.isStale(value) && lastTimes[index] - time < 1000
  }

  /// Keeps the histograms that samples just stored stand for.
  mutating func keep(_ newest: [PendingHistogram]) {
    for pending in newest {
      guard sample(of: pending.series, at: pending.time)?.time == pending.time else { continue }
      let oldest = samples(of: pending.series).first?.time ?? pending.time
      var held = histograms[pending.series] ?? [:]
      if held.keys.contains(where: { $0 < oldest }) { held = held.filter { $0.key >= oldest } }
      if held[pending.time] == nil { held[pending.time] = pending.histogram }
      histograms[pending.series] = held
    }
  }

  /// The histograms that samples of a series stand for, by their times.
  func histograms(of series: Series) -> [Int64: NativeHistogram] { histograms[series] ?? [:] }

  private func metric(of series: Series) -> SymbolTable.Symbol? {
    let row = row(of: series)
    var index = row.startIndex
    while index + 1 < row.endIndex {
      if row[index] == metricName { return row[index + 1] }
      index += 2
    }
    return nil
  }

  @inline(__always)
  private func isRow(of series: Series, _ row: UnsafeBufferPointer<UInt32>) -> Bool {
    let start = labelStarts[Int(series)]
    guard labelStarts[Int(series) + 1] - start == row.count else { return false }
    for index in 0..<row.count where labels[start + index] != row[index] { return false }
    return true
  }

  private mutating func resize(_ capacity: Int) {
    slots = [UInt64](repeating: 0, count: capacity)
    let mask = slots.count - 1
    labels.withUnsafeBufferPointer { held in
      for series in 0..<lastTimes.count {
        let hash = hashSymbols(
          UnsafeBufferPointer(rebasing: held[labelStarts[series]..<labelStarts[series + 1]]))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = (hash >> 32) << 32 | UInt64(series + 1)
      }
    }
  }
}
