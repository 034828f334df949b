import Exposition
import PrometheusModel
import Testing
import Wire

@testable import Roles

@Suite struct ScrapeAppenderTests {
  @Test func storesWithTargetLabels() {
    var target = ScrapedTarget()
    let tally = target.scrape("a{x=\"1\"} 2\nb 3\n")
    #expect(target.series() == [#"a{instance="i", job="j", x="1"} 2"#, #"b{instance="i", job="j"} 3"#])
    #expect((tally.scraped, tally.kept, tally.seriesAdded) == (2, 2, 2))
    #expect(
      target.series(own: true) == [
        #"up{instance="i", job="j"} 1"#, #"scrape_duration_seconds{instance="i", job="j"} 0.25"#,
        #"scrape_samples_scraped{instance="i", job="j"} 2"#,
        #"scrape_samples_post_metric_relabeling{instance="i", job="j"} 2"#,
        #"scrape_series_added{instance="i", job="j"} 2"#,
      ])
  }

  @Test func updatesAndMarksStale() {
    var target = ScrapedTarget()
    target.scrape("a 1\nb 1\n")
    let tally = target.scrape("b 2\nc 1\n")
    #expect(tally.seriesAdded == 1)
    #expect(
      target.series() == [
        #"a{instance="i", job="j"} stale"#, #"b{instance="i", job="j"} 2"#, #"c{instance="i", job="j"} 1"#,
      ])
    target.scrape("a 3\nb 3\nc 3\n")
    #expect(
      target.series() == [
        #"a{instance="i", job="j"} 3"#, #"b{instance="i", job="j"} 3"#, #"c{instance="i", job="j"} 3"#,
      ])
  }

  @Test func aDownTargetIsStale() {
    var target = ScrapedTarget()
    target.scrape("a 1\n")
    target.scrape(nil)
    #expect(target.series() == [#"a{instance="i", job="j"} stale"#])
    #expect(target.series(own: true).first == #"up{instance="i", job="j"} 0"#)
    target.scrape("a 2\n")
    #expect(target.series() == [#"a{instance="i", job="j"} 2"#])
    target.end()
    #expect(target.series() == [#"a{instance="i", job="j"} stale"#])
    #expect(target.series(own: true).allSatisfy { $0.hasSuffix(" stale") })
  }

  /// As after a reload that changes `sample_limit` alone: what is known of the series stays.
  @Test func goesOnByOtherLimits() {
    var target = ScrapedTarget()
    target.scrape("a 1\nb 1\n")
    target.adopt(.example { $0.sampleLimit = 1 })
    #expect(target.scrape("a 2\nb 2\n").failure?.message == "sample limit exceeded")
    // The first series was read again before the limit, so only the second is gone.
    #expect(target.series() == [#"a{instance="i", job="j"} 1"#, #"b{instance="i", job="j"} stale"#])
  }

  @Test func oneBadLineLosesTheScrape() {
    var target = ScrapedTarget()
    let tally = target.scrape("a 1\n<html>\nb 1\n")
    #expect(tally.failure?.message == #"expected a valid start token, got "<" ("INVALID") while parsing: "<""#)
    #expect((tally.scraped, tally.kept) == (1, 1))
    #expect(target.series() == [])
    #expect(target.series(own: true).first == #"up{instance="i", job="j"} 0"#)
  }

  @Test func anEmptyBodyIsUp() {
    var target = ScrapedTarget()
    target.scrape("a 1\n")
    #expect(target.scrape("").failure == nil)
    #expect(target.series() == [#"a{instance="i", job="j"} stale"#])
    #expect(target.series(own: true).first == #"up{instance="i", job="j"} 1"#)
  }

  @Test(arguments: [(2, 42), (2, 53), (3, 5)]) func firstOfTwoWins(version: (Int, Int)) {
    var target = ScrapedTarget(rules: .example { $0.version = PrometheusVersion(version.0, version.1) })
    let tally = target.scrape("a 1\na 2\na{x=\"1\",y=\"2\"} 3\na{y=\"2\",x=\"1\"} 4\n")
    #expect(tally.failure == nil)
    #expect((tally.scraped, tally.kept, tally.duplicates) == (4, 4, 2))
    #expect(target.series() == [#"a{instance="i", job="j"} 1"#, #"a{instance="i", job="j", x="1", y="2"} 3"#])
    let again = target.scrape("a{y=\"2\",x=\"1\"} 5\na 6\na 7\n")
    #expect(again.duplicates == 1)
    #expect(target.series() == [#"a{instance="i", job="j"} 6"#, #"a{instance="i", job="j", x="1", y="2"} 5"#])
  }

  @Test(arguments: [
    (PrometheusVersion(2, 53, 3), 1), (PrometheusVersion(2, 53, 4), 0), (PrometheusVersion(3, 5), 0),
  ])
  func seriesBeforeAnErrorLookRepeatedInOldVersions(version: PrometheusVersion, duplicates: Int) {
    var target = ScrapedTarget(rules: .example { $0.version = version })
    target.scrape("a 1\n?\n")
    #expect(target.scrape("a 2\n").duplicates == duplicates)
  }

  @Test func exposedLabelsGiveWay() {
    var target = ScrapedTarget()
    target.scrape("a{job=\"x\",exported_job=\"y\",instance=\"z\"} 1\n")
    #expect(
      target.series() == [
        #"a{exported_exported_job="x", exported_instance="z", exported_job="y", instance="i", job="j"} 1"#
      ])
  }

  @Test func exposedLabelsAreHonoured() {
    var target = ScrapedTarget(rules: .example { $0.honorsLabels = true })
    target.scrape("a{job=\"x\"} 1\nb{job=\"\"} 2\n")
    #expect(target.series() == [#"a{instance="i", job="x"} 1"#, #"b{instance="i"} 2"#])
  }

  @Test func emptyLabelsAreNone() {
    var target = ScrapedTarget()
    target.scrape("a{x=\"\"} 1\na 2\n")
    #expect(target.series() == [#"a{instance="i", job="j"} 1"#])
  }

  @Test(arguments: [
    (#"a{x="",x="1"} 1"#, #"a{instance="i", job="j"} 1"#),
    (#"a{x="1",x=""} 1"#, #"a{instance="i", job="j"} 1"#),
    (#"a{job="",job="x"} 1"#, #"a{instance="i", job="j"} 1"#),
    ("a{x=\"1\"\0,y=\"2\"} 1", #"a{instance="i", job="j", x="1\"", y="2"} 1"#),
  ]) func oddLabels(line: String, stored: String) {
    var target = ScrapedTarget()
    target.scrape(line + "\n")
    #expect(target.series() == [stored])
  }

  @Test func aTargetLabelThatLooksExportedIsNotOnItsOwnSeries() {
    var target = ScrapedTarget(rules: .example { $0.targetLabels["exported_job"] = "x" })
    target.scrape("a 1\n")
    #expect(target.series() == [#"a{exported_job="x", instance="i", job="j"} 1"#])
    #expect(target.series(own: true).first == #"up{instance="i", job="j"} 1"#)
  }

  @Test(arguments: [
    (PrometheusVersion(2, 53), "application/openmetrics-text", "data does not end with # EOF"),
    (PrometheusVersion(2, 53), "text/plain", nil),
    (PrometheusVersion(3, 0), "application/openmetrics-text", nil),
  ]) func anEmptyBody(version: PrometheusVersion, contentType: String, message: String?) {
    var target = ScrapedTarget(rules: .example { $0.version = version })
    #expect(target.scrape("", contentType: contentType).failure?.message == message)
  }

  @Test(arguments: [
    (PrometheusVersion(2, 53), #"{__name__="a", b c="d", instance="i", job="j"}"#),
    (PrometheusVersion(3, 5), #"{__name__="a", "b c"="d", instance="i", job="j"}"#),
  ]) func invalidNamesInErrors(version: PrometheusVersion, labels: String) {
    var target = ScrapedTarget(
      rules: .example {
        $0.version = version
        $0.requiresLegacyNames = true
      })
    #expect(
      target.scrape("a{\"b c\"=\"d\"} 1\n").failure?.message == "invalid metric name or label names: " + labels)
  }

  @Test func namesThatAreNoTextAreQuotedByteByByte() {
    var target = ScrapedTarget()
    let tally = target.scrape(
      bytes: Array("{\"".utf8) + [0xFF] + Array("\"} 1\n".utf8), contentType: "text/plain")
    #expect(
      tally.failure?.message
        == #"invalid metric name or label names: {__name__="\xff", instance="i", job="j"}"#)
  }

  @Test(arguments: [
    ("a{x=\"1\",x=\"2\"} 1\n", #"label name "x" is not unique: invalid sample"#),
    ("a{job=\"1\",job=\"2\"} 1\n", #"label name "job" is not unique: invalid sample"#),
    ("a{__name__=\"b\"} 1\n", #"label name "__name__" is not unique: invalid sample"#),
  ]) func repeatedLabelNames(body: String, message: String) {
    var target = ScrapedTarget()
    #expect(target.scrape(body).failure?.message == message)
  }

  @Test func quotedNamesInLegacyVersions() {
    var target = ScrapedTarget(
      rules: .example {
        $0.requiresLegacyNames = true; $0.version = PrometheusVersion(2, 53)
      })
    #expect(
      target.scrape("{\"a.b\"} 1\n").failure?.message
        == #"invalid metric name or label names: {__name__="a.b", instance="i", job="j"}"#)
    var modern = ScrapedTarget()
    modern.scrape("{\"a.b\",\"c d\"=\"e\"} 1\n")
    #expect(modern.series() == [#"a.b{"c d"="e", instance="i", job="j"} 1"#])
  }

  @Test func timestamps() {
    var target = ScrapedTarget()
    target.scrape("a 1\n")
    let tally = target.scrape("old 1 1395066363000\nahead 1 1800000000000\nrecent 1 1700000000000\nb 1\n")
    #expect((tally.outOfBounds, tally.kept, tally.failure) == (2, 4, nil))
    #expect(target.series().count == 3)
    #expect(target.samples("recent") == [StoredSample(time: 1_700_000_000_000, value: 1)])
    let again = target.scrape("recent 1 1700000000000\n")
    #expect(again.duplicates == 0)
    let changed = target.scrape("recent 2 1700000000000\nrecent 3 1690000000000\n")
    #expect((changed.duplicates, changed.outOfBounds) == (1, 1))
    target.scrape("b 1\n")
    #expect(
      target.series().contains(#"recent{instance="i", job="j"} 1"#), "own timestamps are not marked stale")
  }

  @Test func timestampsAreIgnoredWhenNotHonoured() {
    var target = ScrapedTarget(rules: .example { $0.honorsTimestamps = false })
    target.scrape("old 1 1395066363000\n")
    #expect(target.samples("old") == [StoredSample(time: 1_700_000_001_000, value: 1)])
  }

  @Test func sampleLimit() {
    var target = ScrapedTarget(rules: .example { $0.sampleLimit = 2 })
    #expect(target.scrape("a 1\nb 1\n").failure == nil)
    let tally = target.scrape("a 1\nb 1\nc 1\n")
    #expect(tally.failure?.message == "sample limit exceeded")
    #expect((tally.scraped, tally.kept, tally.seriesAdded) == (3, 3, 0))
    #expect(target.samples("c").isEmpty)
  }

  @Test(arguments: [
    (
      LabelLimits(count: 3), "a{x=\"1\"} 1\n", "label_limit exceeded (metric: a, number of labels: 4, limit: 3)"
    ),
    (
      LabelLimits(nameLength: 8), "a{longer_name=\"1\"} 1\n",
      "label_name_length_limit exceeded (metric: a, label name: longer_name, length: 11, limit: 8)"
    ),
    (
      LabelLimits(valueLength: 3), "a{x=\"1234\"} 1\n",
      #"label_value_length_limit exceeded (metric: a, label name: x, value: "1234", length: 4, limit: 3)"#
    ),
  ]) func labelLimits(limits: LabelLimits, body: String, message: String) {
    var target = ScrapedTarget(rules: .example { $0.labelLimits = limits })
    #expect(target.scrape(body).failure?.message == message)
  }

  @Test func contentTypes() {
    var strict = ScrapedTarget()
    #expect(
      strict.scrape("a 1\n", contentType: "text/html").failure?.message
        == #"received unsupported Content-Type "text/html" and no fallback_scrape_protocol specified for target"#
    )
    var lenient = ScrapedTarget(rules: .example { $0.version = PrometheusVersion(2, 53) })
    #expect(lenient.scrape("a 1\n", contentType: "text/html").failure == nil)
    var fallback = ScrapedTarget(rules: .example { $0.fallbackFormat = .openMetrics100 })
    #expect(fallback.scrape("a 1\n", contentType: nil).failure?.message == "data does not end with # EOF")
  }

  @Test func escapesAndCanonicalFloats() {
    var target = ScrapedTarget()
    target.scrape("# TYPE h histogram\nh_bucket{le=\"1\",p=\"a\\\\b\\n\"} 1\n")
    #expect(target.series() == [#"h_bucket{instance="i", job="j", le="1.0", p="a\\b\n"} 1"#])
  }

  @Test func theExposedSampleOfTheScrapersOwnSeriesWins() {
    var target = ScrapedTarget()
    target.scrape("up 7\n")
    #expect(target.series(own: true).first == #"up{instance="i", job="j"} 7"#)
  }

  @Test func keepsBoundedHistory() {
    var target = ScrapedTarget()
    for round in 0..<700 { target.scrape("a \(round)\n") }
    let samples = target.samples("a")
    #expect(samples.count <= 513 && samples.count > 200)
    #expect(samples.last?.value == 699)
    #expect(samples.first.map { Int($0.value) } == 700 - samples.count)
  }

  @Test func cacheForgetsWhatComesAndGoes() {
    var target = ScrapedTarget()
    for round in 0..<40 {
      let body = (0..<300).map { "a{n=\"\(round * 300 + $0)\"} 1\n" }.joined()
      #expect(target.scrape(body).seriesAdded == 300)
    }
    let stale = target.series().count { $0.hasSuffix("stale") }
    #expect(stale == 39 * 300)
  }
}

@Suite struct ProtobufScrapeTests {
  private let type = ExpositionFormat.protobuf.contentType

  /// A family `h` of one native histogram with six values, and classic buckets beside it.
  private var body: [UInt8] {
    func double(_ field: UInt8, _ value: Double) -> [UInt8] {
      [field << 3 | 1] + withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    }
    let bucket: [UInt8] = [0x1A, 11, 0x08, 5] + double(2, 1)
    let histogram: [UInt8] =
      [0x08, 6] + double(2, 18) + bucket + [0x28, 0, 0x62, 4, 0x08, 0, 0x10, 1, 0x6A, 1, 12]
    let metric: [UInt8] = [0x3A, UInt8(histogram.count)] + histogram
    let message: [UInt8] = [0x0A, 1, UInt8(ascii: "h"), 0x18, 4, 0x22, UInt8(metric.count)] + metric
    return [UInt8(message.count)] + message
  }

  @Test func nativeHistogramsWhereTheyAreStored() {
    var target = ScrapedTarget(rules: .example { $0.storesNativeHistograms = true })
    let tally = target.scrape(bytes: body, contentType: type)
    #expect((tally.failure, tally.scraped, tally.kept) == (nil, 1, 1))
    #expect(target.series() == [#"h{instance="i", job="j"} 6"#])
    let api = ScraperAPI(
      store: target.store, version: PrometheusVersion(3, 5), now: { 1_700_000_001_500 },
      targets: { TargetViews() }, configuration: { ServedConfiguration() }, reload: { nil })
    let answer = api.respond(to: HTTPRequest(method: "GET", target: "/api/v1/query?query=h"))
    #expect(
      String(decoding: answer.body, as: UTF8.self).contains(
        #""histogram":[1700000001.500,{"count":"6","sum":"18","buckets":[[0,"0.5","1","6"]]}]"#))
  }

  @Test func nativeHistogramsWhereTheyAreNot() {
    var target = ScrapedTarget()
    let tally = target.scrape(bytes: body, contentType: type)
    #expect((tally.failure, tally.scraped, tally.kept) == (nil, 1, 0))
    #expect(target.series() == [])
    var classic = ScrapedTarget(rules: .example { $0.keepsClassicHistograms = true })
    classic.scrape(bytes: body, contentType: type)
    #expect(classic.series().count == 4)
    // Before 3.3 the series of such a histogram got a sample of 0.
    var old = ScrapedTarget(rules: .example { $0.version = PrometheusVersion(2, 53) })
    #expect(old.scrape(bytes: body, contentType: type).kept == 1)
    #expect(old.series() == [#"h{instance="i", job="j"} 0"#])
  }

  @Test func limitsOfHistograms() {
    var target = ScrapedTarget(
      rules: .example {
        $0.storesNativeHistograms = true
        $0.sampleLimit = 1
      })
    // `g 1`, then the histogram, then `g{}` again: histograms count for no sample limit.
    let gauge: [UInt8] = [18, 0x0A, 1, 0x67, 0x18, 1, 0x22, 11, 0x12, 9, 0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
    #expect(target.scrape(bytes: gauge + body, contentType: type).failure == nil)
    #expect(target.series().count == 2)
    var wrong = body
    wrong[wrong.firstIndex(of: 6) ?? 0] = 7
    let tally = target.scrape(bytes: wrong, contentType: type)
    #expect(
      tally.failure?.message.hasPrefix("6 observations found in buckets, but the Count field is 7: ") == true)
    #expect((tally.scraped, tally.kept) == (1, 0))
  }

  @Test func everySampleKeepsItsHistogram() {
    var target = ScrapedTarget(rules: .example { $0.storesNativeHistograms = true })
    for _ in 0..<3 { target.scrape(bytes: body, contentType: type) }
    target.scrape("h 5\n")
    let counts = target.store.withTable { table in
      let series = table.series(ofMetric: table.symbols.find("h") ?? 0)[0]
      return table.samples(of: series).map { table.histograms(of: series)[$0.time]?.count }
    }
    #expect(counts == [6, 6, 6, nil])
  }

  @Test func brokenProtobuf() {
    var target = ScrapedTarget()
    #expect(
      target.scrape(bytes: [5, 1], contentType: type).failure?.message
        == "clientpb: insufficient length of buffer, expected at least 6 bytes, got 2 bytes")
  }
}
