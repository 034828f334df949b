import KubernetesModel
import PrometheusModel
import SourceText
import Testing

@Suite("Monitors that are refused")
struct MonitorRejectionTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String { reason }
    var monitor: String
    var spec = "{}"
    var version: String?
    var reason: String
  }

  static func probe(_ spec: String) -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: Probe
    metadata: {name: cart, namespace: shop}
    spec: \(spec)
    """
  }

  static func scrapeConfig(_ spec: String) -> String {
    """
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: ScrapeConfig
    metadata: {name: cart, namespace: shop}
    spec: \(spec)
    """
  }

  @Test(
    "The operator's reason",
    arguments: [
      Case(
        monitor: MonitorSample.podMonitor("{port: a, interval: 10s, scrapeTimeout: 20s}"),
        reason: #"endpoint[0]: scrapeTimeout "20s" greater than scrapeInterval "10s""#),
      Case(
        monitor: MonitorSample.podMonitor("{port: a, scrapeTimeout: 1m}"),
        reason: #"endpoint[0]: scrapeTimeout "1m" greater than scrapeInterval "30s""#),
      Case(
        monitor: MonitorSample.podMonitor("{relabelings: [{action: hashmod, targetLabel: a}]}"),
        reason: "endpoint[0]: relabelConfigs: [0]: relabel configuration for hashmod requires non-zero modulus"),
      Case(
        monitor: MonitorSample.podMonitor("{relabelings: [{sourceLabels: [a]}]}"),
        reason:
          "endpoint[0]: relabelConfigs: [0]: relabel configuration for replace action needs targetLabel value"),
      Case(
        monitor: MonitorSample.podMonitor(
          "{metricRelabelings: [{action: labeldrop, regex: a, sourceLabels: [b]}]}"),
        reason:
          "endpoint[0]: metricRelabelConfigs: [0]: labeldrop action requires only 'regex', and no other fields"),
      Case(
        monitor: MonitorSample.podMonitor("{relabelings: [{targetLabel: a-b, replacement: x}]}"),
        version: "2.55.1",
        reason: #"endpoint[0]: relabelConfigs: [0]: "a-b" is invalid 'target_label' for replace action"#),
      Case(
        monitor: MonitorSample.podMonitor("{relabelings: [{action: keepequal, targetLabel: a}]}"),
        version: "2.40.0",
        reason:
          "endpoint[0]: relabelConfigs: [0]: keepequal relabel action is only supported from Prometheus version 2.41.0"
      ),
      Case(
        monitor: MonitorSample.podMonitor("{port: a}", spec: "scrapeClass: none"),
        reason: #"scrapeClassName: scrapeClass "none" not found in Prometheus scrapeClasses"#),
      Case(
        monitor: MonitorSample.podMonitor("{bearerTokenSecret: {name: token, key: value}}"),
        reason: #"endpoint[0]: bearerTokenSecret: unable to get secret "token": secrets "token" not found"#),
      Case(
        monitor: MonitorSample.podMonitor("{authorization: {type: Basic, credentials: {name: a, key: b}}}"),
        reason:
          #"endpoint[0]: authorization: 'authorization' type cannot be set to "basic", use "basicAuth" instead"#
      ),
      Case(
        monitor: MonitorSample.podMonitor(
          "{basicAuth: {}, oauth2: {clientId: {}, clientSecret: {key: a}, tokenUrl: http://a}}"),
        reason: "endpoint[0]: basicAuth and oauth2 cannot be configured at the same time"),
      Case(
        monitor: MonitorSample.podMonitor("{tlsConfig: {keySecret: {name: a, key: b}}}"),
        reason: "endpoint[0]: tlsConfig: client key specified without client cert"),
      Case(
        monitor: MonitorSample.podMonitor("{tlsConfig: {ca: {configMap: {name: a, key: b}}}}"),
        reason:
          #"endpoint[0]: tlsConfig: failed to get ca "<configmap=a,key=b>": unable to get configmap "a": configmaps "a" not found"#
      ),
      Case(
        monitor: MonitorSample.podMonitor("{noProxy: a}"),
        reason: "endpoint[0]: if noProxy is configured, proxyUrl must also be configured"),
      Case(
        monitor: """
          apiVersion: monitoring.coreos.com/v1
          kind: PodMonitor
          metadata: {name: cart, namespace: shop}
          spec: {selector: {matchExpressions: [{key: a, operator: Equals, values: [b]}]}}
          """, reason: #"failed to parse label selector: "Equals" is not a valid label selector operator"#),
      Case(
        monitor: MonitorSample.serviceMonitor("{port: a, tlsConfig: {caFile: /a}}"),
        spec: "arbitraryFSAccessThroughSMs: {deny: true}",
        reason: "endpoints[0]: it accesses file system via tls config which Prometheus specification prohibits"),
      Case(
        monitor: MonitorSample.serviceMonitor("{port: a, bearerTokenFile: /a}"),
        spec: "arbitraryFSAccessThroughSMs: {deny: true}",
        reason:
          "endpoints[0]: it accesses file system via bearer token file which Prometheus specification prohibits"
      ),
      Case(
        monitor: MonitorSample.serviceMonitor("{port: a, tlsConfig: {certFile: /a}}"),
        reason: "endpoints[0]: tlsConfig: cannot specify client cert without client key"),
      Case(
        monitor: probe("{prober: {url: blackbox}}"),
        reason: "at least one of .spec.targets.staticConfig and .spec.targets.ingress is required"),
      Case(
        monitor: probe("{prober: {url: 'http://blackbox'}, targets: {ingress: {}}}"),
        reason:
          #""http://blackbox" url specified in proberSpec is invalid, it should be of the format `hostname` or `hostname:port`: invalid port: "//blackbox""#
      ),
      Case(
        monitor: scrapeConfig("{staticConfigs: [{targets: [a], labels: {a-b: c}}]}"), version: "2.55.1",
        reason: #"staticConfigs: [0]: invalid label "a-b""#),
      Case(
        monitor: scrapeConfig("{kubernetesSDConfigs: [{role: Pod, selectors: [{role: Node, label: a}]}]}"),
        reason: "kubernetesSDConfigs: [0]: Pod role supports only pod selectors"),
      Case(
        monitor: scrapeConfig("{staticConfigs: [{targets: [a]}]}"), version: "2.39.0",
        reason:
          "OVHCloudSDConfigs: OVHCloud SD configuration is only supported for Prometheus version >= 2.40.0"),
      Case(
        monitor: scrapeConfig("{dnsSDConfigs: [{names: [a], type: A}]}"),
        reason: #"dnsSDConfigs: [0]: port required for record type "A""#),
    ])
  func reasons(_ example: Case) throws {
    let installation = try MonitorSample.installation(
      example.monitor, spec: example.spec, version: example.version)
    #expect(installation.monitors.map(\.fate) == [.rejected(reason: example.reason)])
    #expect(installation.configuration["scrape_configs"] == [])
  }

  @Test("One bad endpoint takes the whole monitor with it, and no other")
  func wholeMonitor() throws {
    let installation = try MonitorSample.installation(
      MonitorSample.podMonitor("{port: a}, {port: b, interval: 1s, scrapeTimeout: 2s}") + "\n---\n"
        + MonitorSample.serviceMonitor("{port: a}"))
    #expect(installation.monitors.map(\.jobs) == [[], ["serviceMonitor/shop/cart/0"]])
  }

  struct SchemaCase: CustomTestStringConvertible {
    var testDescription: String { message }
    var monitor: String
    var line: Int
    var column: Int
    var message: String
  }

  @Test(
    "What the API server refuses",
    arguments: [
      SchemaCase(
        monitor: MonitorSample.podMonitor("{prot: http}"), line: 6, column: 26,
        message: "unknown field `PodMonitor.spec.podMetricsEndpoints[0].prot`; did you mean `port`?"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{port: 8080}"), line: 6, column: 32,
        message:
          "`PodMonitor.spec.podMetricsEndpoints[0].port` must be text, not the number 8080; put it in quotes"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{portNumber: \"8080\"}"), line: 6, column: 38,
        message: "must be a whole number, not the text `8080`; take the quotes away"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{interval: 15}"), line: 6, column: 36, message: "must be text"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{interval: 15sec}"), line: 6, column: 36,
        message: "must be a duration"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{scheme: https://}"), line: 6, column: 34,
        message: "must be one of"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{relabelings: [{action: Replac}]}"), line: 6, column: 49,
        message: "did you mean `replac"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{tlsConfig: {caFile: /a}}"), line: 6, column: 38,
        message: "unknown field `PodMonitor.spec.podMetricsEndpoints[0].tlsConfig.caFile`"),
      SchemaCase(
        monitor: MonitorSample.podMonitor("{}", spec: "namespaceSelectors: {any: true}"), line: 7, column: 3,
        message: "did you mean `namespaceSelector`?"),
      SchemaCase(
        monitor:
          "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\nspec: {endpoints: []}",
        line: 4, column: 7, message: "`ServiceMonitor.spec` must have the field `selector`"),
      SchemaCase(
        monitor: "apiVersion: monitoring.coreos.com/v1\nkind: PodMonitors\nmetadata: {name: a}", line: 1,
        column: 1,
        message: "`PodMonitors`; did you mean `PodMonitor`?"),
      SchemaCase(
        monitor: "apiVersion: v1\nkind: PodMonitor\nmetadata: {name: a}\nspec: {selector: {}}", line: 1,
        column: 13,
        message: "a PodMonitor has `apiVersion: monitoring.coreos.com/v1`"),
    ])
  func schema(_ example: SchemaCase) throws {
    let error = #expect(throws: Diagnostics.self) { try MonitorSample.installation(example.monitor) }
    let problem = try #require(error?.all.first)
    #expect(problem.message.contains(example.message), "\(problem)")
    #expect(problem.span?.start == Position(line: example.line, column: example.column))
  }

  @Test(
    "Why a monitor is not selected",
    arguments: [
      (
        "podMonitorSelector: {matchLabels: {team: b}}",
        "its labels (none) do not match the podMonitorSelector team=b"
      ),
      (
        "podMonitorNamespaceSelector: {matchExpressions: [{key: env, operator: In, values: [prod, test]}]}",
        "its namespace shop does not match the podMonitorNamespaceSelector env in (prod,test)"
      ),
    ])
  func notSelected(spec: String, reason: String) throws {
    let installation = try MonitorSample.installation(MonitorSample.podMonitor("{}"), spec: "{\(spec)}")
    #expect(installation.monitors.map(\.fate) == [.notSelected(reason: reason)])
  }

  @Test("A namespace is selected by its labels")
  func namespaceLabels() throws {
    let values = try yaml(MonitorSample.takesAll).merged(
      with: yaml("prometheus: {prometheusSpec: {podMonitorNamespaceSelector: {matchLabels: {env: prod}}}}"))
    let request = Installation.Request(
      flavour: "kube-prometheus-stack", values: values, monitors: try yamls(MonitorSample.podMonitor("{}")),
      namespaces: [Namespace(metadata: ObjectMeta(name: "shop", labels: ["env": "prod"]))])
    #expect(try Installation.resolve(request).monitors.map(\.jobs) == [["podMonitor/shop/cart/0"]])
  }

  @Test("Secrets and ConfigMaps become values and files")
  func assets() throws {
    let installation = try MonitorSample.installation(
      MonitorSample.podMonitor(
        """
        {basicAuth: {username: {name: s, key: user}, password: {name: s, key: password}},
         tlsConfig: {ca: {configMap: {name: c, key: root.pem}}}}
        """.split(separator: "\n").joined(separator: " ")) + """

          ---
          apiVersion: v1
          kind: Secret
          metadata: {name: s, namespace: shop}
          data: {user: bWU=}
          stringData: {password: secret}
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: c, namespace: shop}
          data:
            root.pem: |
              -----BEGIN CERTIFICATE-----
              -----END CERTIFICATE-----
          """)
    let job = try #require(installation.configuration["scrape_configs"]?.sequence?.first)
    #expect(job["basic_auth"] == (try yaml("{username: me, password: secret}")))
    #expect(job["tls_config"] == (try yaml("{ca_file: /etc/prometheus/certs/1_shop_c_root.pem}")))
    #expect(
      installation.files == [
        "/etc/prometheus/certs/1_shop_c_root.pem": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"
      ])
  }

  @Test("What is not base64 is named with its place")
  func notBase64() throws {
    let error = #expect(throws: Diagnostics.self) {
      try MonitorSample.installation(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  token: plain-text")
    }
    #expect(error?.all.first?.span?.start == Position(line: 5, column: 10))
  }
}
