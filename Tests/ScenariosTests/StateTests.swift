import KubernetesModel
import MeshModel
import PrometheusModel
import Scenarios
import SourceText
import Testing

@Suite struct StateTests {
  @Test func whatIsLeftOutHasItsDefault() throws {
    let scenario = try LoadedText.scenario(
      "pods: [{name: cart, containers: [{name: app, exposes: [{port: 80}]}]}]")
    let state = scenario.states[0]
    #expect(scenario.states.count == 1 && scenario.cell == nil && state.name == nil)
    #expect(state.mesh.kind == .none && state.mesh.peerAuthentications.isEmpty)
    #expect((state.prometheus.release, state.prometheus.namespace) == ("prometheus", "monitoring"))
    #expect(state.prometheus.version == nil && state.prometheus.sidecar == "none")
    let template = state.pods[0]
    #expect(template.replicas == 1 && template.pod.metadata.namespace == "default")
    #expect(template.pod.spec.serviceAccountName == "default" && template.pod.status?.phase == "Running")
    #expect(template.pod.status?.podIP == nil && template.pod.metadata.labels == nil)
    #expect(template.exposures == [Exposure(container: "app", port: 80, span: template.exposures[0].span)])
  }

  @Test func everyKeyOfAPodArrives() throws {
    let state = try LoadedText.scenario(
      """
      pods:
        - name: cart
          namespace: shop
          replicas: 3
          labels: {app: cart}
          annotations: {a: "1"}
          serviceAccount: seller
          phase: Pending
          owner: {kind: StatefulSet, name: cart}
          hostNetwork: true
          node: n1
          initContainers: [{name: agent, restartPolicy: Always, exposes: [{port: 9000}]}]
          containers:
            - name: app
              image: cart:1
              args: [--fast]
              env: [{name: A, value: b}]
              ports: [{name: http, containerPort: 8080, protocol: TCP}]
              exposes:
                - port: 8080
                  path: /m
                  metrics: a 1
                  openMetrics: b 1
                  bind: podIP
                  https: true
                  contentType: none
                  status: 503
                  delay: 2s
                  truncateAfter: 5
                  compression: always-gzip
                  redirect: /x
                  bearerToken: t
                  series: 7
                  increment: 1.5
      """
    ).states[0]
    let template = state.pods[0]
    let pod = template.pod
    #expect(
      template.replicas == 3 && pod.metadata.labels == ["app": "cart"] && pod.metadata.annotations == ["a": "1"]
    )
    #expect(
      pod.spec.serviceAccountName == "seller" && pod.status?.phase == "Pending" && pod.spec.nodeName == "n1")
    let owner = OwnerReference(apiVersion: "apps/v1", kind: "StatefulSet", name: "cart", controller: true)
    #expect(pod.metadata.ownerReferences == [owner] && pod.spec.hostNetwork == true)
    #expect(pod.spec.initContainers == [Container(name: "agent", restartPolicy: "Always")])
    let container = Container(
      name: "app", image: "cart:1", ports: [ContainerPort(name: "http", containerPort: 8080, protocol: "TCP")],
      env: [EnvironmentVariable(name: "A", value: "b")], args: ["--fast"])
    #expect(pod.spec.containers == [container])
    #expect(template.exposures.map(\.container) == ["agent", "app"])
    let exposure = Exposure(
      container: "app", port: 8080, bind: .podIP, https: true, path: "/m", metrics: "a 1", openMetrics: "b 1",
      omitsContentType: true, status: 503, delayMilliseconds: 2000, truncatesAfter: 5, compression: .alwaysGzip,
      redirect: "/x", bearerToken: "t", fillerSeries: 7, increment: 1.5, span: template.exposures[1].span)
    #expect(template.exposures[1] == exposure)
  }

  static let delays: [(text: String, milliseconds: Int)] = [
    ("250ms", 250), ("2s", 2000), ("1m", 60_000), ("0s", 0),
  ]

  @Test(arguments: delays) func delaysHaveUnits(_ row: (text: String, milliseconds: Int)) throws {
    let text = "pods: [{name: a, containers: [{name: b, exposes: [{port: 1, delay: \(row.text)}]}]}]"
    #expect(try LoadedText.scenario(text).states[0].pods[0].exposures[0].delayMilliseconds == row.milliseconds)
  }

  @Test func aModeIsAPolicyOfTheRootNamespace() throws {
    let mesh = try LoadedText.scenario(
      "mesh: {kind: istio, mtls: STRICT, merging: false, config: {rootNamespace: mesh-root, trustDomain: corp, accessLogFile: x}}"
    ).states[0].mesh
    #expect(mesh.peerAuthentications == [.meshWide(.strict, rootNamespace: "mesh-root")])
    #expect(mesh.version == IstioVersion.latest.number && mesh.config.trustDomain == "corp")
    #expect(mesh.config.enablePrometheusMerge == false)
  }

  @Test func policiesAreThoseOfTheFile() throws {
    let mesh = try LoadedText.scenario(
      """
      mesh:
        kind: istio
        version: "1.10"
        mtls:
          - {kind: PeerAuthentication, metadata: {name: one}, spec: {mtls: {mode: UNSET}}}
          - kind: PeerAuthentication
            metadata: {name: two, namespace: shop}
            spec: {selector: {matchLabels: {app: cart}}, portLevelMtls: {8080: {mode: DISABLE}}}
      """
    ).states[0].mesh
    #expect(mesh.peerAuthentications.map(\.metadata.namespace) == ["default", "shop"])
    #expect(mesh.peerAuthentications[1].spec.portLevelMtls == ["8080": .init(.disable)])
    #expect(mesh.version == "1.10" && mesh.config.enablePrometheusMerge == nil)
  }

  @Test func namespacesAreLabelledForInjectionUnlessTheySayOtherwise() throws {
    let text = """
      mesh: {kind: istio}
      namespaces: [{name: plain, labels: {team: a}}, {name: listed}, {name: bare, labels: {}}]
      pods:
        - {name: a, namespace: plain, containers: [{name: c}]}
        - {name: b, namespace: shop, containers: [{name: c}]}
      """
    func labels(_ text: String) throws -> [String: [String: String]] {
      let namespaces = try LoadedText.scenario(text).states[0].namespaces
      return Dictionary(uniqueKeysWithValues: namespaces.map { ($0.metadata.name, $0.metadata.labels ?? [:]) })
    }
    let found = try labels(text)
    #expect(found["plain"] == ["team": "a", "kubernetes.io/metadata.name": "plain"])
    #expect(found["bare"] == ["kubernetes.io/metadata.name": "bare"])
    for name in ["listed", "shop"] { #expect(found[name]?["istio-injection"] == "enabled") }
    for name in ["monitoring", "istio-system"] {
      #expect(found[name] == ["kubernetes.io/metadata.name": name])
    }
    let without = try labels(text.replacing("kind: istio", with: "kind: none"))
    #expect(without["shop"] == ["kubernetes.io/metadata.name": "shop"] && without["istio-system"] == nil)
  }

  @Test func servicesAreAsKubernetesWritesThem() throws {
    let service = try LoadedText.scenario(
      """
      services:
        - metadata: {name: cart}
          spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: web}, {port: 81, targetPort: 8081}]}
      """
    ).states[0].services[0]
    #expect(service.metadata.namespace == "default" && service.spec.selector == ["app": "cart"])
    #expect(service.spec.ports?.map(\.targetPort) == [.name("web"), .number(8081)])
  }

  @Test func expectationsAreTakenAsTheyStand() throws {
    let state = try LoadedText.scenario(
      """
      pods: [{name: cart, containers: [{name: c}]}]
      expect:
        - arrives: up{job="a"}
          series: 2
          value: -1.5
        - {missing: b, because: merge.disabled}
        - {missing: c, exposed: false}
        - target: {job: a, port: 8080, pod: cart*}
          health: down
          lastError: "*refused"
          count: 1
        - target: {__meta_kubernetes_pod_name: cart}
          dropped: true
      """
    ).states[0]
    #expect(
      state.expectations.map(\.text) == [
        "arrives: up{job=\"a\"}", "missing: b", "missing: c", "target: {job: a, port: 8080, pod: cart*}",
        "target: {__meta_kubernetes_pod_name: cart}",
      ])
    #expect(state.expectations.map(\.span.start.line) == [3, 6, 7, 8, 12])
    guard case .arrives(let arrives) = state.expectations[0].kind,
      case .missing(let missing) = state.expectations[1].kind,
      case .missing(let unexposed) = state.expectations[2].kind,
      case .target(let target) = state.expectations[3].kind,
      case .target(let dropped) = state.expectations[4].kind
    else {
      Issue.record("other kinds")
      return
    }
    #expect(arrives.series == 2 && arrives.value == -1.5 && arrives.selector.name == "up")
    #expect(missing.because == "merge.disabled" && missing.exposed && !unexposed.exposed)
    #expect(target.labels == ["job": "a", "port": "8080", "pod": "cart*"] && target.health == .down)
    #expect(target.lastError == "*refused" && target.count == 1 && !target.dropped && dropped.dropped)
  }

  @Test func faultsReachTheirRoles() throws {
    let state = try LoadedText.scenario(
      """
      faults: {app: hang, scraper: never-ready, kube-api: wrong-answer}
      pods:
        - {name: a, containers: [{name: c, exposes: [{port: 1}]}]}
        - {name: b, containers: [{name: c, exposes: [{port: 1}]}], faults: {app: exit-after-ready, proxy: hang}}
      """
    ).states[0]
    #expect(state.faults == ["app": "hang", "scraper": "never-ready", "kube-api": "wrong-answer"])
    #expect(state.prometheus.fault == "never-ready")
    #expect(state.pods.map(\.faults) == [["app": "hang"], ["app": "exit-after-ready", "proxy": "hang"]])
    #expect(state.pods.map { $0.exposures[0].fault } == ["hang", "exit-after-ready"])
  }
}

