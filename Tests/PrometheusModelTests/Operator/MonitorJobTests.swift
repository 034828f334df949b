import PrometheusModel
import SourceText
import Testing

@Suite("Monitors as jobs")
struct MonitorJobTests {
  /// A Prometheus that takes every monitor, in the chart's clothes.
  static let takesAll = """
    prometheus:
      prometheusSpec:
        serviceMonitorSelectorNilUsesHelmValues: false
        podMonitorSelectorNilUsesHelmValues: false
        probeSelectorNilUsesHelmValues: false
        scrapeConfigSelectorNilUsesHelmValues: false
    """

  static func installation(
    _ monitors: String, spec: String = "{}", version: String? = nil
  ) throws -> Installation {
    let values = try yaml(takesAll).merged(
      with: .mapping([("prometheus", .mapping([("prometheusSpec", yaml(spec))]))]))
    return try Installation.resolve(
      Installation.Request(
        flavour: "kube-prometheus-stack", version: version, release: "stack", values: values,
        monitors: yamls(monitors)))
  }

  static func jobs(_ monitors: String, spec: String = "{}", version: String? = nil) throws -> [YAMLNode] {
    try installation(monitors, spec: spec, version: version).configuration["scrape_configs"]?.sequence ?? []
  }

  @Test("Istio's PodMonitor, every key and rule in order")
  func istioPodMonitor() throws {
    let expected = try yaml(
      #"""
      job_name: podMonitor/istio-system/envoy-stats-monitor/0
      honor_labels: false
      kubernetes_sd_configs: [{role: pod}]
      scrape_interval: 15s
      metrics_path: /stats/prometheus
      relabel_configs:
      - {source_labels: [job], target_label: __tmp_prometheus_job_name}
      - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
      - {action: drop, source_labels: [__meta_kubernetes_pod_labelpresent_istio_prometheus_ignore], regex: "true"}
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
      - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
      - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
      - {target_label: job, replacement: istio-system/envoy-stats-monitor}
      - source_labels: [__meta_kubernetes_pod_label_envoy_stats]
        target_label: job
        regex: (.+)
        replacement: ${1}
      - {source_labels: [__meta_kubernetes_pod_container_name], regex: istio-proxy, action: keep}
      - {source_labels: [__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape], action: keep}
      - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
        target_label: __address__
        regex: (\d+);((([0-9]+?)(\.|$)){4})
        replacement: $2:$1
        action: replace
      - {regex: __meta_kubernetes_pod_label_(.+), action: labeldrop}
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace, action: replace}
      - {target_label: __tmp_current_shard, replacement: "0", action: replace}
      - {source_labels: [__tmp_current_shard], regex: "0", action: keep}
      - source_labels: [__address__, __tmp_hash]
        target_label: __tmp_hash
        regex: (.+);
        replacement: $1
        action: replace
      - {source_labels: [__tmp_hash], target_label: __tmp_hash, modulus: 1, action: hashmod}
      - {source_labels: [__tmp_hash, __tmp_disable_sharding], regex: 0;|.+;.+, action: keep}
      """#)
    let jobs = try Self.jobs(
      #"""
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata:
        name: envoy-stats-monitor
        namespace: istio-system
        labels: {monitoring: istio-proxies, release: istio}
      spec:
        selector:
          matchExpressions: [{key: istio-prometheus-ignore, operator: DoesNotExist}]
        namespaceSelector: {any: true}
        jobLabel: envoy-stats
        podMetricsEndpoints:
        - path: /stats/prometheus
          interval: 15s
          relabelings:
          - {action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: "istio-proxy"}
          - {action: keep, sourceLabels: [__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape]}
          - action: replace
            regex: (\d+);((([0-9]+?)(\.|$)){4})
            replacement: $2:$1
            sourceLabels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
            targetLabel: __address__
          - {action: labeldrop, regex: "__meta_kubernetes_pod_label_(.+)"}
          - {sourceLabels: [__meta_kubernetes_namespace], targetLabel: namespace}
      """#)
    expectSame(.sequence(jobs), .sequence([expected]))
  }

  static func podMonitor(_ endpoint: String, spec: String = "") -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: cart, namespace: shop}
    spec:
      selector: {matchLabels: {app.kubernetes.io/name: cart, app: v1.2}}
      podMetricsEndpoints: [\(endpoint)]
      \(spec)
    """
  }

