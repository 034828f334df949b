/// The annotations by which users ask for scraping, as the injector reads them.
///
/// Source: istio/istio `pkg/kube/inject/webhook.go`, `getPrometheusScrape`, `getPrometheusPort`,
/// `getPrometheusScrapeConfiguration`, `clearPrometheusAnnotations`, 1.6.0, 1.13.0 and 1.31.0-rc.0.
struct PrometheusAnnotations {
  private let version: IstioVersion
  /// Sorted, because the injector's own order (a Go map's) is random where several names mean the same.
  private let entries: [(name: String, meaning: String, value: String)]

  init(_ annotations: [String: String], version: IstioVersion) {
    self.version = version
    let variants = version.exhibits(.annotationVariants)
    entries =
      annotations.map { name, value in
        (name, variants ? Self.sanitised(name) : Self.exact[name] ?? "", value)
      }
      .filter { Self.meanings.contains($0.1) }
      .sorted { $0.0 < $1.0 }
  }

  /// False only if the scrape annotation parses as false (and the release looks at it).
  var wantsScraping: Bool {
    guard version.exhibits(.scrapeFalseRespected) else { return true }
    for entry in entries where entry.meaning == "prometheus_io_scrape" {
      if let value = GoSyntax.bool(entry.value) { return value }
    }
    return true
  }

  /// The first port annotation.
  var port: String? { entries.first { $0.meaning == "prometheus_io_port" }?.value }

  /// What becomes `ISTIO_PROMETHEUS_ANNOTATIONS`.
  var configuration: ScrapeConfiguration {
    var result = ScrapeConfiguration()
    for entry in entries {
      switch entry.meaning {
      case "prometheus_io_scrape": result.scrape = entry.value
      case "prometheus_io_path": result.path = entry.value
      case "prometheus_io_port": result.port = entry.value
      case "prometheus_istio_io_scrape_targets" where version.exhibits(.scrapeTargets):
        if let targets = ScrapeConfiguration.targets(in: entry.value) { result.targets = targets }
      default: break
      }
    }
    return result
  }

  /// The names that the injector removes before it writes its own.
  var names: [String] {
    entries.filter {
      $0.meaning != "prometheus_istio_io_scrape_targets" || version.exhibits(.scrapeTargets)
    }.map(\.name)
  }

  private static let exact = [
    "prometheus.io/scrape": "prometheus_io_scrape", "prometheus.io/path": "prometheus_io_path",
    "prometheus.io/port": "prometheus_io_port",
  ]

  private static let meanings: Set<String> = [
    "prometheus_io_scrape", "prometheus_io_path", "prometheus_io_port", "prometheus_istio_io_scrape_targets",
  ]

  /// Source: prometheus/prometheus `util/strutil/strconv.go`, `SanitizeLabelName`.
  static func sanitised(_ name: String) -> String {
    String(
      name.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": Character(scalar)
        default: "_"
        }
      })
  }
}
