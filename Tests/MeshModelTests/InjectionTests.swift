import KubernetesModel
import MeshModel
import Testing

private func pod(
  _ annotations: [String: String] = [:], labels: [String: String] = ["app": "cart"], hostNetwork: Bool? = nil,
  containers: [Container] = [Container(name: "app", ports: [ContainerPort(name: "http", containerPort: 8080)])]
) -> Pod {
  Pod(
    metadata: ObjectMeta(name: "cart-0", namespace: "shop", labels: labels, annotations: annotations),
    spec: PodSpec(containers: containers, hostNetwork: hostNetwork))
}

private func shop(_ labels: [String: String] = ["istio-injection": "enabled"]) -> Namespace {
  Namespace(metadata: ObjectMeta(name: "shop", labels: labels))
}

private func injected(
  _ pod: Pod, _ version: String = "1.30.3", namespace: Namespace = shop(), mesh: MeshConfig = MeshConfig(),
  revision: String = "", kubernetesMinor: Int = 34
) throws -> InjectionOutcome {
  Injection.inject(
    pod, namespace: namespace, mesh: mesh, version: try #require(IstioVersion(version)),
    install: IstioInstall(revision: revision, kubernetesMinor: kubernetesMinor))
}

@Suite("Injection: which pods")
struct InjectionDecisionTests {
  /// Labels of the namespace, labels and annotations of the pod, release, revision, whether it is injected.
  static let cases: [([String: String], [String: String], [String: String], String, String, Bool)] = [
    (["istio-injection": "enabled"], [:], [:], "1.30.3", "", true),
    (["istio-injection": "disabled"], [:], [:], "1.30.3", "", false),
    ([:], [:], [:], "1.30.3", "", false),
    ([:], ["sidecar.istio.io/inject": "true"], [:], "1.30.3", "", true),
    ([:], ["sidecar.istio.io/inject": "true"], [:], "1.9.0", "", false),
    (["istio-injection": "disabled"], ["sidecar.istio.io/inject": "true"], [:], "1.30.3", "", false),
    (["istio-injection": "enabled"], ["sidecar.istio.io/inject": "false"], [:], "1.30.3", "", false),
    (["istio-injection": "enabled"], [:], ["sidecar.istio.io/inject": "false"], "1.30.3", "", false),
    (["istio-injection": "enabled"], [:], ["sidecar.istio.io/inject": "no"], "1.26.0", "", false),
    (["istio-injection": "enabled"], [:], ["sidecar.istio.io/inject": "no"], "1.30.3", "", true),
    (["istio-injection": "enabled"], [:], ["sidecar.istio.io/inject": "False"], "1.30.3", "", true),
    ([:], [:], ["sidecar.istio.io/inject": "true"], "1.30.3", "", false),
    (["istio.io/rev": "default"], [:], [:], "1.30.3", "", true),
    (["istio.io/rev": "canary"], [:], [:], "1.30.3", "", false),
    (["istio.io/rev": "canary"], [:], [:], "1.30.3", "canary", true),
    (["istio-injection": "enabled"], [:], [:], "1.30.3", "canary", false),
    (["istio-injection": "enabled", "istio.io/rev": "canary"], [:], [:], "1.30.3", "canary", false),
    (["istio-injection": "enabled", "istio.io/rev": "canary"], [:], [:], "1.30.3", "", true),
    ([:], ["istio.io/rev": "canary"], [:], "1.30.3", "canary", true),
    ([:], ["istio.io/rev": "canary", "sidecar.istio.io/inject": "true"], [:], "1.30.3", "", false),
    (["istio-injection": "enabled"], [:], [:], "1.4.0", "", true),
  ]

  @Test("labels, annotations and revisions decide", arguments: cases)
  func decides(
    example: ([String: String], [String: String], [String: String], String, String, Bool)
  ) throws {
    let (namespace, labels, annotations, version, revision, expected) = example
    let before = pod(annotations, labels: labels)
    let outcome = try injected(before, version, namespace: shop(namespace), revision: revision)
    #expect(outcome.isInjected == expected)
    if !expected {
      #expect(outcome.pod == before)
      #expect(!outcome.captures(8080))
    }
  }

