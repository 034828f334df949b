import Exposition

/// A value at a time.
struct StoredSample: Equatable {
  /// Milliseconds since 1970.
  var time: Int64
  /// The value; see ``Exposition/SpecialValue`` for the mark of a series that is gone.
  var value: Double

  /// Whether the sample says that the series is gone.
  var isStale: Bool { SpecialValue.isStale(value) }
}

/// What a scrape is about to store.
struct PendingSample {
  /// The series' number.
  var series: UInt32
  /// Milliseconds since 1970.
  var time: Int64
  /// The value.
  var value: Double
}

/// Why Prometheus' storage does not take a sample. None of these fails the scrape.
///
/// Source: prometheus/prometheus `storage/interface.go`, 3.5.0.
enum SampleRejection: Error {
  /// Too old by more than an hour, or too far in the future.
  case outOfBounds
  /// Older than the series' last sample.
  case outOfOrder
  /// As old as the series' last sample, but of another value.
  case duplicate
}

/// A native histogram that a scrape is about to store, beside the sample that stands for it.
struct PendingHistogram {
  /// The series' number.
  var series: UInt32
  /// Milliseconds since 1970.
  var time: Int64
  /// The histogram.
  var histogram: NativeHistogram
}
