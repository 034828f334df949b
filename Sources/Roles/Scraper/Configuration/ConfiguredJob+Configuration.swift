import Exposition
import FoundationEssentials
import PrometheusModel
import Wire

extension ConfiguredJob {
  /// Takes a scrape configuration apart for discovery, relabelling and scraping.
  init(_ config: ScrapeConfig, version: PrometheusVersion) throws(RoleFailure) {
    var providers: [ProviderDescription] = []
    for discovery in config.discoveries {
      switch discovery {
      case .statics(let groups):
        providers += groups.map { .fixed(addresses: $0.targets, labels: $0.labels) }
      case .kubernetes(let kubernetes):
        providers.append(.kubernetes(try KubernetesQuery(kubernetes)))
      case .files, .http, .consul:
        throw RoleFailure("job \(config.jobName): this kind of discovery is not played yet")
      }
    }
    self.init(
      scraping: try ScrapeJob(config, version: version), providers: providers,
      assemble: { discovered in
        switch TargetBuilder.target(from: discovered, config: config, version: version) {
        case .kept(let target):
          .kept(
            AssembledTarget(discovered: target.discoveredLabels, labels: target.labels, url: target.url))
        case .dropped(let labels): .dropped(discovered: labels)
        case .invalid(let reason): .invalid(reason: reason)
        }
      })
  }
}

extension KubernetesQuery {
  /// Takes over a `kubernetes_sd_configs` entry.
  init(_ configuration: KubernetesDiscoveryConfiguration) throws(RoleFailure) {
    guard let text = configuration.apiServer, let server = HTTPURL(text) else {
      throw RoleFailure("kubernetes_sd_configs: api_server must be a URL here, as there is no cluster around")
    }
    guard let role = KubernetesRole(rawValue: configuration.role.rawValue) else {
      throw RoleFailure("kubernetes_sd_configs: unknown role \(configuration.role.rawValue)")
    }
    self.init(server: server, role: role)
    namespaces = configuration.namespaces
    attaching = configuration.attaching
    for selector in configuration.selectors {
      guard let selected = KubernetesRole(rawValue: selector.role.rawValue) else { continue }
      selectors[selected] = Selector(label: selector.label, field: selector.field)
    }
  }
}

extension ScrapeJob {
  /// What the targets of a scrape configuration have in common.
  ///
  /// Source: prometheus/prometheus `scrape/scrape.go`, `newScrapePool` and `targetScraper.scrape`, 3.5.0.
  init(_ config: ScrapeConfig, version: PrometheusVersion) throws(RoleFailure) {
    var rules = IngestionRules()
    rules.honorsLabels = config.honorLabels
    rules.honorsTimestamps = config.honorTimestamps
    rules.tracksTimestampStaleness = config.trackTimestampsStaleness
    rules.sampleLimit = config.limits.samples
    rules.labelLimits = LabelLimits(
      count: config.limits.labels, nameLength: config.limits.labelNameLength,
      valueLength: config.limits.labelValueLength)
    rules.fallbackFormat = config.fallbackProtocol.map(\.format)
    rules.requiresLegacyNames = config.nameValidation == .legacy
    rules.version = version
    let metricRules = config.metricRelabelRules
    if !metricRules.isEmpty {
      rules.metricRelabelling = { Relabelling.apply(metricRules, to: $0) }
    }
    var headers: HTTPHeaders = [
      "User-Agent": "Prometheus/\(version)",
      "Accept": AcceptHeader.value(
        config.scrapeProtocols.map(\.format), version: version, allowsUTF8: config.nameEscaping == .allowUTF8,
        escaping: config.nameEscaping.rawValue),
    ]
    if config.enableCompression { headers.add("Accept-Encoding", "gzip") }
    try config.client.addFields(to: &headers, job: config.jobName)
    self.init(
      name: config.jobName, rules: rules, headers: headers, bodySizeLimit: config.limits.bodySize,
      tls: try JobTLS(config.client.tls, offersHTTP2: config.client.enableHTTP2),
      followsRedirects: config.client.followRedirects, targetLimit: config.limits.targets,
      keptDroppedTargets: config.limits.keptDroppedTargets, fingerprint: "\(config)")
  }
}

extension ScrapeProtocol {
  /// The format that the protocol carries.
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

extension HTTPClientConfiguration {
  /// Adds `Authorization` and the configured fields.
  func addFields(to headers: inout HTTPHeaders, job: String) throws(RoleFailure) {
    switch authentication {
    case .basic(let username, let password)?:
      let pair = "\(try username.value(job)):\(try password.value(job))"
      headers.add("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())")
    case .authorization(let type, let credentials)?:
      headers.add("Authorization", "\(type) \(try credentials.value(job))")
    case nil: break
    }
    for header in self.headers {
      for value in header.values { headers.add(header.name, try value.value(job)) }
    }
  }
}

extension HTTPClientConfiguration.Secret {
  /// The text, read from its file where it stands in one.
  func value(_ job: String) throws(RoleFailure) -> String {
    switch self {
    case .text(let text): return text
    case .file(let path):
      guard let text = TextFile.read(path) else {
        throw RoleFailure("job \(job): unable to read file \(path): no such file or directory")
      }
      var trimmed = Substring(text)
      while let last = trimmed.last, last.isWhitespace { trimmed.removeLast() }
      return String(trimmed.drop { $0.isWhitespace })
    }
  }
}
