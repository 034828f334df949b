import Contract
import Exposition
import PrometheusModel

@testable import Roles

/// A target whose scrapes are bodies given by a test, a second apart.
struct ScrapedTarget {
  let store: SeriesStore
  private var appender: ScrapeAppender
  private var time: Int64 = 1_700_000_000_000

  init(store: SeriesStore = SeriesStore(), rules: IngestionRules = .example()) {
    self.store = store
    appender = ScrapeAppender(rules: rules, store: store)
  }

  /// Scrapes a body; nil is a scrape that failed on the wire.
  @discardableResult
  mutating func scrape(_ body: String?, contentType: String? = "text/plain") -> ScrapeTally {
    time += 1000
    var body = body
    var tally =
      body?.withUTF8 { appender.append(UnsafeRawBufferPointer($0), contentType: contentType, time: time) }
      ?? appender.append(nil, contentType: nil, time: time)
    if body == nil { tally.failure = ScrapeFailure(.refused, "refused") }
    appender.finish(&tally, seconds: 0.25)
    return tally
  }

  @discardableResult
  mutating func scrape(bytes: [UInt8], contentType: String) -> ScrapeTally {
    time += 1000
    var tally = bytes.withUnsafeBytes { appender.append($0, contentType: contentType, time: time) }
    appender.finish(&tally, seconds: 0.25)
    return tally
  }

  mutating func adopt(_ rules: IngestionRules) { appender.adopt(rules) }

  mutating func end() {
    time += 1000
    appender.end(at: time)
  }

  /// What the target has said of its metrics.
  var metadata: [MetricMetadata] { appender.metadata.all }

  /// Every series with the value that a query would show now, without the scraper's own; `stale` if it is gone.
  func series(own: Bool = false) -> [String] {
    store.withTable { table in
      (0..<SeriesTable.Series(table.count)).compactMap { number in
        let labels = table.labels(of: number)
        guard let sample = table.last(of: number) else { return nil }
        let isOwn = ScrapeAppender.reportNames.contains(labels["__name__"] ?? "")
        guard isOwn == own else { return nil }
        var rest = labels
        rest["__name__"] = nil
        return "\(labels["__name__"] ?? "")\(rest) " + (sample.isStale ? "stale" : apiFloatText(sample.value))
      }
    }
  }

  /// The samples of the only series of a name.
  func samples(_ name: String) -> [StoredSample] {
    store.withTable { table in
      (0..<SeriesTable.Series(table.count)).first { table.labels(of: $0)["__name__"] == name }
        .map { table.samples(of: $0) } ?? []
    }
  }
}

extension IngestionRules {
  static func example(_ change: (inout IngestionRules) -> Void = { _ in }) -> IngestionRules {
    var rules = IngestionRules()
    rules.targetLabels = ["job": "j", "instance": "i"]
    change(&rules)
    return rules
  }
}
