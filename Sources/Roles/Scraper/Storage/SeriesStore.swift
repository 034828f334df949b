import PrometheusModel
import Synchronization

/// What the scraper has collected; safe to use from every scrape and every API request at once.
final class SeriesStore: Sendable {
  private let table = Mutex(SeriesTable())

  /// Reads and changes the table; keep it short, as every scrape waits.
  func withTable<Result: Sendable>(_ body: (inout SeriesTable) -> Result) -> Result {
    table.withLock { body(&$0) }
  }

  /// The number of the series with these labels.
  func series(with labels: Labels) -> SeriesTable.Series {
    withTable { table in
      var row: [UInt32] = []
      row.reserveCapacity(labels.count * 2)
      for (name, value) in labels.pairs {
        row.append(table.symbols.intern(name))
        row.append(table.symbols.intern(value))
      }
      return row.withUnsafeBufferPointer { table.series(with: $0) }
    }
  }
}

extension SeriesStore {
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
