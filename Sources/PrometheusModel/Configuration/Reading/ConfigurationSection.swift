/// A kind of section of prometheus.yml: the Go type that messages name, and since when it has had which field.
enum ConfigurationSection {
  case config
  case scrapeConfigFile
  case global
  case scrapeConfig
  case tls
  case basicAuth
  case authorization
  case header
  case relabelRule
  case staticGroup
  case file
  case http
  case consul
  case kubernetes
  case kubernetesNamespaces
  case kubernetesSelector
  case kubernetesMetadata
  /// A section that decides nothing here.
  case unused(UnusedSection)

  /// The Go type that Prometheus' messages name, most often the type that hides the decoder from itself.
  ///
  /// Source: prometheus/prometheus config/config.go, discovery/*/*.go `type plain`, 3.5; for target groups
  /// Prometheus prints the whole of an anonymous type.
  var goType: String {
    switch self {
    case .config, .global, .tls, .basicAuth: "config.plain"
    case .scrapeConfig: "config.ScrapeConfig"
    case .scrapeConfigFile: "config.ScrapeConfigs"
    case .authorization: "config.Authorization"
    case .header: "config.Header"
    case .relabelRule: "relabel.plain"
    case .staticGroup:
      #"struct { Targets []string "yaml:\"targets\""; Labels model.LabelSet "yaml:\"labels\"" }"#
    case .file: "file.plain"
    case .http: "http.plain"
    case .consul: "consul.plain"
    case .kubernetes, .kubernetesNamespaces: "kubernetes.plain"
    case .kubernetesSelector: "kubernetes.SelectorConfig"
    case .kubernetesMetadata: "kubernetes.AttachMetadataConfig"
    case .unused(let section): section.goType
    }
  }

  /// The versions that have a field; nil for one that all of them have.
  func availability(of field: String) -> FieldAvailability? {
    if case .unused(let section) = self, let availability = section.availability(of: field) {
      return availability
    }
    return history[field] ?? (hasHTTPFields ? FieldAvailability.httpClient[field] : nil)
  }

  private var hasHTTPFields: Bool {
    switch self {
    case .scrapeConfig, .kubernetes, .http, .consul: true
    case .unused(let section): section.hasHTTPFields
    default: false
    }
  }

  private var history: [String: FieldAvailability] {
    switch self {
    case .config: FieldAvailability.config
    case .global: FieldAvailability.global
    case .scrapeConfig: FieldAvailability.scrapeConfig
    case .tls: FieldAvailability.tls
    case .basicAuth: FieldAvailability.basicAuth
    case .authorization: FieldAvailability.authorization
    case .consul: FieldAvailability.consul
    case .kubernetes: FieldAvailability.kubernetes
    case .kubernetesNamespaces: FieldAvailability.kubernetesNamespaces
    case .kubernetesMetadata: FieldAvailability.kubernetesMetadata
    case .scrapeConfigFile, .header, .relabelRule, .staticGroup, .file, .http, .kubernetesSelector, .unused:
      [:]
    }
  }
}
