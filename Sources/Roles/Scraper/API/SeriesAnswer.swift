import PrometheusModel
import Wire

/// `/api/v1/series`, `/api/v1/labels` and `/api/v1/label/NAME/values`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `series`, `labelNames`, `labelValues`, 3.5.0.
struct SeriesAnswer {
  /// What was collected.
  var store: SeriesStore

  /// The labels of every series that a `match[]` selects and that has samples in the time asked for.
  func series(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    if parameters.all("match[]").isEmpty { throw APIError(.badData, "no match[] parameter provided") }
    let limit = try parameters.limit()
    var found = try select(parameters).sorted { $0.description < $1.description }
    let isTruncated = limit > 0 && found.count > limit
    if isTruncated { found.removeLast(found.count - limit) }
    return APIAnswer.success(warnings: isTruncated ? [APIAnswer.truncation] : []) { writer in
      writer.array { writer in
        for labels in found { writer.labels(labels) }
      }
    }
  }

  /// The names of all labels of the selected series, or of all.
  func labelNames(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let names = try select(parameters).reduce(into: Set<String>()) { names, labels in
      for (name, _) in labels.pairs { names.insert(name) }
    }
    return try strings(names, parameters)
  }

  /// The values of a label in the selected series, or in all.
  func values(of label: String, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    if label.isEmpty { throw APIError(.badData, "invalid label name: \"\"") }
    return try strings(Set(try select(parameters).compactMap { $0[label] }), parameters)
  }

  private func strings(_ strings: Set<String>, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try parameters.limit()
    var sorted = strings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let isTruncated = limit > 0 && sorted.count > limit
    if isTruncated { sorted.removeLast(sorted.count - limit) }
    return APIAnswer.success(warnings: isTruncated ? [APIAnswer.truncation] : []) { $0.strings(sorted) }
  }

  private func select(_ parameters: APIParameters) throws(APIError) -> [Labels] {
    let start = try parameters.time("start", default: .min)
    let end = try parameters.time("end", default: .max)
    let selectors = try parameters.selectors()
    return store.withTable { table in
      let matching =
        selectors.isEmpty
        ? table.all()
        : selectors.count == 1
          ? table.matching(selectors[0]) : Array(Set(selectors.flatMap { table.matching($0) }))
      return matching.filter { table.hasSamples($0, from: start, to: end) }.map { table.labels(of: $0) }
    }
  }
}
