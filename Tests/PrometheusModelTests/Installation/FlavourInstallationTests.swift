import KubernetesModel
import PrometheusModel
import SourceText
import Testing

@Suite("Installing a flavour")
struct FlavourInstallationTests {
  static func resolve(
    _ flavour: String, values: String? = nil, scrapeConfigs: String? = nil, monitors: String? = nil,
    release: String = "prometheus", version: String? = nil
  ) throws -> Installation {
    try Installation.resolve(
      Installation.Request(
        flavour: flavour, version: version, release: release, values: values.map { try yaml($0) },
        scrapeConfigs: scrapeConfigs.map { try yaml($0).sequence ?? [] } ?? [],
        monitors: monitors.map { try yamls($0) } ?? []))
  }

  static func jobs(_ installation: Installation) -> [String] {
    (installation.configuration["scrape_configs"]?.sequence ?? []).compactMap { $0["job_name"]?.string }
  }

  static let chartJobs = [
    "kubernetes-pods", "kubernetes-pods-slow", "kubernetes-service-endpoints",
    "kubernetes-service-endpoints-slow", "kubernetes-services", "prometheus-pushgateway",
  ]

  @Test("Every flavour can be installed without values", arguments: Flavour.all.map(\.identifier))
  func everyFlavour(identifier: String) throws {
    let installation = try Self.resolve(identifier)
    #expect(installation.flavour.identifier == identifier)
    #expect(installation.prometheusVersion == installation.flavour.prometheusVersion)
    #expect(installation.configuration["scrape_configs"]?.sequence != nil)
    #expect(!installation.flavour.title.isEmpty)
    #expect(installation.flavour.source.hasPrefix("https://"))
  }

  @Test("Every flavour's data can be read, under its name and its aliases")
  func lookup() {
    #expect(Set(Flavour.names).isSuperset(of: ["plain", "prometheus-community/prometheus"]))
    for flavour in Flavour.all {
      #expect(Flavour.named(flavour.identifier) == flavour)
      for alias in flavour.aliases { #expect(Flavour.named(alias)?.name == flavour.name) }
    }
    #expect(Flavour.named("prometheus-community/prometheus@0.0.1") == nil)
  }

  @Test(
    "The jobs of a flavour, in the order of the real thing",
    arguments: [
      ("prometheus-community/prometheus", chartJobs), ("istio/samples-addon", chartJobs), ("plain", []),
      ("prometheus-community/kube-prometheus-stack", []),
    ])
  func shippedJobs(flavour: String, expected: [String]) throws {
    #expect(Self.jobs(try Self.resolve(flavour)) == expected)
  }

  @Test(
    "Jobs of a user's come last",
    arguments: ["prometheus-community/prometheus", "kube-prometheus-stack", "istio-addon", "plain"])
  func ownJobs(flavour: String) throws {
    let installation = try Self.resolve(flavour, scrapeConfigs: "[{job_name: own, static_configs: []}]")
    #expect(Self.jobs(installation).last == "own")
    #expect(Self.jobs(installation).count == Self.jobs(try Self.resolve(flavour)).count + 1)
  }

  @Test(
    "The version of Prometheus: asked for, of the values, of the flavour",
    arguments: [
      ("prometheus-community/prometheus", nil as String?, nil as String?, "3.14.0"),
      ("prometheus-community/prometheus", "server: {image: {tag: v2.55.1}}", nil, "2.55.1"),
      ("prometheus-community/prometheus", "server: {image: {tag: v2.55.1}}", "3.5", "3.5.0"),
      ("kube-prometheus-stack", nil, nil, "3.14.0"), ("kube-prometheus-stack", nil, "v2.53.3", "2.53.3"),
      ("kube-prometheus-stack", "prometheus: {prometheusSpec: {image: {tag: v3.5.0}}}", nil, "3.5.0"),
      (
        "kube-prometheus-stack", "prometheus: {prometheusSpec: {version: v3.2.1, image: {tag: v3.5.0}}}", nil,
        "3.2.1"
      ), ("istio-addon", nil, nil, "3.10.0"), ("plain", nil, nil, "3.14.0"),
    ])
  func version(flavour: String, values: String?, version: String?, expected: String) throws {
    let installation = try Self.resolve(flavour, values: values, version: version)
    #expect(installation.prometheusVersion.description == expected)
  }

  @Test(
    "The annotation rules of pods, as the chart has had them since 22.6.4",
    arguments: ["prometheus-community/prometheus", "istio/samples-addon"])
  func podRules(flavour: String) throws {
    let job = try #require(
      try Self.resolve(flavour).configuration["scrape_configs"]?.sequence?.first {
        $0["job_name"]?.string == "kubernetes-pods"
      })
    #expect(job["honor_labels"]?.bool == true)
    let rules = job["relabel_configs"]?.sequence ?? []
    #expect(rules.count == 12)
    #expect(
      rules.first
        == (try yaml(
          "{source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: true}"))
    )
    #expect(
      rules[5]["regex"]?.string == #"(\d+);((([0-9]+?)(\.|$)){4})"#
        && rules[5]["replacement"]?.string == "$2:$1")
  }

  @Test(
    "Discovery by EndpointSlice since chart 29",
    arguments: [
      ("prometheus-community/prometheus", "endpointslice"), ("istio-addon", "endpoints"),
    ])
  func endpointRole(flavour: String, role: String) throws {
    let jobs = try Self.resolve(flavour).configuration["scrape_configs"]?.sequence ?? []
    let roles = jobs.filter { ($0["job_name"]?.string ?? "").hasPrefix("kubernetes-service-endpoints") }
      .map { $0["kubernetes_sd_configs"]?.sequence?.first?["role"]?.string }
    #expect(roles == [role, role])
  }

  @Test("A fixed namespace wins", arguments: [("istio-addon", "istio-system"), ("plain", "monitoring")])
  func namespace(flavour: String, expected: String) throws {
    #expect(try Self.resolve(flavour).namespace == expected)
  }

  @Test("Without an operator, nothing reads monitors", arguments: ["prometheus-community/prometheus", "plain"])
  func monitorsWithoutOperator(flavour: String) throws {
    let installation = try Self.resolve(
      flavour,
      monitors: """
        apiVersion: monitoring.coreos.com/v1
        kind: PodMonitor
        metadata: {name: cart, namespace: shop}
        spec: {selector: {}, podMetricsEndpoints: [{port: http}]}
        """)
    let outcome = try #require(installation.monitors.first)
    #expect(outcome.reference == "shop/cart")
    guard case .notSelected(let reason) = outcome.fate else {
      Issue.record("taken: \(outcome)")
      return
    }
    #expect(reason.contains("no operator"))
  }

  @Test("An unknown flavour is named, with the nearest")
  func unknownFlavour() {
    let error = #expect(throws: Diagnostics.self) { try Self.resolve("prometheus-comunity/prometheus") }
    #expect(error?.all.first?.message.contains("did you mean `prometheus-community/prometheus`?") == true)
  }

  @Test("An impossible version is named")
  func unknownVersion() {
    let error = #expect(throws: Diagnostics.self) { try Self.resolve("plain", version: "latest") }
    #expect(error?.all.first?.message.contains("`latest` is no version of Prometheus") == true)
  }
}
