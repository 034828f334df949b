import Contract
import Exposition
import PrometheusModel

/// Puts one target's scrapes into the store, one after the other, as Prometheus' scrape loop does.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `scrapeAndReport` and `append`, 3.5.0 with 2.42 and 2.53.
struct ScrapeAppender {
  private(set) var rules: IngestionRules
  private let store: SeriesStore
  var cache = SeriesCache()
  var resolver: SeriesResolver
  var pending: [PendingSample] = []
  var pendingHistograms: [PendingHistogram] = []
  private var reportSeries: [SeriesTable.Series] = []
  private var lastTime = Int64.min
  /// What the target says of its metrics.
  private(set) var metadata = MetadataCache()

  /// Ten minutes: a timestamp further in the future is out of bounds.
  private static let mostAhead: Int64 = 600_000
  /// From how many bytes on a first body is worth counting its lines.
  private static let greatBody = 1 << 20
  /// The series that every scrape adds.
  static let reportNames = [
    "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
  ]
  /// Those that the feature `extra-scrape-metrics` adds.
  private static let extraNames = ["scrape_timeout_seconds", "scrape_sample_limit", "scrape_body_size_bytes"]

  init(rules: IngestionRules, store: SeriesStore) {
    self.rules = rules
    self.store = store
    resolver = SeriesResolver(rules: rules, store: store)
  }

  /// Goes on by rules that store series as the old ones do.
  mutating func adopt(_ rules: IngestionRules) { self.rules = rules }

  /// The time of the next scrape, later than that of the last: the storage takes one sample a millisecond.
  mutating func nextTime(notBefore now: Int64) -> Int64 {
    lastTime = lastTime == .min ? now : max(now, lastTime + 1)
    return lastTime
  }

  /// Takes a scrape's body; nil or empty is a scrape that brought nothing. Nothing is stored before
  /// ``finish(_:seconds:)``.
  mutating func append(
    _ body: UnsafeRawBufferPointer?, contentType: String?, time: Int64
  ) -> ScrapeTally {
    pending.removeAll(keepingCapacity: true)
    var tally = ScrapeTally(time: time)
    tally.bodyBytes = body?.count ?? 0
    guard let body, !body.isEmpty else {
      if body != nil, contentType != nil { tally.failure = emptyFailure(contentType) }
      appendNothing(time)
      return tally
    }
    do throws(ScrapeFailure) {
      try append(body, contentType, &tally)
      markVanished(time)
      cache.endRound(isFlushing: true, countsIteration: true)
    } catch {
      tally.failure = error
      pending.removeAll(keepingCapacity: true)
      pendingHistograms = []
      appendNothing(time)
    }
    return tally
  }

  /// Why an empty answer fails: before 3.0 it was parsed like any other, and OpenMetrics has an end.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, 6b09f094e1, 3.0.0.
  private func emptyFailure(_ contentType: String?) -> ScrapeFailure? {
    guard rules.version.exhibits(.endsEmptyOpenMetrics),
      let choice = try? ExpositionFormat.negotiated(
        contentType: contentType, fallback: rules.fallbackFormat, dialect: rules.dialect),
      choice.format.isOpenMetrics
    else { return nil }
    return ScrapeFailure(.parse, "data does not end with # EOF")
  }

  /// Adds `up` and its like, and stores all. The failure is the scrape's, be it of the wire or of the body.
  mutating func finish(_ tally: inout ScrapeTally, seconds: Double) {
    var values = [
      tally.failure == nil ? 1 : 0, seconds, Double(tally.scraped), Double(tally.kept),
      Double(tally.seriesAdded),
    ]
    if rules.storesExtraMetrics {
      values += [rules.timeoutSeconds, Double(rules.sampleLimit), Double(tally.bodyBytes)]
    }
    addReport(values, time: tally.time)
    if rules.refusesTarget { pending.removeAll(keepingCapacity: true) }
    let (samples, histograms) = (pending, pendingHistograms)
    tally.duplicates += store.withTable { table in
      let dropped = table.commit(samples)
      table.keep(histograms)
      return dropped
    }
    pending.removeAll(keepingCapacity: true)
    pendingHistograms = []
  }

