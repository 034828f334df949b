extension ConsulValues {
  /// Injection.
  ///
  /// Source: hashicorp/consul-k8s `charts/consul/templates/connect-inject-deployment.yaml`, 2.0.3.
  public struct ConnectInject: Sendable, Hashable, Codable {
    /// Whether there is any.
    public var enabled = true
    /// Whether pods are injected that do not ask for it.
    public var `default` = false
    /// The namespaces whose pods are injected; `*` is all.
    public var k8sAllowNamespaces = ["*"]
    /// The namespaces whose pods are not, whatever the other list says.
    public var k8sDenyNamespaces: [String] = []
    /// `transparentProxy`.
    public var transparentProxy = TransparentProxy()
    /// `metrics`.
    public var metrics = Metrics()

    /// The chart's own values.
    public init() {}

    /// Reads what is there.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled) ?? enabled
      `default` = try container.decodeIfPresent(Bool.self, forKey: .default) ?? `default`
      k8sAllowNamespaces =
        try container.decodeIfPresent([String].self, forKey: .k8sAllowNamespaces) ?? k8sAllowNamespaces
      k8sDenyNamespaces =
        try container.decodeIfPresent([String].self, forKey: .k8sDenyNamespaces) ?? k8sDenyNamespaces
      transparentProxy =
        try container.decodeIfPresent(TransparentProxy.self, forKey: .transparentProxy) ?? transparentProxy
      metrics = try container.decodeIfPresent(Metrics.self, forKey: .metrics) ?? metrics
    }

    /// The redirection of a pod's traffic.
    public struct TransparentProxy: Sendable, Hashable, Codable {
      /// Whether it is on unless pod or namespace say otherwise; nil is what the release does.
      public var defaultEnabled: Bool?

      /// The chart's own values.
      public init() {}
    }

    /// Metrics of services and sidecars.
    public struct Metrics: Sendable, Hashable, Codable {
      /// Whether there are any; nil, which is written `-`, is `global.metrics.enabled`.
      public var defaultEnabled: Bool?
      /// Whether those of the service are merged in.
      public var defaultEnableMerging = false
      /// Where the merging server listens.
      public var defaultMergedMetricsPort = 20100
      /// Where Prometheus scrapes.
      public var defaultPrometheusScrapePort = 20200
      /// The path there.
      public var defaultPrometheusScrapePath = "/metrics"

      /// The chart's own values.
      public init() {}

      /// Reads what is there.
      public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        defaultEnabled = try? container.decodeIfPresent(Bool.self, forKey: .defaultEnabled)
        defaultEnableMerging =
          try container.decodeIfPresent(Bool.self, forKey: .defaultEnableMerging) ?? defaultEnableMerging
        defaultMergedMetricsPort =
          try container.decodeIfPresent(Int.self, forKey: .defaultMergedMetricsPort) ?? defaultMergedMetricsPort
        defaultPrometheusScrapePort =
          try container.decodeIfPresent(Int.self, forKey: .defaultPrometheusScrapePort)
          ?? defaultPrometheusScrapePort
        defaultPrometheusScrapePath =
          try container.decodeIfPresent(String.self, forKey: .defaultPrometheusScrapePath)
          ?? defaultPrometheusScrapePath
      }
    }
  }
}
