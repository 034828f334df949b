import PrometheusModel
import SourceText
import Testing

@Suite("Keys of monitors' jobs")
struct MonitorKeyTests {
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
        testDescription: "no namespace selector: the monitor's own", monitor: MonitorSample.podMonitor("{}"),
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [shop]}}]"),
      KeyCase(
        testDescription: "named namespaces",
        monitor: MonitorSample.podMonitor("{}", spec: "namespaceSelector: {matchNames: [a, b]}"),
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [a, b]}}]"),
      KeyCase(
        testDescription: "all namespaces, but selectors are ignored",
        monitor: MonitorSample.podMonitor("{}", spec: "namespaceSelector: {any: true}"),
        spec: "ignoreNamespaceSelectors: true",
        keys: "kubernetes_sd_configs: [{role: pod, namespaces: {names: [shop]}}]"),
      KeyCase(
        testDescription: "node metadata",
        monitor: MonitorSample.podMonitor(
          "{}", spec: "attachMetadata: {node: true}\n  namespaceSelector: {any: true}"),
        keys: "kubernetes_sd_configs: [{role: pod, attach_metadata: {node: true}}]"),
      KeyCase(
        testDescription: "node metadata before 2.35",
        monitor: MonitorSample.podMonitor(
          "{}", spec: "attachMetadata: {node: true}\n  namespaceSelector: {any: true}"),
        version: "2.34.0", keys: "kubernetes_sd_configs: [{role: pod}]"),
      KeyCase(
        testDescription: "selected by the API server",
        monitor: MonitorSample.podMonitor(
          "{}", spec: "selectorMechanism: RoleSelector\n  namespaceSelector: {any: true}"),
        keys:
          "kubernetes_sd_configs: [{role: pod, selectors: [{role: pod, label: 'app=v1.2,app.kubernetes.io/name=cart'}]}]"
      ),
      KeyCase(
        testDescription: "a request",
        monitor: MonitorSample.podMonitor(
          "{path: /m, scheme: HTTPS, interval: 15s, scrapeTimeout: 5s, params: {b: [x], a: [z]}, honorLabels: true}"
        ),
        keys: """
          {metrics_path: /m, scheme: https, scrape_interval: 15s, scrape_timeout: 5s, params: {a: [z], b: [x]},
           honor_labels: true, honor_timestamps: null}
          """),
      KeyCase(
        testDescription: "labels cannot be honoured where that is overridden",
        monitor: MonitorSample.podMonitor("{honorLabels: true, honorTimestamps: true}"),
        spec: "{overrideHonorLabels: true, overrideHonorTimestamps: true}",
        keys: "{honor_labels: false, honor_timestamps: false}"),
      KeyCase(
        testDescription: "TLS of files, in a ServiceMonitor",
        monitor: MonitorSample.serviceMonitor(
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
        monitor: MonitorSample.podMonitor("{port: web, scheme: https}", spec: "scrapeClass: istio-mtls"),
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
        monitor: MonitorSample.podMonitor("{tlsConfig: {serverName: x}}"),
        spec: "scrapeClasses: [{name: a, default: true, tlsConfig: {caFile: /c, insecureSkipVerify: true}}]",
        keys: "tls_config: {server_name: x, ca_file: /c}"),
      KeyCase(
        testDescription: "the lower limit counts",
        monitor: MonitorSample.podMonitor("{}", spec: "sampleLimit: 100\n  labelLimit: 5"),
        spec: "{enforcedSampleLimit: 50, enforcedLabelLimit: 10, enforcedTargetLimit: 7}",
        keys: "{sample_limit: 50, label_limit: 5, target_limit: null}"),
      KeyCase(
        testDescription: "before 2.45 the enforced limit stands in the job",
        monitor: MonitorSample.podMonitor("{}"),
        spec: "enforcedTargetLimit: 7", version: "2.44.0", keys: "target_limit: 7"),
      KeyCase(
        testDescription: "formats",
        monitor: MonitorSample.podMonitor(
          "{}",
          spec:
            "scrapeProtocols: [PrometheusText1.0.0, PrometheusText0.0.4]\n  fallbackScrapeProtocol: PrometheusText0.0.4"
        ),
        keys:
          "{scrape_protocols: [PrometheusText1.0.0, PrometheusText0.0.4], fallback_scrape_protocol: PrometheusText0.0.4}"
      ),
      KeyCase(
        testDescription: "formats for 2.53",
        monitor: MonitorSample.podMonitor(
          "{}",
          spec:
            "scrapeProtocols: [PrometheusText1.0.0, PrometheusText0.0.4]\n  fallbackScrapeProtocol: PrometheusText0.0.4"
        ),
        version: "2.53.3", keys: "{scrape_protocols: [PrometheusText0.0.4], fallback_scrape_protocol: null}"),
      KeyCase(
        testDescription: "native histograms in 2.x",
        monitor: MonitorSample.podMonitor(
          "{}", spec: "scrapeClassicHistograms: true\n  nativeHistogramMinBucketFactor: \"1.5\""),
        version: "2.53.3",
        keys: "{scrape_classic_histograms: true, native_histogram_min_bucket_factor: 1.5}"),
      KeyCase(
        testDescription: "rules for samples",
        monitor: MonitorSample.podMonitor(
          "{metricRelabelings: [{action: Drop, sourceLabels: [__name__], regex: x.*}]}"),
        spec: "enforcedNamespaceLabel: ns",
        keys: """
          metric_relabel_configs:
          - {source_labels: [__name__], regex: x.*, action: drop}
          - {target_label: ns, replacement: shop}
          """),
    ])
  func keys(_ example: KeyCase) throws {
    let job = try #require(
      try MonitorSample.jobs(example.monitor, spec: example.spec, version: example.version).first)
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
    let installation = try MonitorSample.installation(
      MonitorSample.podMonitor("{enableHttp2: false}", spec: "fallbackScrapeProtocol: PrometheusText0.0.4"),
      version: "2.34.0")
    #expect(installation.monitors.first?.ignored == ["enable_http2", "fallback_scrape_protocol"])
  }
}
