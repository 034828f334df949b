import PrometheusModel

/// When a target is scraped within its interval: at a time of its own, so that not all are at once.
///
/// Prometheus mixes the server's name in; here only what the target is counts, so that runs are alike.
///
/// Source: prometheus/prometheus `scrape/target.go`, `Target.offset`, `hash`, 3.5.0.
struct ScrapeOffset: Sendable {
  /// The interval in nanoseconds.
  let interval: Int64
  private let offset: Int64

  /// The offset of a target with these labels and this URL.
  init(intervalMilliseconds: Int64, labels: Labels, url: String) {
    interval = max(1, intervalMilliseconds) * 1_000_000
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ text: String) {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      // An end that no text has in it.
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    for (name, value) in labels.pairs {
      mix(name)
      mix(value)
    }
    mix(url)
    offset = Int64(hash % UInt64(interval))
  }

  /// How long it is to the next scrape after a time of the wall clock; more than nothing. All in nanoseconds.
  func wait(after time: Int64) -> Int64 {
    let next = offset - time % interval
    return next > 0 ? next : next + interval
  }
}
