import Exposition
import PrometheusModel
import Testing

@testable import Roles

/// `convert_classic_histograms_to_nhcb`; the rows were observed on Prometheus 3.5.3.
@Suite struct ClassicHistogramTests {
  private func scrape(
    _ body: String, keepsClassic: Bool = false, contentType: String = "text/plain", bucketLimit: Int = 0
  ) -> (tally: ScrapeTally, series: [String], histograms: [NativeHistogram]) {
    var target = ScrapedTarget(
      rules: .example {
        $0.targetLabels = Labels()
        $0.storesNativeHistograms = true
        $0.convertsClassicHistograms = true
        $0.keepsClassicHistograms = keepsClassic
        $0.bucketLimit = bucketLimit
      })
    let tally = target.scrape(body, contentType: contentType)
    let histograms = target.store.withTable { table in
      (0..<SeriesTable.Series(table.count)).flatMap { table.histograms(of: $0).values }
    }
    return (tally, target.series(), histograms)
  }

  private static let type = "# TYPE h histogram\n"
  private static let usual =
    type + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"2.5\"} 3\nh_bucket{le=\"+Inf\"} 6\nh_sum 9.5\nh_count 6\n"

  @Test func becomesOneSeries() throws {
    let (tally, series, histograms) = scrape(Self.usual + "a 1\n")
    #expect((tally.scraped, tally.kept, tally.seriesAdded) == (2, 2, 2))
    #expect(series == ["h{} 6", "a{} 1"])
    let histogram = try #require(histograms.first)
    #expect((histogram.schema, histogram.count, histogram.sum) == (-53, 6, 9.5))
    #expect(
      histogram.buckets.map { [$0.lower, $0.upper, $0.count] }
        == [[-.infinity, 1, 2], [1, 2.5, 1], [2.5, .infinity, 3]])
  }

  @Test func classicSeriesMayStay() {
    let (tally, series, _) = scrape(Self.usual, keepsClassic: true)
    #expect(tally.scraped == 6)
    #expect(series.count == 6)
  }

  @Test(
    arguments: [
      // No bucket without end, no count, no order.
      ("h_bucket{le=\"1\"} 2\nh_sum 9\nh_count 7\n", ["h{} 7"], 1),
      ("h_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 6\n", ["h{} 6"], 1),
      ("h_count 6\nh_bucket{le=\"+Inf\"} 6\nh_bucket{le=\"1\"} 2\n", ["h{} 6"], 1),
      // Two label sets, one after the other and mixed: of those the second time is a duplicate.
      (
        "h_bucket{x=\"a\",le=\"+Inf\"} 4\nh_bucket{x=\"b\",le=\"+Inf\"} 5\n", [#"h{x="a"} 4"#, #"h{x="b"} 5"#],
        2
      ),
      // Counts that do not go together are dropped with their series.
      ("h_bucket{le=\"1\"} 5\nh_bucket{le=\"2\"} 3\nh_bucket{le=\"+Inf\"} 6\n", [], 0),
      ("h_bucket{le=\"+Inf\"} 6\nh_count 7\n", [], 0), ("h_bucket{le=\"1\"} -2\n", [], 0),
      // What is no part of it stays.
      (
        "hh_bucket{le=\"1\"} 2\nh_bucket{le=\"x\"} 3\n", [#"hh_bucket{le="1.0"} 2"#, #"h_bucket{le="x"} 3"#], 2
      ),
    ] as [(String, [String], Int)])
  func odd(lines: String, series: [String], scraped: Int) {
    let result = scrape(Self.type + lines)
    #expect(result.series == series)
    #expect(result.tally.scraped == scraped)
    #expect(result.tally.failure == nil)
  }

  @Test func timesOfCreationAreLeftOut() {
    let body = Self.usual.replacing("le=\"1\"", with: "le=\"1.0\"") + "h_created 5\n# EOF\n"
    #expect(scrape(body, contentType: "application/openmetrics-text").series == ["h{} 6"])
  }

  @Test func bucketsOfTheirOwnCannotBeJoined() {
    #expect(scrape(Self.usual, bucketLimit: 3).tally.failure == nil)
    #expect(scrape(Self.usual, bucketLimit: 2).tally.failure?.message == "histogram bucket limit exceeded")
  }
}