  @Test("pods in the node's network and of the system are left alone")
  func leftAlone() throws {
    #expect(try !injected(pod(hostNetwork: true)).isInjected)
    var system = pod()
    system.metadata.namespace = "kube-system"
    #expect(try !injected(system).isInjected)
  }

  @Test(
    "wrong values are refused with the injector's words",
    arguments: [
      ("prometheus.istio.io/merge-metrics", "maybe", #"strconv.ParseBool: parsing "maybe": invalid syntax"#),
      (
        "traffic.sidecar.istio.io/excludeInboundPorts", "80,web",
        "excludeInboundPorts invalid: failed parsing port 'web'"
      ),
      ("inject.istio.io/templates", "none", #"requested template "none" not found"#),
    ])
  func refused(annotation: String, value: String, message: String) throws {
    guard case .rejected(let text) = try injected(pod([annotation: value])).decision else {
      Issue.record("not refused")
      return
    }
    #expect(text.contains(message) && text.hasPrefix("admission webhook "))
  }
}

@Suite("Injection: annotations for merging")
struct MetricsMergingTests {
  static let agent = [
    "prometheus.io/scrape": "true", "prometheus.io/port": "15020", "prometheus.io/path": "/stats/prometheus",
  ]

  /// Release, mesh-wide switch, annotations before, whether they point at the agent, the variable.
  static let cases: [(String, Bool?, [String: String], Bool, String?)] = [
    ("1.30.3", nil, [:], true, nil),
    (
      "1.30.3", nil, ["prometheus.io/scrape": "true", "prometheus.io/port": "8080"], true,
      #"{"scrape":"true","path":"","port":"8080"}"#
    ),
    ("1.30.3", nil, ["prometheus.io/path": "/m"], true, #"{"scrape":"","path":"/m","port":""}"#),
    ("1.30.3", nil, ["prometheus.io/scrape": "false", "prometheus.io/port": "8080"], false, nil),
    ("1.30.3", nil, ["prometheus.io/scrape": "0"], false, nil),
    ("1.30.3", nil, ["prometheus.io/scrape": "nope"], true, #"{"scrape":"nope","path":"","port":""}"#),
    ("1.12.0", nil, ["prometheus.io/scrape": "false"], true, #"{"scrape":"false","path":"","port":""}"#),
    ("1.30.3", false, ["prometheus.io/port": "8080"], false, nil),
    (
      "1.30.3", false, ["prometheus.io/port": "8080", "prometheus.istio.io/merge-metrics": "true"], true,
      #"{"scrape":"","path":"","port":"8080"}"#
    ),
    ("1.30.3", nil, ["prometheus.io/port": "8080", "prometheus.istio.io/merge-metrics": "false"], false, nil),
    ("1.7.0", nil, [:], true, nil),
    ("1.6.0", nil, [:], false, nil),
    ("1.6.0", true, [:], true, nil),
    ("1.5.0", true, ["prometheus.io/port": "8080"], false, nil),
    ("1.8.0", nil, ["prometheus.io/port": "15020"], true, #"{"scrape":"","path":"","port":"15020"}"#),
    ("1.30.3", nil, ["prometheus-io/port": "8080"], true, #"{"scrape":"","path":"","port":"8080"}"#),
    (
      "1.31.0", nil, ["prometheus.istio.io/scrape-targets": "8080:/metrics,9090"], true,
      #"{"scrape":"","path":"/metrics","port":"8080","targets":[{"port":"8080","path":"/metrics"},"#
        + #"{"port":"9090","path":"/metrics"}]}"#
    ),
    ("1.31.0", nil, ["prometheus.istio.io/scrape-targets": ":/x"], true, nil),
  ]

  @Test("rewrites them where the release merges", arguments: cases)
  func rewrites(example: (String, Bool?, [String: String], Bool, String?)) throws {
    let (version, isEnabled, before, merges, variable) = example
    let outcome = try injected(pod(before), version, mesh: MeshConfig(enablePrometheusMerge: isEnabled))
    #expect(outcome.isInjected && outcome.mergesMetrics == merges)
    #expect(outcome.agentEnvironment[ScrapeConfiguration.variable] == variable)
    let after = outcome.pod.metadata.annotations ?? [:]
    for (name, value) in Self.agent { #expect((after[name] == value) == merges || before[name] == value) }
    if !merges { for (name, value) in before { #expect(after[name] == value) } }
  }

  @Test("other spellings of the same label go, before 1.13 they stay")
  func variants() throws {
    let before = ["prometheus.io/port": "8080", "prometheus/io/path": "/m"]
    let now = try injected(pod(before))
    #expect(now.pod.metadata.annotations?["prometheus/io/path"] == nil)
    #expect(
      now.agentEnvironment[ScrapeConfiguration.variable] == #"{"scrape":"","path":"/m","port":"8080"}"#)
    let then = try injected(pod(before), "1.12.0")
    #expect(then.pod.metadata.annotations?["prometheus/io/path"] == "/m")
    #expect(then.agentEnvironment[ScrapeConfiguration.variable] == #"{"scrape":"","path":"","port":"8080"}"#)
  }

  @Test("a port of 15020 is left alone from 1.9 on")
  func statusPort() throws {
    let outcome = try injected(pod(["prometheus.io/port": "15020", "prometheus.io/path": "/mine"]))
    #expect(outcome.mergesMetrics)
    #expect(outcome.agentEnvironment[ScrapeConfiguration.variable] == nil)
    #expect(outcome.pod.metadata.annotations?["prometheus.io/path"] == "/mine")
  }

  @Test("the mesh's status port is where the agent listens; what is captured is the chart's")
  func otherStatusPort() throws {
    let mesh = MeshConfig(defaultConfig: .init(statusPort: 15099))
    let outcome = try injected(pod(["prometheus.io/port": "8080"]), mesh: mesh)
    #expect(outcome.pod.metadata.annotations?["prometheus.io/port"] == "15099")
    #expect(outcome.statusPort == 15099 && outcome.captures(15099) && !outcome.captures(15020))
    #expect(outcome.agentEnvironment["PROXY_CONFIG"] == #"{"statusPort":15099}"#)
  }

  @Test("a pod's own proxy configuration moves its agent, but not its annotations")
  func proxyConfig() throws {
    let annotation = "statusPort: 15099\nproxyMetadata:\n  METRICS_LOCALHOST_ACCESS_ONLY: \"true\"\n"
    let outcome = try injected(pod(["proxy.istio.io/config": annotation]))
    #expect(outcome.statusPort == 15099)
    #expect(outcome.pod.metadata.annotations?["prometheus.io/port"] == "15020")
    #expect(outcome.agentEnvironment["METRICS_LOCALHOST_ACCESS_ONLY"] == "true")
    guard case .rejected = try injected(pod(["proxy.istio.io/config": "[1]"])).decision else {
      Issue.record("not refused")
      return
    }
  }

  @Test(
    "from 1.31 on, ports of Istio's own and what is no port are refused",
    arguments: [
      ("prometheus.io/port", "15090", "configuration: port 15090 is reserved for Istio"),
      ("prometheus.io/port", "web", #"configuration: invalid port "web""#),
      ("prometheus.io/port", "0", #"configuration: invalid port "0""#),
      (
        "prometheus.istio.io/scrape-targets", "8080,15006:/m",
        "targets: target port 15006 is reserved for Istio"
      ),
      ("prometheus.istio.io/scrape-targets", "015020", "targets: target port 015020 conflicts with agent port"),
    ])
  func reserved(annotation: String, value: String, message: String) throws {
    guard case .rejected(let text) = try injected(pod([annotation: value]), "1.31.0").decision else {
      Issue.record("not refused")
      return
    }
    #expect(text.contains(message))
    #expect(try injected(pod([annotation: value])).isInjected)
  }

  @Test("a secure port in the sidecar's environment becomes an annotation in 1.31")
  func securePort() throws {
    let mesh = MeshConfig(
      defaultConfig: .init(proxyMetadata: ["ENVOY_SECURE_MERGED_METRICS_PORT": "15092"]))
    let now = try injected(pod(), "1.31.0", mesh: mesh)
    #expect(now.pod.metadata.annotations?["prometheus.istio.io/secure-port"] == "15092")
    #expect(now.secureMetricsPorts == SecureMetricsPorts(merged: 15092))
    let before = try injected(pod(), mesh: mesh)
    #expect(before.pod.metadata.annotations?["prometheus.istio.io/secure-port"] == nil)
    #expect(before.secureMetricsPorts == SecureMetricsPorts())
  }
}

@Suite("Injection: what is added")
struct InjectedPodTests {
  @Test("the sidecar is a native one on new Kubernetes from 1.27 on")
  func native() throws {
    let now = try injected(pod()).pod.spec
    #expect(now.containers.map(\.name) == ["app"])
    #expect(now.initContainers?.map(\.name) == ["istio-init", "istio-proxy"])
    #expect(now.initContainers?.last?.restartPolicy == "Always")
    let old = try injected(pod(), kubernetesMinor: 32).pod.spec
    #expect(old.containers.map(\.name) == ["app", "istio-proxy"])
    #expect(old.initContainers?.map(\.name) == ["istio-init"])
    #expect(try injected(pod(), "1.26.0").pod.spec.containers.map(\.name) == ["app", "istio-proxy"])
    let annotated = try injected(pod(["sidecar.istio.io/nativeSidecar": "false"])).pod.spec
    #expect(annotated.containers.map(\.name) == ["app", "istio-proxy"])
  }

  @Test("the sidecar declares http-envoy-prom", arguments: ["1.4.0", "1.12.0", "1.30.3"])
  func declaredPort(version: String) throws {
    let spec = try injected(pod(), version).pod.spec
    let proxy = (spec.containers + (spec.initContainers ?? [])).first { $0.name == "istio-proxy" }
    #expect(proxy?.ports == [ContainerPort(name: "http-envoy-prom", containerPort: 15090, protocol: "TCP")])
  }

  @Test("labels and annotations by release")
  func metadata() throws {
    let now = try injected(pod(labels: ["app": "cart", "version": "v2"])).pod.metadata
    #expect(
      now.labels == [
        "app": "cart", "version": "v2", "security.istio.io/tlsMode": "istio",
        "service.istio.io/canonical-name": "cart", "service.istio.io/canonical-revision": "v2",
      ])
    #expect(now.annotations?["istio.io/rev"] == "default")
    #expect(now.annotations?["kubectl.kubernetes.io/default-container"] == "app")
    #expect(
      now.annotations?["sidecar.istio.io/status"]?.hasPrefix(
        #"{"initContainers":["istio-init","istio-proxy"],"containers":null,"volumes":["#) == true)
    let old = try injected(pod(), "1.8.0").pod.metadata
    #expect(old.labels?["istio.io/rev"] == "default" && old.annotations?["istio.io/rev"] == nil)
    #expect(old.annotations?["sidecar.istio.io/status"]?.contains("revision") == false)
  }

  @Test("the user's own istio-proxy container is laid over the template")
  func override() throws {
    let own = Container(
      name: "istio-proxy", image: "auto", ports: [ContainerPort(name: "merged", containerPort: 15020)],
      env: [EnvironmentVariable(name: "METRICS_LOCALHOST_ACCESS_ONLY", value: "true")])
    let outcome = try injected(pod(containers: [Container(name: "app"), own]), kubernetesMinor: 30)
    let proxy = try #require(outcome.pod.spec.containers.last)
    #expect(proxy.image == "docker.io/istio/proxyv2:1.30.3")
    #expect(proxy.ports?.map(\.containerPort) == [15090, 15020])
    #expect(outcome.agentEnvironment["METRICS_LOCALHOST_ACCESS_ONLY"] == "true")
    #expect(outcome.pod.spec.containers.count == 2)
  }

  @Test("injecting twice changes nothing from 1.9 on", arguments: ["1.9.0", "1.20.0", "1.30.3"])
  func twice(version: String) throws {
    let once = try injected(pod(["prometheus.io/port": "8080"]), version)
    let twice = try injected(once.pod, version)
    #expect(twice.pod.metadata == once.pod.metadata)
    #expect(twice.pod.spec.containers.map(\.name) == once.pod.spec.containers.map(\.name))
    #expect(twice.pod.spec.initContainers?.map(\.name) == once.pod.spec.initContainers?.map(\.name))
    #expect(
      twice.agentEnvironment[ScrapeConfiguration.variable] == #"{"scrape":"","path":"","port":"8080"}"#)
  }

  @Test("injecting twice points the agent at itself before 1.9")
  func twiceBefore() throws {
    let once = try injected(pod(["prometheus.io/port": "8080"]), "1.8.0")
    let variable = try injected(once.pod, "1.8.0").agentEnvironment[ScrapeConfiguration.variable]
    #expect(variable == #"{"scrape":"true","path":"/stats/prometheus","port":"15020"}"#)
  }

  @Test("a gateway captures nothing")
  func gateway() throws {
    let outcome = try injected(pod(["inject.istio.io/templates": "gateway", "prometheus.io/port": "8080"]))
    #expect(outcome.mergesMetrics && outcome.agentEnvironment[ScrapeConfiguration.variable] == nil)
    #expect(outcome.isInjected && !outcome.captures(8080))
    #expect(outcome.pod.spec.initContainers == nil)
    #expect(outcome.template == .gateway)
  }

  @Test("the proxy comes first where applications wait for it")
  func hold() throws {
    let mesh = MeshConfig(defaultConfig: .init(holdApplicationUntilProxyStarts: true))
    let spec = try injected(pod(), mesh: mesh, kubernetesMinor: 30).pod.spec
    #expect(spec.containers.map(\.name) == ["istio-proxy", "app"])
  }

  @Test("the workload of a pod by its owner")
  func workload() {
    func named(_ kind: String, _ name: String, hash: String? = nil) -> WorkloadName {
      var owned = pod(labels: hash.map { ["pod-template-hash": $0] } ?? [:])
      owned.metadata.ownerReferences = [
        OwnerReference(apiVersion: "v1", kind: kind, name: name, controller: true)
      ]
      return WorkloadName(of: owned)
    }
    #expect(named("ReplicaSet", "cart-6f7", hash: "6f7").name == "cart")
    #expect(named("ReplicaSet", "cart-6f7", hash: "6f7").kind == "Deployment")
    #expect(named("ReplicaSet", "cart-6f7").kind == "ReplicaSet")
    #expect(named("Job", "backup-29012345").name == "backup")
    #expect(named("StatefulSet", "db").name == "db")
    #expect(WorkloadName(of: pod()).name == "cart-0")
  }
}

@Suite("Captured ports")
struct CapturedPortsTests {
  /// Release, annotations, ports that go through the proxy, ports that do not.
  static let cases: [(String, [String: String], [UInt16], [UInt16])] = [
    ("1.30.3", [:], [8080, 9999, 22], [15020, 15021, 15090, 15008]),
    ("1.12.0", [:], [8080], [15020, 15021, 15090, 15008, 22]),
    ("1.5.0", [:], [8080, 15021], [15020, 15090]),
    ("1.4.0", [:], [8080, 9999, 15090], [15020]),
    ("1.2.0", [:], [8080], [9999, 15020, 15090]),
    (
      "1.30.3", ["traffic.sidecar.istio.io/excludeInboundPorts": "9090, 9091"], [8080],
      [9090, 9091, 15020, 15090]
    ),
    ("1.30.3", ["traffic.sidecar.istio.io/includeInboundPorts": "8080,15020"], [8080], [9090, 15020]),
    ("1.30.3", ["traffic.sidecar.istio.io/includeInboundPorts": ""], [], [8080, 9090]),
    ("1.30.3", ["status.sidecar.istio.io/port": "0"], [15020, 8080], [15021, 15090]),
    ("1.30.3", ["status.sidecar.istio.io/port": "15555"], [15020], [15555]),
    ("1.2.0", ["traffic.sidecar.istio.io/includeInboundPorts": "*"], [9999], [15020]),
  ]

  @Test("by release and annotation", arguments: cases)
  func captures(version: String, annotations: [String: String], through: [UInt16], past: [UInt16]) throws {
    let outcome = try injected(pod(annotations), version)
    #expect(through.filter { !outcome.captures($0) } == [])
    #expect(past.filter { outcome.captures($0) } == [])
  }
}
