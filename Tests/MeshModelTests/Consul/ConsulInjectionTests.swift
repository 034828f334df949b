import KubernetesModel
import MeshModel
import Testing

private let prefix = "consul.hashicorp.com/"

private func pod(
  _ annotations: [String: String] = [:],
  ports: [ContainerPort] = [ContainerPort(name: "http", containerPort: 8080)],
  account: String? = nil
) -> Pod {
  Pod(
    metadata: ObjectMeta(name: "cart-0", namespace: "shop", labels: ["app": "cart"], annotations: annotations),
    spec: PodSpec(containers: [Container(name: "app", ports: ports)], serviceAccountName: account))
}

private func service(_ name: String = "cart", labels: [String: String]? = nil) -> Service {
  Service(
    metadata: ObjectMeta(name: name, namespace: "shop", labels: labels),
    spec: ServiceSpec(selector: ["app": "cart"], ports: [ServicePort(port: 80)]))
}

private func values(metrics: Bool = true, merging: Bool = true, injects: Bool = true) -> ConsulValues {
  var values = ConsulValues()
  values.global.metrics.enabled = metrics
  values.connectInject.default = injects
  values.connectInject.metrics.defaultEnableMerging = merging
  return values
}

private func inject(
  _ pod: Pod, _ version: String = "2.0.3", values: ConsulValues = values(), services: [Service] = [service()],
  labels: [String: String] = [:]
) throws -> ConsulInjectionOutcome {
  ConsulInjection.inject(
    pod, namespace: Namespace(metadata: ObjectMeta(name: "shop", labels: labels)), services: services,
    values: values,
    version: try #require(ConsulVersion(version)))
}

@Suite("Consul: injection")
struct ConsulInjectionTests {
  @Test("metrics overwrite the annotations of Prometheus")
  func annotations() throws {
    let outcome = try inject(pod(["prometheus.io/scrape": "false", "prometheus.io/port": "8080"]))
    let annotations = outcome.pod.metadata.annotations
    #expect(annotations?["prometheus.io/scrape"] == "true")
    #expect(annotations?["prometheus.io/port"] == "20200")
    #expect(annotations?["prometheus.io/path"] == "/metrics")
    #expect(outcome.pod.metadata.labels?["consul.hashicorp.com/connect-inject-status"] == "injected")
  }

  @Test("without metrics they stay")
  func withoutMetrics() throws {
    let outcome = try inject(pod(["prometheus.io/port": "8080"]), values: values(metrics: false))
    #expect(outcome.isInjected && outcome.metrics == nil)
    #expect(outcome.pod.metadata.annotations?["prometheus.io/port"] == "8080")
    #expect(outcome.excludedInboundPorts.isEmpty)
  }

  @Test(
    "what the merging server asks",
    arguments: [
      ("2.0.3", [:], "-telemetry-prom-service-metrics-url=http://127.0.0.1:8080/metrics"),
      (
        "1.0.0", ["service-metrics-port": "http"],
        "-telemetry-prom-service-metrics-url=http://127.0.0.1:8080/metrics"
      ),
      (
        "2.0.3", ["service-metrics-port": "0x1F90", "service-metrics-path": "/m?a=b"],
        "-telemetry-prom-service-metrics-url=http://127.0.0.1:8080/m?a=b"
      ), ("0.49.8", ["service-metrics-port": "9102"], "-service-metrics-port=9102"),
      ("2.0.3", ["merged-metrics-port": "21100"], "-telemetry-prom-merge-port=21100"),
      ("2.0.3", ["enable-metrics-merging": "false"], nil),
    ] as [(String, [String: String], String?)])
  func arguments(version: String, annotations: [String: String], argument: String?) throws {
    let annotated = Dictionary(uniqueKeysWithValues: annotations.map { (prefix + $0.key, $0.value) })
    let given = try #require(try inject(pod(annotated), version).metrics).arguments
    if let argument {
      #expect(given.contains(argument))
    } else {
      #expect(given == ["-telemetry-prom-scrape-path=/metrics"])
    }
  }

  @Test(
    "a pod is refused in the webhook's words",
    arguments: [
      (["enable-metrics": "yes"], "annotation value of yes was invalid: strconv.ParseBool"),
      (["prometheus-scrape-port": "80"], "80 is not in the unprivileged port range 1024-65535"),
      (["service-metrics-port": "none"], "annotation value of none is not a valid integer"),
      (["connect-service-port": "web"], "web is not a valid port on the pod cart-0"),
      (["connect-inject": "maybe"], "error checking if should inject"),
      (["transparent-proxy": "on"], "error determining if transparent proxy is enabled"),
      (
        ["prometheus-ca-file": "/a", "prometheus-cert-file": "/b"],
        "must set \"consul.hashicorp.com/prometheus-key-file\""
      ),
      (["connect-service": "a,b"], "multi port services are not compatible with transparent proxy"),
    ])
  func refusals(annotations: [String: String], words: String) throws {
    let annotated = Dictionary(uniqueKeysWithValues: annotations.map { (prefix + $0.key, $0.value) })
    guard case .rejected(let message) = try inject(pod(annotated)).decision else {
      Issue.record("the pod is not refused")
      return
    }
    #expect(message.contains(words))
  }

  @Test(
    "who is injected",
    arguments: [
      (nil, true, "shop", true), (nil, false, "shop", false), ("true", false, "shop", true),
      ("0", true, "shop", false), ("true", true, "kube-system", false),
    ])
  func decision(annotation: String?, isDefault: Bool, namespace: String, expected: Bool) throws {
    let outcome = ConsulInjection.inject(
      pod(annotation.map { [prefix + "connect-inject": $0] } ?? [:]),
      namespace: Namespace(metadata: ObjectMeta(name: namespace)), services: [service()],
      values: values(injects: isDefault), version: .latest)
    #expect(outcome.isInjected == expected)
  }

  @Test(
    "redirection: pod before namespace before chart",
    arguments: [
      (nil, nil, "2.0.3", true), (nil, "false", "2.0.3", false), ("true", "false", "2.0.3", true),
      ("false", nil, "2.0.3", false), (nil, nil, "0.25.0", false),
    ])
  func redirection(pod annotation: String?, namespace: String?, version: String, expected: Bool) throws {
    let name = prefix + "transparent-proxy"
    let outcome = try inject(
      pod(annotation.map { [name: $0] } ?? [:]), version, labels: namespace.map { [name: $0] } ?? [:])
    #expect(outcome.isTransparent == expected)
    #expect(outcome.captures(8080) == expected)
    #expect(!outcome.captures(20_200))
  }

  @Test(
    "what a pod waits for",
    arguments: [
      ([], nil, false, "no Service selects the pod"),
      ([service(), service("other")], nil, false, "2 Services select the pod"),
      (
        [service(), service("other", labels: ["consul.hashicorp.com/service-ignore": "true"])], nil, false, nil
      ),
      ([service()], nil, true, "the service account default"), ([service()], "cart", true, nil),
    ] as [([Service], String?, Bool, String?)])
  func waiting(services: [Service], account: String?, hasACLs: Bool, reason: String?) throws {
    var values = values()
    values.global.acls.manageSystemACLs = hasACLs
    let outcome = try inject(pod(account: account), values: values, services: services)
    #expect(outcome.waitsFor.map { String($0.prefix(reason?.count ?? 0)) } == reason)
    #expect(try inject(pod(), "0.25.0", services: []).waitsFor == nil)
  }

  @Test("the port of the service is the first that is declared, or the one that is named")
  func servicePort() throws {
    let ports = [
      ContainerPort(name: "http", containerPort: 8080), ContainerPort(name: "admin", containerPort: 9000),
    ]
    #expect(try inject(pod(ports: ports)).servicePort == 8080)
    #expect(
      try inject(pod(ports: ports)).pod.metadata.annotations?[prefix + "connect-service-port"] == "http,admin")
    #expect(
      try inject(pod(ports: ports), "1.9").pod.metadata.annotations?[prefix + "connect-service-port"] == "http")
    #expect(
      try inject(pod([prefix + "connect-service-default-port": "admin"], ports: ports)).servicePort == 9000)
    #expect(try inject(pod(ports: [])).servicePort == nil)
  }
}

