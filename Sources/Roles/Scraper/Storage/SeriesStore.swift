import PrometheusModel

/// What the scraper has collected; safe to use from every scrape and every API request at once.
final class SeriesStore: Sendable {
  /// Behind a lock that sleeps: hundreds of scrapes may wait at once, and `Mutex` would spin for each of them.
  private let table = Monitor(SeriesTable())

  /// Reads and changes the table; keep it short, as every scrape waits.
  func withTable<Result: Sendable>(_ body: (inout SeriesTable) -> Result) -> Result {
    table.change { body(&$0) }
  }

  /// The number of the series with these labels.
  func series(with labels: Labels) -> SeriesTable.Series { withTable { $0.series(with: labels) } }

  /// The numbers of several series.
  func series(with all: [Labels]) -> [SeriesTable.Series] {
    withTable { table in all.map { table.series(with: $0) } }
  }
}

extension SeriesTable {
  /// The number of the series with these labels; a new one if it is new.
  fileprivate mutating func series(with labels: Labels) -> Series {
    var row: [UInt32] = []
    row.reserveCapacity(labels.count * 2)
    for (name, value) in labels.pairs {
      row.append(symbols.intern(name))
      row.append(symbols.intern(value))
    }
    return row.withUnsafeBufferPointer { series(with: $0) }
  }
}

extension SeriesStore {
  /// Whether a time of a sample's own is before the bound of the whole append.
  func isTooOld(_ time: Int64, _ oldest: inout Int64?) -> Bool {
    let bound = oldest ?? withTable { $0.oldestAcceptedTime } ?? time - SeriesTable.window
    oldest = bound
    return time < bound
  }

  /// Whether the storage takes a sample with a time of its own; true says that it holds that very sample.
  ///
  /// `oldest` is the bound of the whole append. An empty store takes its first sample's time as the present.
  func check(_ sample: PendingSample, oldest: inout Int64?) throws(SampleRejection) -> Bool {
    let bound = oldest
    let verdict: Result<(Bool, Int64), SampleRejection> = withTable { table in
      let oldest = bound ?? table.oldestAcceptedTime ?? sample.time - SeriesTable.window
      do throws(SampleRejection) {
        try table.check(sample, oldest: oldest)
        return .success((table.last(of: sample.series)?.time == sample.time, oldest))
      } catch {
        return .failure(error)
      }
    }
    let (isHeld, decided) = try verdict.get()
    oldest = decided
    return isHeld
  }
}
