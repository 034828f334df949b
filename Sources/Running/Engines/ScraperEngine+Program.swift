public import Contract
import SourceText

extension ScraperEngine {
  /// The program, nil for the built-in scraper.
  var program: RealEngine? {
    switch self {
    case .builtIn: nil
    case .prometheus(let engine), .victoriaMetrics(let engine): engine
    }
  }

  /// The real engine, nil for the built-in scraper.
  public var compared: ComparedEngine? { program.map { ComparedEngine(name: $0.name, version: $0.version) } }

  /// `prometheus 3.5.3`, for the fidelity label; nil for the built-in scraper.
  public var label: String? { compared?.description }

  /// Whom failures name.
  var processName: String { label ?? "scraper" }

  /// What answers once it serves.
  var readyPath: String {
    if case .prometheus = self { "/-/ready" } else { "/health" }
  }

  /// For how long, in seconds, nothing must have changed within the engine to be sure that nothing is on its way to the
  /// targets.
  ///
  /// Prometheus up to 3.11 hands discovered targets on every 5 s, and no flag changes that. Source:
  /// prometheus/prometheus `discovery/manager.go` `updatert`, 3.5.0. VictoriaMetrics hands them on at once, what it asks for
  /// again and again every 500 ms at the latest.
  var discoverySeconds: Double {
    switch self {
    case .builtIn: 0
    case .prometheus: 5.5
    case .victoriaMetrics: 1.5
    }
  }

  /// Whether what several jobs watch at the API server is watched once.
  var sharesWatches: Bool {
    if case .victoriaMetrics = self { true } else { false }
  }

  /// Whether the series of a job that a reload removes stay until they are older than the lookback of 5 minutes. For a
  /// verdict such an engine is started anew: who changes the install has another server.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `scrapePool.stop`, which ends the context that
  /// `endOfRunStaleness` gives up with, 2.53.3 and 3.5.0.
  var keepsSeriesOfRemovedJobs: Bool {
    if case .prometheus = self { true } else { false }
  }

  /// Whether the engine answers for some seconds with the series that a selector selected before, although there are
  /// more by now.
  ///
  /// Source: VictoriaMetrics/VictoriaMetrics `lib/storage/index_db.go`, `tagFiltersToMetricIDsCache`, which new series
  /// invalidate every ten seconds (`lib/mergeset/table.go`, `startFlushCallbackWorker`), 1.112.0.
  var cachesSelections: Bool {
    if case .victoriaMetrics = self { true } else { false }
  }

  /// What brings samples that have come into the answers of queries, nil where they are there at once.
  var flushPath: String? {
    if case .victoriaMetrics = self { "/internal/force_flush" } else { nil }
  }

  /// A prometheus.yml as the engine gets it: it scrapes every second. Nothing else is changed, but that
  /// VictoriaMetrics gets no `external_labels`: it would add them to every series that it stores, which Prometheus does
  /// only to what it sends to others.
  func adapted(_ configuration: String) -> String {
    guard var text = try? YAMLReader.documents(configuration, file: "prometheus.yml").first else {
      return configuration
    }
    text = ScrapeIntervals.shortened(text)
    if case .victoriaMetrics = self, var global = text["global"] {
      global["external_labels"] = nil
      text["global"] = global
    }
    return YAMLWriter.text(text)
  }

  /// The command line.
  func arguments(
    endpoint: Endpoint, configuration: String, features: [String], storage: String
  ) -> [String] {
    switch self {
    case .builtIn: []
    case .prometheus:
      [
        "--config.file=\(configuration)", "--web.listen-address=\(endpoint)",
        "--storage.tsdb.path=\(storage)", "--storage.tsdb.retention.time=1h", "--web.enable-lifecycle",
        "--log.level=warn",
      ] + features.map { "--enable-feature=\($0)" }
    case .victoriaMetrics:
      [
        "-promscrape.config=\(configuration)", "-httpListenAddr=\(endpoint)", "-storageDataPath=\(storage)",
        "-search.latencyOffset=0s", "-promscrape.kubernetesSDCheckInterval=100ms",
        "-promscrape.fileSDCheckInterval=500ms", "-promscrape.httpSDCheckInterval=500ms",
        "-promscrape.consulSDCheckInterval=500ms", "-memory.allowedPercent=5", "-loggerLevel=WARN",
        "-promscrape.config.strictParse=false",
      ]
    }
  }
}
