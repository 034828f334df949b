import Exposition
import PrometheusModel
import Wire

/// `/metrics`: what the scraper says of itself, under Prometheus' names, as far as it counts the same.
///
/// Source: prometheus/prometheus 3.5.0 `discovery/metrics.go`, `scrape/metrics.go`, `cmd/prometheus/main.go`.
struct OwnMetrics {
  private var text = ""

  init(_ api: ScraperAPI) {
    let configuration = api.configuration()
    let views = api.targets()
    let counts = api.counts()
    let pools = Set(views.active.map(\.pool)).union(views.droppedCounts.keys).sorted()
    let version = api.version.number
    family("prometheus_build_info", "gauge", "The version that the built-in scraper behaves as.")
    sample("prometheus_build_info", ["branch": "HEAD", "revision": "meshscrape", "version": version], 1)
    family(
      "prometheus_ready", "gauge", "Whether Prometheus startup was fully completed and the server is ready.")
    sample("prometheus_ready", [:], 1)
    family(
      "prometheus_config_last_reload_successful", "gauge",
      "Whether the last configuration reload attempt was successful.")
    sample("prometheus_config_last_reload_successful", [:], configuration.isCurrent ? 1 : 0)
    family(
      "prometheus_config_last_reload_success_timestamp_seconds", "gauge",
      "Timestamp of the last successful configuration reload.")
    sample(
      "prometheus_config_last_reload_success_timestamp_seconds", [:],
      (Double(configuration.loaded) / 1e9).rounded(.down))
    family("prometheus_sd_discovered_targets", "gauge", "Current number of discovered targets.")
    for pool in pools {
      let active = views.active.count { $0.pool == pool }
      sample(
        "prometheus_sd_discovered_targets", ["config": pool, "name": "scrape"],
        Double(active + (views.droppedCounts[pool] ?? 0)))
    }
    family("prometheus_target_scrape_pool_targets", "gauge", "Current number of targets in this scrape pool.")
    for pool in pools {
      sample(
        "prometheus_target_scrape_pool_targets", ["scrape_job": pool],
        Double(views.active.count { $0.pool == pool }))
    }
    family(
      "prometheus_target_scrapes_sample_duplicate_timestamp_total", "counter",
      "Total number of samples rejected due to duplicate timestamps but different values.")
    sample("prometheus_target_scrapes_sample_duplicate_timestamp_total", [:], Double(counts.duplicates))
    family("prometheus_tsdb_head_series", "gauge", "Total number of series in the head block.")
    sample("prometheus_tsdb_head_series", [:], Double(api.store.withTable { $0.all().count }))
    family("meshscrape_scrapes_total", "counter", "Scrapes that have ended.")
    sample("meshscrape_scrapes_total", [:], Double(counts.scrapes))
    family("process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.")
    sample("process_start_time_seconds", [:], Double(configuration.started) / 1e9)
  }

  /// The exposition.
  var response: HTTPResponse {
    HTTPResponse(headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"], text: text)
  }

  private mutating func family(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
    let pairs = labels.pairs.map { name, value in "\(name)=\"\(Self.escaped(value))\"" }
    text += name + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " \(goFloatText(value))\n"
  }

  private static func escaped(_ value: String) -> String {
    String(
      value.flatMap { character -> String in
        switch character {
        case "\\": "\\\\"
        case "\"": "\\\""
        case "\n": "\\n"
        default: String(character)
        }
      })
  }
}