@Suite struct GlobTests {
  static let matches: [(glob: Glob, text: String, matches: Bool)] = [
    ("cart-*", "cart-0", true), ("cart-*", "cart-", true), ("cart-*", "cart", false), ("*", "", true),
    ("", "", true), ("", "a", false), ("a?c", "abc", true), ("a?c", "ac", false), ("*b*", "abc", true),
    ("*b", "abc", false), ("**a**", "a", true), ("http://*:8080/metrics", "http://10.0.0.1:8080/metrics", true),
    ("*read: connection reset by peer", "Get: read tcp: read: connection reset by peer", true),
    ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXcXb", false), ("é?", "éü", true), ("[a]", "[a]", true),
  ]

  @Test(arguments: matches) func wholeTextsMatch(_ row: (glob: Glob, text: String, matches: Bool)) {
    #expect(row.glob.matches(row.text) == row.matches)
  }

  @Test func manyStarsStayFast() {
    let glob = Glob(String(repeating: "*a", count: 200) + "b")
    #expect(!glob.matches(String(repeating: "a", count: 2000)))
  }
}

@Suite struct ReferenceTests {
  private static let pods = """
    pods:
      - {name: cart, namespace: shop, replicas: 12, containers: [{name: c}]}
      - {name: till, namespace: shop, containers: [{name: c}]}
    steps: [{name: more, change: {pods: [{name: late, containers: [{name: c}]}]}, expect: [{arrives: up}]}]

    """