  /// Marks everything as gone, the target's own series included: the target is no longer scraped.
  mutating func end(at time: Int64) {
    pending.removeAll(keepingCapacity: true)
    appendNothing(time)
    let stale = Double(bitPattern: SpecialValue.staleNaN)
    addReport(ownNames.map { _ in stale }, time: time)
    let samples = pending
    _ = store.withTable { $0.commit(samples) }
    pending = []
  }

  private mutating func appendNothing(_ time: Int64) {
    markVanished(time)
    cache.endRound(isFlushing: false, countsIteration: rules.countsFailedScrapes)
  }

  private mutating func markVanished(_ time: Int64) {
    let stale = Double(bitPattern: SpecialValue.staleNaN)
    for series in cache.vanished() { pending.append(PendingSample(series: series, time: time, value: stale)) }
  }

  private var ownNames: [String] { Self.reportNames + (rules.storesExtraMetrics ? Self.extraNames : []) }

  private mutating func addReport(_ values: [Double], time: Int64) {
    if reportSeries.isEmpty {
      reportSeries = store.series(
        with: ownNames.map { SampleLabels.report($0, target: rules.targetLabels) })
    }
    for (series, value) in zip(reportSeries, values) {
      pending.append(PendingSample(series: series, time: time, value: value))
    }
  }

  // MARK: The samples of a body