  static func serviceMonitor(_ endpoint: String, spec: String = "") -> String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: cart, namespace: shop}
    spec:
      selector: {matchLabels: {app: cart}}
      endpoints: [\(endpoint)]
      \(spec)
    """
  }

  struct RuleCase: CustomTestStringConvertible {
    var testDescription: String
    var monitor: String
    var spec = "{}"
    var rules: String
  }

  /// The rules between those that every job starts and ends with.
  static func ownRules(_ job: YAMLNode?) -> [YAMLNode] {
    (job?["relabel_configs"]?.sequence ?? []).filter { rule in
      let target = rule["target_label"]?.string ?? ""
      let sources = (rule["source_labels"]?.sequence ?? []).compactMap(\.string)
      return !target.hasPrefix("__tmp") && !sources.contains { $0.hasPrefix("__tmp") }
    }
  }

  static let podLabels = """
    - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
    - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
    - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
    """
  static let podHead = #"""
    - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
    - action: keep
      source_labels: [__meta_kubernetes_pod_label_app, __meta_kubernetes_pod_labelpresent_app]
      regex: (v1.2);true
    - action: keep
      source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_name, __meta_kubernetes_pod_labelpresent_app_kubernetes_io_name]
      regex: (cart);true
    """#
  static let podTail = "- {target_label: job, replacement: shop/cart}"

  @Test(
    "Rules of PodMonitors",
    arguments: [
      RuleCase(
        testDescription: "a port by name", monitor: podMonitor("{port: http}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_name], regex: http}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: http}
          """),
      RuleCase(
        testDescription: "a port by number gives no label endpoint", monitor: podMonitor("{portNumber: 8080}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 8080}
          \(podLabels)
          \(podTail)
          """),
      RuleCase(
        testDescription: "a target port by number", monitor: podMonitor("{targetPort: 8080}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 8080}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: "8080"}
          """),
      RuleCase(
        testDescription: "number and target port", monitor: podMonitor("{portNumber: 1, targetPort: metrics}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 1}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: metrics}
          """),
      RuleCase(
        testDescription: "completed pods wanted, selected by the API server",
        monitor: podMonitor("{filterRunning: false}", spec: "selectorMechanism: RoleSelector"),
        rules: "\(podLabels)\n\(podTail)"),
      RuleCase(
        testDescription: "labels of the pod, of monitor and resource",
        monitor: podMonitor(
          "{filterRunning: false}", spec: "podTargetLabels: [a.b]\n  selectorMechanism: RoleSelector"),
        spec: "podTargetLabels: [c]",
        rules: """
          \(podLabels)
          - {source_labels: [__meta_kubernetes_pod_label_a_b], target_label: a_b, regex: (.+), replacement: "${1}"}
          - {source_labels: [__meta_kubernetes_pod_label_c], target_label: c, regex: (.+), replacement: "${1}"}
          \(podTail)
          """),
      RuleCase(
        testDescription: "the enforced namespace label comes after the user's rules",
        monitor: podMonitor(
          "{filterRunning: false, relabelings: [{targetLabel: namespace, replacement: x}]}",
          spec: "selectorMechanism: RoleSelector"), spec: "enforcedNamespaceLabel: namespace",
        rules: """
          \(podLabels)
          \(podTail)
          - {target_label: namespace, replacement: x, action: replace}
          - {target_label: namespace, replacement: shop}
          """),
    ])
  func podRules(_ example: RuleCase) throws {
    let jobs = try Self.jobs(example.monitor, spec: example.spec)
    expectSame(.sequence(Self.ownRules(jobs.first)), try yaml(example.rules))
  }

  @Test("Rules of ServiceMonitors", arguments: [("Endpoints", "endpoint"), ("EndpointSlice", "endpointslice")])
  func serviceRules(role: String, kind: String) throws {
    let expected = """
      - action: keep
        source_labels: [__meta_kubernetes_service_label_app, __meta_kubernetes_service_labelpresent_app]
        regex: (cart);true
      - {action: keep, source_labels: [__meta_kubernetes_\(kind)_port_name], regex: web}
      - source_labels: [__meta_kubernetes_\(kind)_address_target_kind, __meta_kubernetes_\(kind)_address_target_name]
        separator: ;
        regex: Node;(.*)
        replacement: ${1}
        target_label: node
      - source_labels: [__meta_kubernetes_\(kind)_address_target_kind, __meta_kubernetes_\(kind)_address_target_name]
        separator: ;
        regex: Pod;(.*)
        replacement: ${1}
        target_label: pod
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
      - {source_labels: [__meta_kubernetes_service_name], target_label: service}
      - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
      - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
      - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
      - {source_labels: [__meta_kubernetes_service_label_team], target_label: team, regex: (.+), replacement: "${1}"}
      - {source_labels: [__meta_kubernetes_service_name], target_label: job, replacement: "${1}"}
      - {source_labels: [__meta_kubernetes_service_label_app], target_label: job, regex: (.+), replacement: "${1}"}
      - {target_label: endpoint, replacement: web}
      """
    let jobs = try Self.jobs(
      Self.serviceMonitor(
        "{port: web}", spec: "{targetLabels: [team], jobLabel: app, serviceDiscoveryRole: \(role)}".unbraced))
    expectSame(.sequence(Self.ownRules(jobs.first)), try yaml(expected))
    let discovery = jobs.first?["kubernetes_sd_configs"]?.sequence?.first
    #expect(discovery?["role"]?.string == role.lowercased())
  }

  struct KeyCase: CustomTestStringConvertible {
    var testDescription: String
    var monitor: String
    var spec = "{}"
    var version: String?
    /// The keys of the job that are of interest, and their values; null for a key that must be missing.
    var keys: String
  }

  @Test(
    "Keys of jobs",
    arguments: [
      KeyCase(
        testDescription: "no namespace selector: the monitor's own", monitor: podMonitor("{}"),
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [shop]}}]"),
      KeyCase(
        testDescription: "named namespaces",
        monitor: podMonitor("{}", spec: "namespaceSelector: {matchNames: [a, b]}"),
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [a, b]}}]"),
      KeyCase(
        testDescription: "all namespaces, but selectors are ignored",
        monitor: podMonitor("{}", spec: "namespaceSelector: {any: true}"),
        spec: "ignoreNamespaceSelectors: true",
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [shop]}}]"),
      KeyCase(
        testDescription: "node metadata",
        monitor: podMonitor("{}", spec: "attachMetadata: {node: true}\n  namespaceSelector: {any: true}"),
        keys: "kubernetes_sd_configs: [{role: pod, attach_metadata: {node: true}}]"),
      KeyCase(
        testDescription: "node metadata before 2.35",
        monitor: podMonitor("{}", spec: "attachMetadata: {node: true}\n  namespaceSelector: {any: true}"),
        version: "2.34.0", keys: "kubernetes_sd_configs: [{role: pod}]"),
      KeyCase(
        testDescription: "selected by the API server",
        monitor: podMonitor("{}", spec: "selectorMechanism: RoleSelector\n  namespaceSelector: {any: true}"),
        keys:
          "kubernetes_sd_configs: [{role: pod, selectors: [{role: pod, label: 'app=v1.2,app.kubernetes.io/name=cart'}]}]"
      ),
      KeyCase(
        testDescription: "a request",
        monitor: podMonitor(
          "{path: /m, scheme: HTTPS, interval: 15s, scrapeTimeout: 5s, params: {b: [x], a: [z]}, honorLabels: true}"
        ),
        keys: """
          {metrics_path: /m, scheme: https, scrape_interval: 15s, scrape_timeout: 5s, params: {a: [z], b: [x]},
           honor_labels: true, honor_timestamps: null}
          """),
      KeyCase(
        testDescription: "labels cannot be honoured where that is overridden",
        monitor: podMonitor("{honorLabels: true, honorTimestamps: true}"),
        spec: "{overrideHonorLabels: true, overrideHonorTimestamps: true}",
        keys: "{honor_labels: false, honor_timestamps: false}"),
      KeyCase(
        testDescription: "TLS of files, in a ServiceMonitor",
        monitor: serviceMonitor(
          "{port: web, scheme: https, tlsConfig: {caFile: /c/root.pem, certFile: /c/cert.pem, keyFile: /c/key.pem, insecureSkipVerify: true}}"
        ),
        keys: """
          tls_config:
            insecure_skip_verify: true
            ca_file: /c/root.pem
            cert_file: /c/cert.pem
            key_file: /c/key.pem
          """),
      KeyCase(
        testDescription: "TLS of the scrape class, for PodMonitors that cannot name files",
        monitor: podMonitor("{port: web, scheme: https}", spec: "scrapeClass: istio-mtls"),
        spec: """
          scrapeClasses:
            - name: istio-mtls
              tlsConfig: {caFile: /c/root.pem, certFile: /c/cert.pem, keyFile: /c/key.pem, insecureSkipVerify: true}
          """,
        keys: """
          tls_config:
            insecure_skip_verify: true
            ca_file: /c/root.pem
            cert_file: /c/cert.pem
            key_file: /c/key.pem
          """),
      KeyCase(
        testDescription: "the class' insecureSkipVerify does not count beside TLS of one's own",
        monitor: podMonitor("{tlsConfig: {serverName: x}}"),
        spec: "scrapeClasses: [{name: a, default: true, tlsConfig: {caFile: /c, insecureSkipVerify: true}}]",
        keys: "tls_config: {server_name: x, ca_file: /c}"),
      KeyCase(
        testDescription: "the lower limit counts",
        monitor: podMonitor("{}", spec: "sampleLimit: 100\n  labelLimit: 5"),
        spec: "{enforcedSampleLimit: 50, enforcedLabelLimit: 10, enforcedTargetLimit: 7}",
        keys: "{sample_limit: 50, label_limit: 5, target_limit: null}"),
      KeyCase(
        testDescription: "before 2.45 the enforced limit stands in the job", monitor: podMonitor("{}"),
        spec: "enforcedTargetLimit: 7", version: "2.44.0", keys: "target_limit: 7"),
      KeyCase(
        testDescription: "formats",
        monitor: podMonitor(
          "{}",
          spec:
            "scrapeProtocols: [PrometheusText1.0.0, PrometheusText0.0.4]\n  fallbackScrapeProtocol: PrometheusText0.0.4"
        ),
        keys:
          "{scrape_protocols: [PrometheusText1.0.0, PrometheusText0.0.4], fallback_scrape_protocol: PrometheusText0.0.4}"
      ),
      KeyCase(
        testDescription: "formats for 2.53",
        monitor: podMonitor(
          "{}",
          spec:
            "scrapeProtocols: [PrometheusText1.0.0, PrometheusText0.0.4]\n  fallbackScrapeProtocol: PrometheusText0.0.4"
        ),
        version: "2.53.3", keys: "{scrape_protocols: [PrometheusText0.0.4], fallback_scrape_protocol: null}"),
      KeyCase(
        testDescription: "native histograms in 2.x",
        monitor: podMonitor(
          "{}", spec: "scrapeClassicHistograms: true\n  nativeHistogramMinBucketFactor: \"1.5\""),
        version: "2.53.3",
        keys: "{scrape_classic_histograms: true, native_histogram_min_bucket_factor: 1.5}"),
      KeyCase(
        testDescription: "rules for samples",
        monitor: podMonitor("{metricRelabelings: [{action: Drop, sourceLabels: [__name__], regex: x.*}]}"),
        spec: "enforcedNamespaceLabel: ns",
        keys: """
          metric_relabel_configs:
          - {source_labels: [__name__], regex: x.*, action: drop}
          - {target_label: ns, replacement: shop}
          """),
    ])
  func keys(_ example: KeyCase) throws {
    let job = try #require(
      try Self.jobs(example.monitor, spec: example.spec, version: example.version).first)
    for entry in try yaml(example.keys).mapping ?? [] {
      if entry.value.isNull {
        #expect(job[entry.name] == nil)
      } else {
        expectSame(job[entry.name], entry.value)
      }
    }
  }

  @Test("What the version does not know is left out and said")
  func ignored() throws {
    let installation = try Self.installation(
      Self.podMonitor("{enableHttp2: false}", spec: "fallbackScrapeProtocol: PrometheusText0.0.4"),
      version: "2.34.0")
    #expect(installation.monitors.first?.ignored == ["enable_http2", "fallback_scrape_protocol"])
  }

  @Test("Kinds in order, each by namespace and name, its endpoints by index")
  func order() throws {
    let jobs = try Self.jobs(
      """
      apiVersion: monitoring.coreos.com/v1alpha1
      kind: ScrapeConfig
      metadata: {name: a, namespace: a}
      spec: {staticConfigs: [{targets: [x]}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: a, namespace: a}
      spec: {prober: {url: blackbox}, targets: {staticConfig: {static: [x]}}}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: b, namespace: b}
      spec: {selector: {}, podMetricsEndpoints: [{port: x}, {port: z}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: z, namespace: a}
      spec: {selector: {}, podMetricsEndpoints: [{port: x}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: z, namespace: z}
      spec: {selector: {}, endpoints: [{port: x}]}
      """)
    #expect(
      jobs.compactMap { $0["job_name"]?.string } == [
        "serviceMonitor/z/z/0", "podMonitor/a/z/0", "podMonitor/b/b/0", "podMonitor/b/b/1", "probe/a/a",
        "scrapeConfig/a/a",
      ])
  }

  @Test("Several shards: each job, and jobs of a user's, keep their part")
  func shards() throws {
    let values = try yaml(Self.takesAll).merged(with: yaml("prometheus: {prometheusSpec: {shards: 3}}"))
    let installation = try Installation.resolve(
      Installation.Request(
        flavour: "kube-prometheus-stack", values: values,
        scrapeConfigs: yaml("[{job_name: own}]").sequence ?? [],
        monitors: yamls(Self.podMonitor("{}"))))
    let jobs = installation.configuration["scrape_configs"]?.sequence ?? []
    let moduli = jobs.map { job in
      (job["relabel_configs"]?.sequence ?? []).compactMap { $0["modulus"]?.int }
    }
    #expect(moduli == [[3], [3]])
  }
}

extension String {
  /// The text of a flow mapping as lines of a block one, at the depth of a monitor's specification.
  fileprivate var unbraced: String {
    dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: true).reduce(into: "") {
      text, part in
      let isContinuation =
        text.last == nil ? false : text.filter { $0 == "[" }.count > text.filter { $0 == "]" }.count
      text += isContinuation ? ",\(part)" : (text.isEmpty ? "" : "\n  ") + part.drop { $0 == " " }
    }
  }
}
