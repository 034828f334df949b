import Contract
import Planning
import Scenarios
import SourceText
import Testing

/// What the sidecar of Prometheus' own pod gets, by Service, port and release.
@Suite("The plan of a sidecar on Prometheus")
struct OutboundPlanTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var version = "1.30"
    var port: String?
    var headless = false
    var mode = "STRICT"
    var policy = "ALLOW_ANY"
    /// What becomes of bytes at the pod's IP and port 8080.
    var bytes: OutboundRoute.Kind
    var isMutualTLS = false
    /// What becomes of HTTP with the pod's IP as its host; nil where nobody looks.
    var http: OutboundRoute.Kind?
    var testDescription: String { name }
  }

  @Test(
    "What is dialled at a pod's IP",
    arguments: [
      Case(name: "no Service", bytes: .passthrough),
      Case(name: "no Service, REGISTRY_ONLY", policy: "REGISTRY_ONLY", bytes: .blackHole),
      Case(name: "http", port: "http", bytes: .passthrough, http: .passthrough),
      Case(
        name: "http, REGISTRY_ONLY", port: "http", policy: "REGISTRY_ONLY", bytes: .blackHole, http: .blackHole),
      Case(name: "tcp", port: "tcp-metrics", bytes: .passthrough),
      Case(name: "undeclared", port: "metrics", bytes: .passthrough),
      Case(name: "headless http", port: "http", headless: true, bytes: .passthrough, http: .passthrough),
      Case(name: "headless tcp", port: "tcp-metrics", headless: true, bytes: .headless, isMutualTLS: true),
      Case(
        name: "headless tcp, DISABLE", port: "tcp-metrics", headless: true, mode: "DISABLE", bytes: .headless),
      Case(
        name: "headless undeclared", port: "metrics", headless: true, bytes: .headless, isMutualTLS: true,
        http: .headless),
      Case(
        name: "headless undeclared, 1.11", version: "1.11", port: "metrics", headless: true, bytes: .headless,
        isMutualTLS: true, http: OutboundRoute.Kind.none),
      Case(
        name: "headless undeclared, 1.7", version: "1.7", port: "metrics", headless: true, bytes: .passthrough,
        http: .passthrough),
    ])
  func route(_ test: Case) throws {
    let services = test.port.map { port in
      """
      services:
        - metadata: {name: cart, namespace: shop}
          spec: {\(test.headless ? "clusterIP: None, " : "")selector: {app: cart}, ports: [{name: \(port), port: 8080}]}
      """
    }
    let text = """
      title: A test
      mesh: {kind: istio, version: "\(test.version)", mtls: \(test.mode), config: {outboundTrafficPolicy: {mode: \(test.policy)}}}
      prometheus: {flavour: plain, sidecar: full}
      \(services ?? "services: []")
      pods:
        - name: cart
          namespace: shop
          labels: {app: cart}
          containers: [{name: app, exposes: [{port: 8080, metrics: "a 1\\n"}]}]
      expect: [{arrives: a}]
      """
    let scenario = try ScenarioLoader.load(SourceFile(path: "s.yaml", text: text))[0]
    let range = AddressRange(slice: 9, first: 0, count: Planner.addressCount(for: scenario))
    let state = try Planner.plan(scenario, addresses: range).states[0]
    let addresses = state.pods[0].addresses
    #expect(addresses.pod != addresses.behind)
    let listener = try #require(
      state.sidecar?.outbound.first { $0.listener.endpoint == Endpoint(addresses.pod, 8080) })
    #expect(listener.destination == Endpoint(addresses.behind, 8080))
    #expect(listener.bytes.kind == test.bytes)
    #expect(listener.bytes.isMutualTLS == test.isMutualTLS)
    let route = listener.http.map { http in http.hosts.first { $0.names.contains("*") }?.route ?? http.others }
    #expect(route?.kind == test.http)
    let own = state.sidecar?.outbound.first { $0.listener.endpoint == Endpoint(addresses.pod, 15_090) }
    #expect(own?.bytes.kind == .ownStatistics)
  }

  @Test("A port that is excluded is the pod's own at the published IP")
  func excluded() throws {
    let text = """
      title: A test
      mesh: {kind: istio}
      prometheus:
        flavour: plain
        sidecar: full
        annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "8080"}
      pods:
        - name: cart
          namespace: shop
          containers: [{name: app, exposes: [{port: 8080, metrics: "a 1\\n"}]}]
      expect: [{arrives: a}]
      """
    let scenario = try ScenarioLoader.load(SourceFile(path: "s.yaml", text: text))[0]
    let range = AddressRange(slice: 9, first: 0, count: Planner.addressCount(for: scenario))
    let state = try Planner.plan(scenario, addresses: range).states[0]
    let pod = state.pods[0]
    #expect(state.sidecar?.outbound.contains { $0.listener.endpoint.port == 8080 } == false)
    for case .proxy(let proxy) in pod.roles {
      let captured = proxy.inbound.first { $0.listener.endpoint.port == 8080 }
      #expect(captured?.listener.endpoint.address == pod.addresses.pod)
    }
  }
}