@Suite("Consul: intentions")
struct ConsulPoliciesTests {
  private static func policies(_ intentions: [(String, String, Bool)]) -> ConsulPolicies {
    ConsulPolicies(
      intentions: intentions.map { ConsulPolicies.Intention(source: $0.0, destination: $0.1, allows: $0.2) })
  }

  @Test("what says the same as the default is left out")
  func same() {
    let rules = Self.policies([("web", "cart", true)]).rules(for: "cart", allowsByDefault: true)
    #expect(rules == ConsulPolicies.Rules(allows: false, principals: []))
  }

  @Test("a named source is taken out of a wildcard that counts less")
  func precedence() {
    let rules = Self.policies([("*", "cart", false), ("web", "cart", true)])
      .rules(for: "cart", allowsByDefault: true)
    #expect(
      rules == ConsulPolicies.Rules(allows: false, principals: [.init(source: "*", except: ["web"])]))
  }

  @Test("of one source a named destination counts before a wildcard")
  func destinations() {
    let policies = Self.policies([("web", "*", true), ("web", "cart", false)])
    #expect(policies.rules(for: "cart", allowsByDefault: false).principals.isEmpty)
    #expect(policies.rules(for: "other", allowsByDefault: false).principals == [.init(source: "web")])
  }

  @Test(
    "identities name services",
    arguments: [
      (ConsulIdentity.spiffeID(service: "web", datacenter: "dc1"), "web"),
      ("spiffe://other/ns/default/dc/dc2/svc/web", "web"), ("spiffe://cluster.local/ns/shop/sa/web", nil),
    ])
  func identities(spiffeID: String, service: String?) {
    #expect(ConsulIdentity.service(in: spiffeID) == service)
  }
}
