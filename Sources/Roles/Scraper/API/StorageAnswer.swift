import PrometheusModel
import Wire

/// `/api/v1/status/tsdb`: how many series there are, and what makes them many.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `serveTSDBStatus`, and `tsdb/index/postings.go`, `Stats`,
/// 3.5.0.
enum StorageAnswer {
  private typealias Counts = [(key: String, value: Int)]

  /// Answers a request.
  static func respond(_ store: SeriesStore, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    var limit = 10
    let text = parameters["limit"]
    if !text.isEmpty {
      guard let number = Int(text), number >= 1 else {
        throw APIError(.badData, "limit must be a positive number")
      }
      limit = number
    }
    let (labels, first, last) = store.withTable { table in
      let all = table.all()
      return (
        all.map { table.labels(of: $0) }, all.compactMap { table.firstTime(of: $0) }.min(), table.newestTime
      )
    }
    var metrics: [String: Int] = [:]
    var values: [String: [String: Int]] = [:]
    for series in labels {
      for (name, value) in series.pairs {
        if name == LabelName.metricName { metrics[value, default: 0] += 1 }
        values[name, default: [:]][value, default: 0] += 1
      }
    }
    let sizes = values.mapValues { $0.reduce(0) { $0 + $1.key.utf8.count * $1.value } }
    let pairs = values.flatMap { name, counts in counts.map { (key: "\(name)=\($0.key)", value: $0.value) } }
    return APIAnswer.success { writer in
      writer.object { writer in
        writer.key("headStats")
        writer.object { writer in
          number("numSeries", labels.count, &writer)
          number("numLabelPairs", pairs.count, &writer)
          number("chunkCount", labels.count, &writer)
          number("minTime", Int(first ?? .max), &writer)
          number("maxTime", Int(last ?? .min), &writer)
        }
        top("seriesCountByMetricName", metrics.map { $0 }, limit, &writer)
        top("labelValueCountByLabelName", values.mapValues(\.count).map { $0 }, limit, &writer)
        top("memoryInBytesByLabelName", sizes.map { $0 }, limit, &writer)
        top("seriesCountByLabelValuePair", pairs, limit, &writer)
      }
    }
  }

  private static func number(_ name: String, _ value: Int, _ writer: inout JSONWriter) {
    writer.key(name)
    writer.raw("\(value)")
  }

  private static func top(_ name: String, _ counts: Counts, _ limit: Int, _ writer: inout JSONWriter) {
    writer.key(name)
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    writer.array { writer in
      for (key, value) in sorted.prefix(limit) {
        writer.object { writer in
          writer.member("name", key)
          number("value", value, &writer)
        }
      }
    }
  }
}
