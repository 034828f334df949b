import Contract
import Planning
import Scenarios
import SourceText
import Testing

/// What a pod's proxy gets of the mesh's policies.
@Suite("The plan of a proxy")
struct ProxyPlanTests {
  private static func proxy(_ mesh: String, more: String = "") throws -> ProxyConfiguration? {
    let text = """
      title: A test
      mesh: {kind: istio, \(mesh)}
      prometheus: {flavour: plain}
      services:
        - metadata: {name: cart, namespace: shop}
          spec: {selector: {app: cart}, ports: [{name: http, port: 8080}]}
      pods:
        - name: cart
          namespace: shop
          labels: {app: cart}
          containers:
            - {name: app, exposes: [{port: 8080, metrics: "a 1\\n"}, {port: 9090, metrics: "b 1\\n"}]}
      expect: [{arrives: a}]
      \(more)
      """
    let scenario = try ScenarioLoader.load(SourceFile(path: "s.yaml", text: text))[0]
    let plan = try Planner.plan(scenario, addresses: AddressRange(slice: 9, first: 0, count: 20))
    for case .proxy(let proxy) in plan.states[0].pods[0].roles { return proxy }
    return nil
  }

  struct PortCase: Sendable, CustomTestStringConvertible {
    var version: String
    var modes: [UInt16: MTLSMode]
    var testDescription: String { version }
  }

  @Test(
    "Ports that no Service names follow the version",
    arguments: [
      PortCase(version: "1.4", modes: [8080: .strict, 9090: .disable]),
      PortCase(version: "1.5", modes: [8080: .strict, 9090: .strict]),
      PortCase(version: "1.8", modes: [8080: .strict, 9090: .strict]),
      PortCase(version: "1.9", modes: [8080: .strict, 9090: .permissive]),
      PortCase(version: "1.30", modes: [8080: .strict, 9090: .permissive]),
    ])
  func modes(_ example: PortCase) throws {
    let policies = """
      [{kind: PeerAuthentication, metadata: {name: a, namespace: shop}, spec: {selector: {matchLabels: {app: cart}}, \
      mtls: {mode: STRICT}, portLevelMtls: {9090: {mode: PERMISSIVE}}}}]
      """
    let proxy = try #require(try Self.proxy("version: \"\(example.version)\", mtls: \(policies)"))
    let modes = Dictionary(
      uniqueKeysWithValues: proxy.inbound.map { ($0.listener.endpoint.port, $0.mode) }
    ).filter { example.modes[$0.key] != nil }
    #expect(modes == example.modes)
    #expect(proxy.inbound.filter { !$0.isPassthrough }.map(\.listener.endpoint.port) == [8080])
  }

  @Test(
    "Before Istio 1.10 a Service's port is forwarded to the loopback, another to where it was dialled",
    arguments: ["1.9", "1.10"])
  func upstreams(version: String) throws {
    let proxy = try #require(try Self.proxy("version: \"\(version)\""))
    let upstreams = Dictionary(
      uniqueKeysWithValues: proxy.inbound.map { ($0.listener.endpoint.port, $0.upstream.address) })
    #expect((upstreams[8080] == upstreams[9090]) == (version == "1.10"))
  }

  @Test("15090 is captured before Istio 1.5", arguments: [("1.4", true), ("1.5", false)])
  func statistics(version: String, isCaptured: Bool) throws {
    let proxy = try #require(try Self.proxy("version: \"\(version)\""))
    #expect(proxy.inbound.contains { $0.listener.endpoint.port == 15_090 } == isCaptured)
    let outside = try #require(proxy.statistics.first).endpoint.address
    #expect((outside == proxy.inbound.first?.listener.endpoint.address) == !isCaptured)
  }

  @Test("A proxy gets the policies of root namespace and pod, oldest first, and denials for CUSTOM")
  func policies() throws {
    let more = """
      authorizationPolicies:
        - {kind: AuthorizationPolicy, metadata: {name: d, namespace: shop}, spec: {selector: {matchLabels: {app: other}}}}
        - {kind: AuthorizationPolicy, metadata: {name: c, namespace: garden}}
        - kind: AuthorizationPolicy
          metadata: {name: b, namespace: shop, creationTimestamp: "2024-02-01T00:00:00Z"}
          spec: {action: CUSTOM, provider: {name: x}, rules: [{to: [{operation: {paths: [/a]}}]}]}
        - kind: AuthorizationPolicy
          metadata: {name: a, namespace: istio-system, creationTimestamp: "2024-01-01T00:00:00Z"}
      """
    for (version, rules) in [("1.19", "[{}]"), ("1.20", #"[{"to":[{"operation":{"paths":["/a"]}}]}]"#)] {
      let proxy = try #require(try Self.proxy("version: \"\(version)\"", more: more))
      #expect(
        proxy.authorizationPolicies == [
          #"{"metadata":{"creationTimestamp":"2024-01-01T00:00:00Z","name":"a","namespace":"istio-system"},"spec":{}}"#,
          #"{"metadata":{"creationTimestamp":"2024-02-01T00:00:00Z","name":"b","namespace":"shop"},"#
            + #""spec":{"action":"DENY","provider":{"name":"x"},"rules":"# + rules + "}}",
        ])
    }
  }
}
