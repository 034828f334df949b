import Contract
import Exposition
import PrometheusModel
import Wire

/// One entry of `scrape_configs`, taken apart for those who use it.
struct ConfiguredJob: Sendable {
  /// How its targets are scraped.
  var scraping: ScrapeJob
  /// Where its targets come from.
  var providers: [ProviderDescription]
  /// The rules that relabel its targets.
  var relabelRules: [RelabelRule]
  /// Relabels a discovered target.
  var assemble: @Sendable (Labels) -> TargetOutcome

  /// Takes an entry apart. `source` is the address that the scraper dials from.
  init(_ config: ScrapeConfig, version: PrometheusVersion, source: IPAddress) {
    scraping = ScrapeJob(
      name: config.jobName, rules: IngestionRules(config, version: version),
      client: TargetClient(config.client, source: source, version: version),
      headers: Self.headers(config, version),
      bodySizeLimit: config.limits.bodySize, targetLimit: config.limits.targets,
      keptDroppedTargets: config.limits.keptDroppedTargets, fingerprint: JobFingerprint(config))
    providers = Self.distinct(config.discoveries.flatMap(Self.providers))
    // A job without a source has one that is empty. Source: prometheus/prometheus discovery/manager.go, 3.5.
    if providers.isEmpty { providers = [.fixed(addresses: [], labels: Labels())] }
    relabelRules = config.relabelRules
    assemble = { discovered in
      switch TargetBuilder.target(from: discovered, config: config, version: version) {
      case .kept(let target): .kept(AssembledTarget(target))
      case .dropped(let labels): .dropped(discovered: labels)
      case .invalid(let reason): .invalid(reason: reason)
      }
    }
  }

  private static func headers(_ config: ScrapeConfig, _ version: PrometheusVersion) -> HTTPHeaders {
    let formats = config.scrapeProtocols.map(\.format)
    return [
      "Accept": AcceptHeader.value(
        formats, version: version, allowsUTF8: config.nameValidation == .utf8,
        escaping: config.nameEscaping.rawValue),
      "Accept-Encoding": config.enableCompression ? "gzip" : "identity",
      "User-Agent": "Prometheus/\(version.number)",
    ]
  }

  /// Sources that are said twice are one; groups of static targets stay as many as there are.
  ///
  /// Source: prometheus/prometheus `discovery/manager.go`, `registerProviders`, 3.5.0.
  private static func distinct(_ providers: [ProviderDescription]) -> [ProviderDescription] {
    var seen: Set<ProviderDescription> = []
    return providers.filter { $0.isFixed || seen.insert($0).inserted }
  }

  private static func providers(_ discovery: DiscoveryConfiguration) -> [ProviderDescription] {
    switch discovery {
    case .statics(let groups): groups.map { .fixed(addresses: $0.targets, labels: $0.labels) }
    case .kubernetes(let configuration): [.kubernetes(configuration)]
    case .files(let configuration): [.files(configuration)]
    case .http(let configuration): [.http(configuration)]
    case .consul(let configuration): [.consul(configuration)]
    }
  }
}

extension AssembledTarget {
  init(_ target: Target) {
    self.init(
      discovered: target.discoveredLabels, labels: target.labels, url: target.url,
      intervalMilliseconds: Int64(target.scrapeInterval.milliseconds),
      timeoutMilliseconds: Int64(target.scrapeTimeout.milliseconds))
  }
}

extension IngestionRules {
  /// What a job says of samples.
  init(_ config: ScrapeConfig, version: PrometheusVersion) {
    honorsLabels = config.honorLabels
    honorsTimestamps = config.honorTimestamps
    tracksTimestampStaleness = config.trackTimestampsStaleness
    let rules = config.metricRelabelRules
    if !rules.isEmpty {
      metricRelabelling = { Relabelling.apply(rules, to: $0) }
      namesTakenAway = { labels in
        Relabelling.trace(rules, to: labels).reduce(into: []) { taken, step in
          taken.formUnion(step.before.pairs.lazy.map(\.name).filter { step.after?[$0] == nil })
        }
      }
    }
    storesExtraMetrics = config.storesExtraMetrics
    sampleLimit = config.limits.samples
    labelLimits = LabelLimits(
      count: config.limits.labels, nameLength: config.limits.labelNameLength,
      valueLength: config.limits.labelValueLength)
    fallbackFormat = config.fallbackProtocol?.format
    storesNativeHistograms = config.scrapesNativeHistograms
    bucketLimit = config.nativeHistogramBucketLimit
    mostSchema = NativeHistogram.schema(growingBy: config.nativeHistogramMinBucketFactor)
    convertsClassicHistograms = config.convertsClassicHistograms
    keepsClassicHistograms = config.alwaysScrapesClassicHistograms
    requiresLegacyNames = config.nameValidation == .legacy
    self.version = version
  }
}

extension ScrapeProtocol {
  /// The format that the protocol asks for.
  var format: ExpositionFormat {
    switch self {
    case .openMetricsText001: .openMetrics001
    case .openMetricsText100: .openMetrics100
    case .prometheusProto: .protobuf
    case .prometheusText004: .text004
    case .prometheusText100: .text100
    }
  }
}
