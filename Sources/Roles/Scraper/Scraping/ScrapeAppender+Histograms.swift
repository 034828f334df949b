import Contract
import Exposition
import PrometheusModel

/// What becomes of native histograms, and of classic ones that are made into such.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `append`, `scrape/target.go`, `bucketLimitAppender`, 2.53.3,
/// 3.5.0.
extension ScrapeAppender {
  /// Takes a native histogram; unlike other samples it counts for no sample limit, and may be far ahead.
  mutating func take(
    _ histogram: NativeHistogram, _ parser: ExpositionParser, _ limit: inout SampleLimit,
    _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    guard rules.storesNativeHistograms else {
      if rules.passesOverHistograms { tally.scraped += 1 } else { try take(parser, value: 0, &limit, &tally) }
      return
    }
    tally.scraped += 1
    let text = UnsafeRawBufferPointer(rebasing: parser.bytes[parser.series])
    let ownTime = rules.honorsTimestamps ? parser.timestampMilliseconds : nil
    let isTracked = ownTime == nil || rules.tracksTimestampStaleness
    switch cache.find(text) {
    case .known(let index):
      let isRepeated = cache.see(index)
      guard let series = cache.entries[index].series else { return }
      if isRepeated, ownTime == nil, rules.noticesRepeatedLines {
        tally.duplicates += 1
      } else if try add(series, histogram, ownTime, &tally), isTracked {
        cache.track(index)
      }
      tally.kept += 1
    case .unknown(let place):
      let resolution = try resolver.resolve(parser)
      guard case .stored(let series) = resolution else {
        return try pass(over: resolution, text, at: place, ownTime, isAdmitted: true, &tally)
      }
      let isAdded = try add(series, histogram, ownTime, &tally)
      tally.kept += 1
      guard isAdded else { return }
      if !limit.isExceeded, !tally.exceedsBucketLimit { tally.seriesAdded += 1 }
      let index = cache.add(text, at: place, series: series)
      if isTracked { cache.track(index) }
    }
  }

  private mutating func add(
    _ series: SeriesTable.Series, _ histogram: NativeHistogram, _ ownTime: Int64?, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) -> Bool {
    var histogram = histogram
    let violation = histogram.violation
    histogram.compact()
    histogram.reduceResolution(to: rules.mostSchema)
    guard rules.bucketLimit == 0 || histogram.reduce(toBuckets: rules.bucketLimit) else {
      tally.exceedsBucketLimit = true
      return false
    }
    if let violation { throw ScrapeFailure(.parse, violation) }
    let before = pending.count
    guard add(series, histogram.count, ownTime, &tally, isBounded: false) else { return false }
    for sample in pending[before...] {
      pendingHistograms.append(PendingHistogram(series: series, time: sample.time, histogram: histogram))
    }
    return true
  }

  // MARK: Classic histograms

  /// Shows an entry to the converter, and stores what comes out; true if the entry itself is not stored.
  mutating func convert(
    _ entry: ExpositionParser.Entry, _ parser: ExpositionParser, _ histogram: NativeHistogram?,
    _ converter: inout ClassicHistogramConverter?, _ limit: inout SampleLimit, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) -> Bool {
    guard entry == .series else {
      if entry == .type { converter?.declare(parser.text(parser.metadataName), parser.type) }
      if let converted = converter?.flush() { try take(converted, &limit, &tally) }
      return false
    }
    let sample = parser.sample()
    if tally.format.isOpenMetrics, converter?.skips(sample) == true { return true }
    guard histogram == nil else {
      converter?.inhibit(sample)
      return false
    }
    guard let (converted, isTaken) = converter?.take(sample) else { return false }
    if let converted { try take(converted, &limit, &tally) }
    return isTaken && !rules.keepsClassicHistograms
  }

  /// Stores a histogram that was converted, as if it had been exposed as a line of its own.
  mutating func take(
    _ converted: ClassicHistogramConverter.Converted, _ limit: inout SampleLimit, _ tally: inout ScrapeTally
  ) throws(ScrapeFailure) {
    var writer = ExpositionWriter(format: .text100)
    let sample = Sample(
      name: converted.name, labels: converted.labels, value: converted.histogram.count,
      timestampMilliseconds: converted.timestampMilliseconds)
    writer.append(MetricFamily(name: converted.name, samples: [sample]))
    let failure: ScrapeFailure? = writer.bytes.withUnsafeBytes { line in
      var parser = ExpositionParser(line, format: .text100, dialect: .latest)
      while let entry = try? parser.next() {
        guard entry == .series else { continue }
        do throws(ScrapeFailure) { try take(converted.histogram, parser, &limit, &tally) } catch {
          return error
        }
      }
      return nil
    }
    if let failure { throw failure }
  }
}
