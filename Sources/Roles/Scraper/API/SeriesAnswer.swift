import Exposition
import PrometheusModel
import Wire

/// `/api/v1/series`, `/api/v1/labels` and `/api/v1/label/NAME/values`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `series`, `labelNames`, `labelValues`, 3.5.0.
struct SeriesAnswer {
  /// What was collected.
  var store: SeriesStore
  /// Whose API it is.
  var version: PrometheusVersion

  /// The labels of every series that a `match[]` selects and that has samples in the time asked for.
  func series(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    if parameters.all("match[]").isEmpty { throw APIError(.badData, "no match[] parameter provided") }
    let request = try SeriesRequest(parameters, version, namesParameter: true)
    var found = select(request).sorted { $0.precede($1) }
    let isTruncated = request.limit > 0 && found.count > request.limit
    if isTruncated { found.removeLast(found.count - request.limit) }
    return APIAnswer.success(warnings: isTruncated ? [APIAnswer.truncation] : []) { writer in
      writer.array { writer in
        for labels in found { writer.labels(labels) }
      }
    }
  }

  /// The names of all labels of the selected series, or of all.
  func labelNames(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let request = try SeriesRequest(parameters, version, namesParameter: false)
    let names = select(request).reduce(into: Set<String>()) { names, labels in
      for (name, _) in labels.pairs { names.insert(name) }
    }
    return strings(names, request)
  }

  /// The values of a label in the selected series, or in all.
  func values(of label: String, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let name = version.allowsUTF8Labels ? NameEscape.unescaped(label) : label
    guard version.allowsUTF8Labels || LabelName.isValidLegacy(name) else {
      throw APIError(.badData, "invalid label name: \(goQuoted(name))")
    }
    let request = try SeriesRequest(parameters, version, namesParameter: false)
    return strings(Set(select(request).compactMap { $0[name] }), request)
  }

  private func strings(_ strings: Set<String>, _ request: SeriesRequest) -> HTTPResponse {
    var sorted = strings.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let isTruncated = request.limit > 0 && sorted.count > request.limit
    if isTruncated { sorted.removeLast(sorted.count - request.limit) }
    return APIAnswer.success(warnings: isTruncated ? [APIAnswer.truncation] : []) { $0.strings(sorted) }
  }

  private func select(_ request: SeriesRequest) -> [Labels] {
    store.withTable { table in
      let matching =
        request.selectors.isEmpty
        ? table.all()
        : request.selectors.count == 1
          ? table.matching(request.selectors[0])
          : Array(Set(request.selectors.flatMap { table.matching($0) }))
      return matching.filter { table.hasSamples($0, from: request.start, to: request.end) }
        .map { table.labels(of: $0) }
    }
  }
}

/// What a request for series asks for.
private struct SeriesRequest {
  var limit: Int
  var start: Int64
  var end: Int64
  var selectors: [SeriesSelector]

  init(
    _ parameters: APIParameters, _ version: PrometheusVersion, namesParameter: Bool
  ) throws(APIError) {
    limit = version.limitsSeries ? try parameters.limit() : 0
    start = try parameters.time("start", default: .min)
    end = try parameters.time("end", default: .max)
    selectors = try parameters.selectors(namesParameter: namesParameter)
  }
}

/// Names that are written with letters, digits and underscores only: `U__a_2e_b` is `a.b`.
///
/// Source: prometheus/common `model/metric.go`, `UnescapeName`, 0.65.
enum NameEscape {
  /// The name; as it is, if it is not escaped.
  static func unescaped(_ text: String) -> String {
    guard text.hasPrefix("U__") else { return text }
    var name = String.UnicodeScalarView()
    var rest = text.unicodeScalars.dropFirst(3)
    while let scalar = rest.popFirst() {
      guard scalar == "_" else {
        name.append(scalar)
        continue
      }
      if rest.first == "_" {
        rest.removeFirst()
        name.append("_")
        continue
      }
      let digits = String(String.UnicodeScalarView(rest.prefix { $0 != "_" }))
      rest = rest.dropFirst(digits.unicodeScalars.count)
      guard rest.popFirst() == "_", digits.count <= 6, let value = UInt32(digits, radix: 16),
        let unescaped = Unicode.Scalar(value)
      else { return text }
      name.append(unescaped)
    }
    return String(name)
  }
}
