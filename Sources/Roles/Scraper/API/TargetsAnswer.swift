import Exposition
import PrometheusModel
import Wire

/// `/api/v1/targets`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `targets`, 2.42.0, 2.53.3, 3.5.0.
struct TargetsAnswer {
  /// The targets.
  var views: TargetViews
  /// Whose API it is.
  var version: PrometheusVersion

  /// Answers a request; `state` and `scrapePool` choose.
  func respond(to parameters: APIParameters) -> HTTPResponse {
    let state = parameters["state"].lowercased()
    let pool = parameters["scrapePool"]
    let showsActive = ["", "any", "active"].contains(state)
    let showsDropped = ["", "any", "dropped"].contains(state)
    func isShown(_ name: String) -> Bool { pool.isEmpty || pool == name }
    return APIAnswer.success { writer in
      writer.object { writer in
        writer.key("activeTargets")
        writer.array { writer in
          for target in showsActive ? views.active : [] where isShown(target.pool) {
            write(target, to: &writer)
          }
        }
        writer.key("droppedTargets")
        writer.array { writer in
          for target in showsDropped ? views.dropped : [] where isShown(target.pool) {
            write(target, to: &writer)
          }
        }
        if version.countsDroppedTargets { writeCounts(isShown: showsDropped, to: &writer) }
      }
    }
  }

  private func write(_ target: ActiveTargetView, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("discoveredLabels")
      writer.labels(target.discoveredLabels)
      writer.key("labels")
      writer.labels(target.labels)
      writer.member("scrapePool", target.pool)
      writer.member("scrapeUrl", target.url)
      writer.member("globalUrl", target.url)
      writer.member("lastError", target.lastError)
      writer.member("lastScrape", RFC3339.text(nanoseconds: target.lastScrape))
      writer.key("lastScrapeDuration")
      writer.raw(apiFloatText(target.lastSeconds))
      writer.member("health", target.health)
      writer.member("scrapeInterval", target.interval)
      writer.member("scrapeTimeout", target.timeout)
    }
  }

  private func write(_ target: DroppedTargetView, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("discoveredLabels")
      writer.labels(target.discoveredLabels)
      if version.namesPoolOfDroppedTargets { writer.member("scrapePool", target.pool) }
    }
  }

  private func writeCounts(isShown: Bool, to writer: inout JSONWriter) {
    writer.key("droppedTargetCounts")
    guard isShown else { return writer.raw("null") }
    writer.object { writer in
      for (pool, count) in views.droppedCounts.sorted(by: { $0.key < $1.key }) {
        writer.key(pool)
        writer.raw("\(count)")
      }
    }
  }
}
