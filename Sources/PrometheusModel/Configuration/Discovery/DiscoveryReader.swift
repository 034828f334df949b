import Patterns
import SourceText

/// Reads the discovery sections of a job.
///
/// Source: prometheus/prometheus discovery/registry.go `readConfigs` and the packages of each kind, 3.5.
struct DiscoveryReader {
  private let version: PrometheusVersion
  private let refusesUnsupported: Bool

  /// A reader for sections of which targets come, or for others, which may ask for what is not played.
  init(version: PrometheusVersion, refusesUnsupported: Bool = true) {
    self.version = version
    self.refusesUnsupported = refusesUnsupported
  }

  /// Reads all discovery sections, in the order of Prometheus' own list.
  func read(_ fields: inout FieldReader) -> [DiscoveryConfiguration] {
    var result: [DiscoveryConfiguration] = []
    for (field, goType) in Self.kinds {
      guard let nodes = fields.list(field, of: goType) else { continue }
      for node in nodes {
        if node.isNull {
          fields.diagnostics.error("empty or null section in \(field)", at: node.span)
        } else if let one = read(node, field, fields.diagnostics) {
          result.append(one)
        }
      }
    }
    for field in Self.unsupported where fields.has(field) {
      guard let node = fields.take(field), !node.isNull, node.sequence?.isEmpty != true else { continue }
      guard refusesUnsupported else { continue }
      let known = Self.kinds.map(\.field).joined(separator: ", ")
      fields.diagnostics.error("\(field) is not supported here; there is \(known)", at: node.span)
    }
    let statics = result.compactMap { if case .statics(let groups) = $0 { groups } else { nil } }.flatMap { $0 }
    let others = result.filter { if case .statics = $0 { false } else { true } }
    return statics.isEmpty ? others : others + [.statics(statics)]
  }

  /// The kinds that are supported, and their types in messages.
  private static let kinds: [(field: String, goType: String)] = [
    ("consul_sd_configs", "*consul.SDConfig"), ("file_sd_configs", "*file.SDConfig"),
    ("http_sd_configs", "*http.SDConfig"), ("kubernetes_sd_configs", "*kubernetes.SDConfig"),
    ("static_configs", "*targetgroup.Group"),
  ]

  /// The kinds that Prometheus has and that need a cloud or a server that the harness does not play.
  private static let unsupported = [
    "aws", "azure", "digitalocean", "dns", "docker", "dockerswarm", "ec2", "ecs", "eureka", "gce", "hetzner",
    "ionos", "kuma", "lightsail", "linode", "marathon", "nerve", "nomad", "oci", "openstack", "outscale",
    "ovhcloud", "puppetdb", "scaleway", "serverset", "stackit", "triton", "uyuni", "vultr",
  ].map { $0 + "_sd_configs" }

  private func read(
    _ node: YAMLNode, _ field: String, _ diagnostics: DiagnosticCollector
  ) -> DiscoveryConfiguration? {
    switch field {
    case "consul_sd_configs": consul(node, diagnostics).map { .consul($0) }
    case "file_sd_configs": files(node, diagnostics).map { .files($0) }
    case "http_sd_configs": http(node, diagnostics).map { .http($0) }
    case "kubernetes_sd_configs":
      KubernetesDiscoveryReader(version: version, refusesUnsupported: refusesUnsupported).read(
        node, diagnostics
      ).map { .kubernetes($0) }
    default: staticGroup(node, diagnostics).map { .statics([$0]) }
    }
  }

  // MARK: - Kinds

