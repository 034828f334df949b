import Exposition
import PrometheusModel
import Testing

@testable import Roles

/// `label_limit` over bodies in protocol buffers, whose samples are many more than their bytes.
@Suite struct LabelLimitTests {
  private static let contentType =
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

  private static let body = ProtobufWriter.bytes(of: [
    MetricFamily(
      name: "h", type: .histogram,
      samples: (0..<20).map { bucket in
        Sample(
          name: "h_bucket", labels: [LabelPair("a", "1"), LabelPair("b", "2"), LabelPair("le", "\(bucket)")],
          value: 1)
      }),
    MetricFamily(name: "g", type: .gauge, samples: [Sample(name: "g", value: 1)]),
  ])

  private func failure(_ change: @escaping (inout IngestionRules) -> Void) -> String? {
    var target = ScrapedTarget(rules: .example { change(&$0) })
    return target.scrape(bytes: Self.body, contentType: Self.contentType).failure?.message
  }

  @Test(
    arguments: [
      (1, "label_limit exceeded (metric: h_count, number of labels: 5, limit: 1)"),
      (4, "label_limit exceeded (metric: h_count, number of labels: 5, limit: 4)"),
      (5, "label_limit exceeded (metric: h_bucket, number of labels: 6, limit: 5)"), (6, nil),
    ] as [(Int, String?)])
  func theFirstSampleBeyondItFailsTheScrape(limit: Int, message: String?) {
    #expect(failure { $0.labelLimits.count = limit } == message)
  }

  @Test func whatRelabellingTakesAwayIsNotCounted() {
    let failure = failure { rules in
      rules.labelLimits.count = 1
      rules.metricRelabelling = { $0["__name__"] == "g" ? ["__name__": "g"] : nil }
    }
    #expect(failure == nil)
  }
}
