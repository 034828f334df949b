import PrometheusModel
import SourceText
import Testing

@Suite("Values of charts")
struct ChartValuesTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var values: String
    var jobs: [String]
  }

  static let all = FlavourInstallationTests.chartJobs

  @Test(
    "prometheus-community/prometheus: which jobs",
    arguments: [
      Case(testDescription: "nothing", values: "{}", jobs: all),
      Case(
        testDescription: "a job switched off", values: "scrapeConfigs: {kubernetes-pods: {enabled: false}}",
        jobs: all.filter { $0 != "kubernetes-pods" }),
      Case(
        testDescription: "a quoted false switches nothing off",
        values: "scrapeConfigs: {kubernetes-pods: {enabled: \"false\"}}", jobs: all),
      Case(
        testDescription: "null removes a job", values: "scrapeConfigs: {kubernetes-pods: null}",
        jobs: all.filter { $0 != "kubernetes-pods" }),
      Case(
        testDescription: "a job of one's own stands where its key sorts",
        values: "scrapeConfigs: {kubernetes-pods-two: {job_name: z, static_configs: []}}",
        jobs: all.prefix(2) + ["z"] + all.dropFirst(2)),
      Case(
        testDescription: "the old list comes after the map",
        values: "serverFiles: {prometheus.yml: {scrape_configs: [{job_name: old}]}}", jobs: all + ["old"]),
      Case(
        testDescription: "extraScrapeConfigs come last, templates put in",
        values: """
          serverFiles: {prometheus.yml: {scrape_configs: [{job_name: old}]}}
          extraScrapeConfigs: |
            - job_name: "extra-{{ .Release.Name }}"
              static_configs: []
          """, jobs: all + ["old", "extra-shop"]),
      Case(
        testDescription: "what is left out stays out",
        values: "scrapeConfigs: {kubernetes-nodes: {enabled: true}}",
        jobs: all),
      Case(
        testDescription: "values that decide nothing about scraping",
        values: "{alertmanager: {enabled: false}, server: {persistentVolume: {enabled: false}}}", jobs: all),
    ])
  func jobs(_ example: Case) throws {
    let installation = try FlavourInstallationTests.resolve(
      "prometheus-community/prometheus", values: example.values, release: "shop")
    #expect(FlavourInstallationTests.jobs(installation) == example.jobs)
  }

  @Test("prometheus-community/prometheus: global settings")
  func global() throws {
    let installation = try FlavourInstallationTests.resolve(
      "prometheus-community/prometheus",
      values: "server: {global: {scrape_interval: 15s, external_labels: {cluster: a}}}")
    let expected = try yaml(
      "{scrape_interval: 15s, scrape_timeout: 10s, evaluation_interval: 1m, external_labels: {cluster: a}}")
    #expect(installation.configuration["global"] == expected)
  }

  struct Problem: CustomTestStringConvertible {
    var testDescription: String { message }
    var flavour: String
    var values: String
    var line: Int
    var message: String
  }

  @Test(
    "What is wrong is named, with its place",
    arguments: [
      Problem(
        flavour: "prometheus-community/prometheus", values: "server:\n  globall: {}", line: 2,
        message: "has no value `server.globall`; did you mean `global`?"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "\nextraScrapeConfig: ''", line: 2,
        message: "has no value `extraScrapeConfig`; did you mean `extraScrapeConfigs`?"),
      Problem(
        flavour: "kube-prometheus-stack",
        values: "prometheus:\n  prometheusSpec:\n    podMonitorSelectorNilUsesHelmValue: false", line: 3,
        message: "did you mean `podMonitorSelectorNilUsesHelmValues`?"),
      Problem(
        flavour: "kube-prometheus-stack", values: "prometheus: {podMonitorSelector: {}}", line: 1,
        message: "has no value `prometheus.podMonitorSelector`"),
      Problem(flavour: "plain", values: "server: {}", line: 1, message: "is no chart and has no values"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "- a", line: 1, message: "values must be a mapping"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "extraScrapeConfigs: '{a: b}'", line: 1,
        message: "must be one list of jobs"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "extraScrapeConfigs: |\n  - a: [", line: 1,
        message: "of the text of `extraScrapeConfigs`"),
      Problem(
        flavour: "prometheus-community/prometheus",
        values: "extraScrapeConfigs: |\n  - job_name: {{ include \"x\" . }}", line: 1,
        message: "is not evaluated here"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "scrapeConfigs: {own: true}", line: 1,
        message: "`scrapeConfigs.own` must be a job"),
      Problem(
        flavour: "prometheus-community/prometheus", values: "server: {configMapOverrideName: mine}", line: 1,
        message: "replaces the chart's prometheus.yml"),
      Problem(
        flavour: "kube-prometheus-stack", values: "prometheus: {prometheusSpec: {scrapeInterval: soon}}",
        line: 1,
        message: "`spec.scrapeInterval` must be a duration"),
      Problem(
        flavour: "kube-prometheus-stack",
        values: """
          prometheus:
            prometheusSpec:
              additionalScrapeConfigs: [{job_name: a}]
              additionalScrapeConfigsSecret: {enabled: true, name: a, key: b}
          """, line: 4, message: "cannot both be set"),
      Problem(
        flavour: "kube-prometheus-stack",
        values:
          "prometheus: {prometheusSpec: {additionalScrapeConfigsSecret: {enabled: true, name: a, key: b}}}",
        line: 1, message: #"unable to get secret "a": secrets "a" not found"#),
    ])
  func problems(_ example: Problem) throws {
    let error = #expect(throws: Diagnostics.self) {
      try FlavourInstallationTests.resolve(example.flavour, values: example.values)
    }
    let problem = try #require(error?.all.first)
    #expect(problem.message.contains(example.message), "\(problem)")
    #expect(problem.span?.start.line == example.line)
  }

  static let monitor = """
    apiVersion: monitoring.coreos.com/v1
    kind: PodMonitor
    metadata: {name: cart, namespace: shop, labels: {release: prometheus, team: a}}
    spec: {selector: {}, podMetricsEndpoints: [{port: http}]}
    """

  @Test(
    "kube-prometheus-stack: which monitors are taken",
    arguments: [
      ("{}", "prometheus", true), ("{}", "stack", false),
      ("podMonitorSelectorNilUsesHelmValues: false", "stack", true),
      ("podMonitorSelectorNilUsesHelmValues: \"false\"", "stack", false),
      ("podMonitorSelector: {matchLabels: {team: a}}", "stack", true),
      ("podMonitorSelector: {matchLabels: {team: b}}", "stack", false),
      ("podMonitorSelector: null", "stack", false),
      ("{podMonitorSelector: null, podMonitorSelectorNilUsesHelmValues: false}", "stack", true),
      ("podMonitorNamespaceSelector: {matchLabels: {watch: \"yes\"}}", "prometheus", false),
      ("podMonitorNamespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}", "prometheus", true),
    ])
  func selection(spec: String, release: String, isTaken: Bool) throws {
    let installation = try FlavourInstallationTests.resolve(
      "kube-prometheus-stack",
      values: "prometheus: {prometheusSpec: \(spec.hasPrefix("{") ? spec : "{\(spec)}")}",
      monitors: Self.monitor, release: release)
    #expect(installation.monitors.map(\.jobs) == [isTaken ? ["podMonitor/shop/cart/0"] : []])
  }

  @Test("The trap of the quoted boolean is warned of")
  func quotedBoolean() throws {
    let installation = try FlavourInstallationTests.resolve(
      "kube-prometheus-stack",
      values: "prometheus:\n  prometheusSpec:\n    podMonitorSelectorNilUsesHelmValues: \"false\"")
    let warning = try #require(installation.warnings.first)
    #expect(warning.severity == .warning)
    #expect(warning.span?.start.line == 3)
  }

  @Test("Jobs of values and monitors of values, in order")
  func additions() throws {
    let installation = try FlavourInstallationTests.resolve(
      "kube-prometheus-stack",
      values: """
        prometheus:
          additionalPodMonitors:
            - name: mine
              selector: {matchLabels: {app: cart}}
              podMetricsEndpoints: [{port: http}]
          prometheusSpec:
            additionalScrapeConfigs:
              - job_name: "extra-{{ .Release.Name }}"
                static_configs: [{targets: [a]}]
        """, scrapeConfigs: "[{job_name: own}]", monitors: Self.monitor)
    #expect(
      FlavourInstallationTests.jobs(installation) == [
        "podMonitor/monitoring/mine/0", "podMonitor/shop/cart/0", "extra-prometheus", "own",
      ])
    #expect(installation.monitors.map(\.reference) == ["shop/cart", "monitoring/mine"])
  }

  @Test("Jobs of a Secret that the values name")
  func additionalSecret() throws {
    let installation = try FlavourInstallationTests.resolve(
      "kube-prometheus-stack",
      values: "prometheus: {prometheusSpec: {additionalScrapeConfigsSecret: {enabled: true, name: a, key: b}}}",
      monitors: """
        apiVersion: v1
        kind: Secret
        metadata: {name: a, namespace: monitoring}
        stringData: {b: "- job_name: from-secret"}
        """)
    #expect(FlavourInstallationTests.jobs(installation) == ["from-secret"])
  }

  @Test(
    "The name of the resource, and with it the external labels",
    arguments: [
      ("{}", "prometheus", "prometheus-kube-prometheus-prometheus"),
      ("{}", "kube-prometheus-stack", "kube-prometheus-stack-prometheus"),
      ("{fullnameOverride: mon}", "prometheus", "mon-prometheus"),
      ("{cleanPrometheusOperatorObjectNames: true, fullnameOverride: mon}", "prometheus", "mon"),
    ])
  func resourceName(values: String, release: String, name: String) throws {
    let installation = try FlavourInstallationTests.resolve(
      "kube-prometheus-stack", values: values, release: release)
    let labels = installation.configuration["global"]?["external_labels"]
    #expect(labels?["prometheus"]?.string == "monitoring/\(name)")
    #expect(labels?["prometheus_replica"]?.string == "prometheus-\(name)-0")
  }
}