  private func staticGroup(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> StaticGroup? {
    var fields = FieldReader(node, as: .staticGroup, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    let targets = fields.strings("targets") ?? []
    var labels = Labels()
    let naming: NameValidation = version < PrometheusVersion(3, 0) ? .legacy : .utf8
    for (name, value) in fields.stringMap("labels", type: "model.LabelSet", valueType: "model.LabelValue") {
      guard let text = name.scalar?.text else { continue }
      if !naming.isValidLabel(text) {
        diagnostics.error("\(Quoting.quoted(text)) is not a valid label name", at: name.span)
      }
      labels[text] = value
    }
    fields.finish()
    return StaticGroup(targets: targets, labels: labels)
  }

  private func files(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> FileDiscoveryConfiguration? {
    var fields = FieldReader(node, as: .file, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    var configuration = FileDiscoveryConfiguration(patterns: fields.strings("files") ?? [])
    configuration.refreshInterval = refreshInterval(&fields, default: .seconds(300))
    if configuration.patterns.isEmpty {
      fields.error("file service discovery config must contain at least one path name", at: "files")
    }
    for pattern in configuration.patterns where Self.fileName?.matches(pattern) != true {
      let path = Quoting.quoted(pattern)
      fields.error("path name \(path) is not valid for file discovery", at: "files")
    }
    fields.finish()
    return configuration
  }

  /// Source: golang/go src/time/tick.go `NewTicker`, 1.24, as observed on Prometheus 2.53.3 and 3.5.3.
  private func refreshInterval(_ fields: inout FieldReader, default fallback: ScrapeDuration) -> ScrapeDuration
  {
    let interval = fields.duration("refresh_interval", default: fallback)
    if interval == .zero {
      fields.error(
        "a refresh_interval of 0 ends Prometheus with: panic: non-positive interval for NewTicker",
        at: "refresh_interval")
    }
    return interval
  }

  private static let fileName = try? Pattern(
    #"[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)"#, dotMatchesNewline: false)

  private func http(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> HTTPDiscoveryConfiguration? {
    var fields = FieldReader(node, as: .http, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    var configuration = HTTPDiscoveryConfiguration(url: fields.string("url"))
    configuration.refreshInterval = refreshInterval(&fields, default: .seconds(60))
    if configuration.url.isEmpty {
      fields.error("URL is missing", at: "url")
    } else if let problem = ServerURL.problem(with: configuration.url) {
      fields.error(problem, at: "url")
    }
    configuration.client = HTTPClientReader(version: version, refusesUnsupported: refusesUnsupported).read(
      &fields)
    fields.finish()
    return configuration
  }

  private func consul(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> ConsulDiscoveryConfiguration? {
    var fields = FieldReader(node, as: .consul, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    var configuration = ConsulDiscoveryConfiguration()
    configuration.server = fields.string("server", default: configuration.server)
    configuration.pathPrefix = fields.string("path_prefix")
    configuration.token = fields.string("token")
    configuration.datacenter = fields.string("datacenter")
    configuration.namespace = fields.string("namespace")
    configuration.partition = fields.string("partition")
    configuration.tagSeparator = fields.string("tag_separator", default: ",")
    configuration.scheme = fields.string("scheme", default: "http")
    configuration.allowStale = fields.bool("allow_stale", default: true)
    configuration.refreshInterval = refreshInterval(&fields, default: .seconds(30))
    configuration.services = fields.strings("services") ?? []
    configuration.tags = fields.strings("tags") ?? []
    for (name, value) in fields.stringMap("node_meta") {
      configuration.nodeMetadata[name.scalar?.text ?? ""] = value
    }
    configuration.filter = fields.string("filter")
    configuration.healthFilter = fields.string("health_filter")
    let username = fields.string("username")
    let password = fields.string("password")
    configuration.client = HTTPClientReader(version: version, refusesUnsupported: refusesUnsupported).read(
      &fields)
    if configuration.server.allSatisfy(\.isWhitespace) {
      fields.error("consul SD configuration requires a server address", at: "server")
    }
    authenticate(&configuration, username, password, fields)
    fields.finish()
    return configuration
  }

  private func authenticate(
    _ configuration: inout ConsulDiscoveryConfiguration, _ username: String, _ password: String,
    _ fields: FieldReader
  ) {
    if !username.isEmpty || !password.isEmpty {
      if case .basic? = configuration.client.authentication {
        fields.error(
          "at most one of consul SD configuration username and password and basic auth can be configured",
          at: "username")
      }
      configuration.client.authentication = .basic(username: .text(username), password: .text(password))
    }
    if !configuration.token.isEmpty, case .authorization? = configuration.client.authentication {
      fields.error("at most one of consul SD token, authorization, or oauth2 can be configured", at: "token")
    }
  }
}