  private mutating func append(
    _ body: UnsafeRawBufferPointer, _ contentType: String?, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    do throws(ExpositionError) {
      let choice = try ExpositionFormat.negotiated(
        contentType: contentType, fallback: rules.fallbackFormat, dialect: rules.dialect)
      tally.format = choice.format
    } catch {
      throw ScrapeFailure(.parse, error.message)
    }
    guard tally.format == .protobuf else { return try append(lines: body, tally.format, rules.dialect, &tally) }
    let exposition = ProtobufExposition(
      body, keepsClassicHistograms: rules.keepsClassicHistograms, labelLimit: rules.exposedLabelLimit,
      dialect: rules.dialect)
    let failure: ScrapeFailure? = exposition.text.withUnsafeBytes { text in
      do throws(ScrapeFailure) {
        try append(
          lines: text, .text100, .latest, histograms: exposition.histograms, failure: exposition.failure, &tally
        )
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  private mutating func append(
    lines body: UnsafeRawBufferPointer, _ format: ExpositionFormat, _ dialect: ExpositionDialect,
    histograms: [Int: NativeHistogram] = [:], failure: ExpositionError? = nil, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    if cache.entries.isEmpty, body.count > Self.greatBody { makeRoom(for: body) }
    var parser = ExpositionParser(body, format: format, dialect: dialect)
    var limit = SampleLimit(rules.sampleLimit)
    var converter = rules.convertsClassicHistograms ? ClassicHistogramConverter() : nil
    var position = 0
    while true {
      let entry: ExpositionParser.Entry?
      do throws(ExpositionError) { entry = try parser.next() } catch {
        throw ScrapeFailure(.parse, error.message)
      }
      guard let entry else { break }
      let histogram = histograms.isEmpty ? nil : histograms[position]
      if converter != nil, try convert(entry, parser, histogram, &converter, &limit, &tally) {
        position += 1
        continue
      }
      guard entry == .series else {
        metadata.note(entry, parser)
        continue
      }
      position += 1
      if let histogram {
        try take(histogram, parser, &limit, &tally)
      } else {
        try take(parser, &limit, &tally)
      }
    }
    if let failure { throw ScrapeFailure(.parse, failure.message) }
    if let converted = converter?.flush() { try take(converted, &limit, &tally) }
    if limit.isExceeded { throw ScrapeFailure(.limit, "sample limit exceeded") }
    if tally.exceedsBucketLimit { throw ScrapeFailure(.limit, "histogram bucket limit exceeded") }
  }

  private mutating func makeRoom(for body: UnsafeRawBufferPointer) {
    let lines = body.count { $0 == UInt8(ascii: "\n") }
    let labelsEach = rules.targetLabels.count + 4
    cache.reserve(entries: lines, textBytes: body.count)
    pending.reserveCapacity(lines)
    store.withTable { $0.reserve(lines, labelsEach: labelsEach) }
  }

  @inline(__always)
  mutating func take(
    _ parser: ExpositionParser, value: Double? = nil, _ limit: inout SampleLimit, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    tally.scraped += 1
    let value = value ?? parser.value
    let text = UnsafeRawBufferPointer(rebasing: parser.bytes[parser.series])
    let ownTime = rules.honorsTimestamps ? parser.timestampMilliseconds : nil
    let isTracked = ownTime == nil || rules.tracksTimestampStaleness

    switch cache.find(text) {
    case .known(let index):
      let isRepeated = cache.see(index)
      guard let series = cache.entries[index].series else { return }
      tally.kept += 1
      if isRepeated, ownTime == nil, rules.noticesRepeatedLines {
        tally.duplicates += 1
      } else if limit.admits(), add(series, value, ownTime, &tally), isTracked {
        cache.track(index)
      }
    case .unknown(let place):
      let resolution = try resolver.resolve(parser)
      guard case .stored(let series) = resolution else {
        var isAdmitted = true
        if case .repeated = resolution { isAdmitted = limit.admits() }
        return try pass(over: resolution, text, at: place, ownTime, isAdmitted: isAdmitted, &tally)
      }
      tally.kept += 1
      guard limit.admits(), add(series, value, ownTime, &tally) else { return }
      if !tally.exceedsBucketLimit { tally.seriesAdded += 1 }
      let index = cache.add(text, at: place, series: series)
      if isTracked { cache.track(index) }
    }
  }

  /// Passes over a sample that no series is stored for. Labels are looked at after the limit and the time, so that
  /// a sample that is refused for these does not fail the scrape.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `appender`; `tsdb/head_append.go`, `Append`, 2.53.3, 3.5.3.
  mutating func pass(
    over resolution: SeriesResolution, _ text: UnsafeRawBufferPointer, at place: SeriesCache.Place,
    _ ownTime: Int64?,
    isAdmitted: Bool, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    guard case .repeated(let failure) = resolution else {
      _ = cache.add(text, at: place, series: nil)
      return
    }
    if isAdmitted {
      guard let ownTime, ownTime > tally.time + Self.mostAhead || store.isTooOld(ownTime, &tally.oldestTime)
      else { throw failure }
      tally.outOfBounds += 1
    }
    tally.kept += 1
  }

  /// Puts a sample aside for the commit; false if the storage does not take it.
  @inline(__always)
  mutating func add(
    _ series: SeriesTable.Series, _ value: Double, _ ownTime: Int64?, _ tally: inout ScrapeTally,
    isBounded: Bool = true
  ) -> Bool {
    guard let ownTime else {
      pending.append(PendingSample(series: series, time: tally.time, value: value))
      return true
    }
    let sample = PendingSample(series: series, time: ownTime, value: value)
    do throws(SampleRejection) {
      if isBounded, ownTime > tally.time + Self.mostAhead { throw .outOfBounds }
      let isRepeat = try store.check(sample, oldest: &tally.oldestTime)
      if !isRepeat { pending.append(sample) }
      return true
    } catch {
      switch error {
      case .outOfBounds: tally.outOfBounds += 1
      case .outOfOrder: tally.outOfOrder += 1
      case .duplicate: tally.duplicates += 1
      }
      return false
    }
  }
}

/// Counts samples against `sample_limit`. Beyond it, lines are still read, so that they are counted.
struct SampleLimit {
  private let most: Int
  private var count = 0

  init(_ most: Int) { self.most = most }

  var isExceeded: Bool { most > 0 && count > most }

  mutating func admits() -> Bool {
    count += 1
    return !isExceeded
  }
}
