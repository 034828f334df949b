import Exposition
import PrometheusModel
import Wire

/// `/api/v1/targets/metadata` and `/api/v1/metadata`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `targetMetadata` and `metricMetadata`, 3.5.0.
struct MetadataAnswer {
  /// The targets.
  var views: TargetViews

  /// What each target says of its metrics.
  func ofTargets(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try number("limit", parameters)
    let text = parameters["match_target"]
    let selector = text.isEmpty ? nil : try parameters.selector(text, "match_target")
    let metric = parameters["metric"]
    var found: [(target: Labels, metadata: MetricMetadata)] = []
    for target in views.active where selector?.matches(target.labels) ?? true {
      // The limit is looked at before a target, not within.
      if let limit, found.count >= limit { break }
      for metadata in target.metadata where metric.isEmpty || metadata.family == metric {
        found.append((target.labels, metadata))
      }
    }
    return APIAnswer.success { writer in
      writer.array { writer in
        for (target, metadata) in found {
          writer.object { writer in
            writer.key("target")
            writer.labels(target)
            if metric.isEmpty { writer.member("metric", metadata.family) }
            writer.member("type", metadata.type.rawValue)
            writer.member("help", metadata.help)
            writer.member("unit", metadata.unit)
          }
        }
      }
    }
  }

  /// What is said of each metric, by all targets.
  func ofMetrics(_ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let limit = try number("limit", parameters)
    let perMetric = try number("limit_per_metric", parameters) ?? 0
    let metric = parameters["metric"]
    var families: [String: [MetricMetadata]] = [:]
    for metadata in views.active.flatMap(\.metadata) where metric.isEmpty || metadata.family == metric {
      let known = families[metadata.family] ?? []
      if known.contains(metadata) || (perMetric > 0 && known.count >= perMetric) { continue }
      families[metadata.family] = known + [metadata]
    }
    let sorted = families.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return APIAnswer.success { writer in
      writer.object { writer in
        for (family, all) in sorted.prefix(max(0, limit ?? sorted.count)) {
          writer.key(family)
          writer.array { writer in
            for metadata in all {
              writer.object { writer in
                writer.member("type", metadata.type.rawValue)
                writer.member("unit", metadata.unit)
                writer.member("help", metadata.help)
              }
            }
          }
        }
      }
    }
  }

  private func number(_ name: String, _ parameters: APIParameters) throws(APIError) -> Int? {
    let text = parameters[name]
    if text.isEmpty { return nil }
    guard let number = Int(text) else { throw APIError(.badData, "\(name) must be a number") }
    return number < 0 ? nil : number
  }
}

/// What an exposition says of a family of metrics.
struct MetricMetadata: Hashable, Sendable {
  /// The family's name.
  var family: String
  /// `# TYPE`.
  var type = MetricType.unknown
  /// `# HELP`.
  var help = ""
  /// `# UNIT`.
  var unit = ""
}