  static let targets: [(target: String, error: String?)] = [
    ("{pod: cart-11}", nil), ("{pod: till}", nil), ("{pod: late}", nil), ("{pod: cart-*}", nil),
    ("{job: x}", nil),
    ("{namespace: monitoring}", nil),
    ("{pod: cart}", "there is no pod `cart` in this scenario; there is `cart-0`, `late`, `till`"),
    ("{pod: cart-12}", "there is no pod `cart-12` in this scenario; did you mean `cart-0`?"),
    ("{pod: cart-01}", "there is no pod `cart-01` in this scenario; did you mean `cart-0`?"),
    ("{pod: till-0}", "there is no pod `till-0` in this scenario; did you mean `till`?"),
    ("{namespace: shpo}", "there is no namespace `shpo` in this scenario; did you mean `shop`?"),
    (
      "{__meta_kubernetes_pod_name: x}",
      "there is no pod `x` in this scenario; there is `cart-0`, `late`, `till`"
    ),
  ]

  @Test(arguments: targets) func targetsAreOfPodsThatThereAre(_ row: (target: String, error: String?)) {
    let text = Self.pods + "expect:\n  - target: \(row.target)\n    count: 0\n"
    #expect(LoadedText.errors(text) == (row.error.map { ["6:5: \($0)"] } ?? []))
  }

  @Test func relabellingOfTheUsersOwnCanMakeAnyLabel() {
    let text =
      Self.pods + "prometheus: {flavour: plain, scrapeConfigs: [{job_name: a}]}\nexpect: [{target: {pod: x}}]\n"
    #expect(LoadedText.errors(text) == [])
  }

  static let exposures: [(first: String, second: String, error: String?)] = [
    ("{port: 1}", "{port: 2}", nil), ("{port: 1, bind: 127.0.0.1}", "{port: 1, bind: podIP, path: /b}", nil),
    ("{port: 1}", "{port: 1, path: /b}", nil),
    ("{port: 1}", "{port: 1, path: /b, bind: podIP}", "port 1 is bound to 0.0.0.0 already, which covers podIP"),
    ("{port: 1, bind: podIP}", "{port: 1, path: /b}", "port 1 is bound to podIP already, which covers 0.0.0.0"),
    ("{port: 1}", "{port: 1, path: /b, https: true}", "port 1 speaks either HTTPS or plaintext, not both"),
    ("{port: 1}", "{port: 1}", "`exposes` has 1 /metrics twice"),
  ]

  @Test(arguments: exposures) func onePortHasOneSocket(_ row: (first: String, second: String, error: String?)) {
    let text = "pods: [{name: a, containers: [{name: c, exposes: [\(row.first), \(row.second)]}]}]"
    #expect(
      LoadedText.errors(text).map { $0.split(separator: " ", maxSplits: 1)[1] }
        == [row.error].compactMap { $0?[...] })
  }
}
