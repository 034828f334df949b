import KubernetesModel
import MeshModel
import Testing

private func policy(
  _ name: String, in namespace: String, _ mode: String?, for labels: [String: String]? = nil,
  ports: [String: String?] = [:], age: String? = nil
) -> PeerAuthentication {
  PeerAuthentication(
    metadata: ObjectMeta(name: name, namespace: namespace, creationTimestamp: age),
    spec: .init(
      selector: labels.map { WorkloadSelector(matchLabels: $0) },
      mtls: mode.map { PeerAuthentication.Setting(mode: $0) },
      portLevelMtls: ports.isEmpty ? nil : ports.mapValues { PeerAuthentication.Setting(mode: $0) }))
}

/// A composition and what it comes to: the mode, and single ports.
struct CompositionCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var policies: [PeerAuthentication]
  var mode: MTLS
  var ports: [UInt16: MTLS] = [:]

  static let all = [
    CompositionCase(testDescription: "nothing: PERMISSIVE", policies: [], mode: .permissive),
    CompositionCase(
      testDescription: "mesh-wide", policies: [.meshWide(.strict)], mode: .strict),
    CompositionCase(
      testDescription: "the namespace wins over the mesh",
      policies: [.meshWide(.strict), policy("default", in: "shop", "DISABLE")], mode: .disable),
    CompositionCase(
      testDescription: "the workload wins over the namespace",
      policies: [
        policy("cart", in: "shop", "STRICT", for: ["app": "cart"]), policy("default", in: "shop", "DISABLE"),
      ], mode: .strict),
    CompositionCase(
      testDescription: "UNSET inherits",
      policies: [
        .meshWide(.strict), policy("default", in: "shop", "UNSET"),
        policy("cart", in: "shop", nil, for: ["app": "cart"]),
      ], mode: .strict),
    CompositionCase(
      testDescription: "other namespaces do not count",
      policies: [policy("default", in: "elsewhere", "STRICT")], mode: .permissive),
    CompositionCase(
      testDescription: "other workloads do not count",
      policies: [policy("pay", in: "shop", "STRICT", for: ["app": "pay"])], mode: .permissive),
    CompositionCase(
      testDescription: "an empty selector is none",
      policies: [policy("default", in: "shop", "STRICT", for: [:])], mode: .strict),
    CompositionCase(
      testDescription: "a selector in the root namespace is ignored",
      policies: [policy("cart", in: "istio-system", "STRICT", for: ["app": "cart"])], mode: .permissive),
    CompositionCase(
      testDescription: "the oldest of a scope wins",
      policies: [
        policy("b", in: "shop", "STRICT", age: "2026-02-01T00:00:00Z"),
        policy("a", in: "shop", "DISABLE", age: "2026-01-01T00:00:00Z"),
      ], mode: .disable),
    CompositionCase(
      testDescription: "of one age, the first by name wins",
      policies: [
        policy("b", in: "shop", "STRICT", age: "2026-01-01T00:00:00Z"),
        policy("a", in: "shop", "DISABLE", age: "2026-01-01T00:00:00Z"),
      ], mode: .disable),
    CompositionCase(
      testDescription: "ports of a workload policy",
      policies: [
        .meshWide(.strict),
        policy("cart", in: "shop", nil, for: ["app": "cart"], ports: ["9090": "PERMISSIVE", "9091": "UNSET"]),
      ], mode: .strict, ports: [9090: .permissive, 9091: .strict]),
    CompositionCase(
      testDescription: "ports without a selector do not count",
      policies: [policy("default", in: "shop", "STRICT", ports: ["9090": "PERMISSIVE"])], mode: .strict),
    CompositionCase(
      testDescription: "ports in the root namespace do not count",
      policies: [
        policy("cart", in: "istio-system", "STRICT", for: ["app": "cart"], ports: ["9090": "DISABLE"])
      ], mode: .permissive),
    CompositionCase(
      testDescription: "a loser's ports do not count",
      policies: [
        policy("a", in: "shop", "STRICT", for: ["app": "cart"]),
        policy("b", in: "shop", "STRICT", for: ["app": "cart"], ports: ["9090": "DISABLE"]),
      ], mode: .strict),
  ]
}

@Suite("Composition of PeerAuthentication")
struct PeerAuthenticationTests {
  @Test("comes to one mode and modes of ports", arguments: CompositionCase.all)
  func composes(example: CompositionCase) {
    for policies in [example.policies, example.policies.reversed()] {
      let result = PeerAuthenticationComposition.compose(
        policies, workloadNamespace: "shop", workloadLabels: ["app": "cart", "version": "v1"],
        rootNamespace: "istio-system")
      #expect(result == WorkloadMTLS(mode: example.mode, ports: example.ports))
      #expect(result.mode(port: 1) == example.mode)
    }
  }

  @Test(
    "ports that no Service names, by release",
    arguments: [
      ("1.4.0", true, MTLS.permissive), ("1.4.0", false, .disable), ("1.8.0", false, .strict),
      ("1.9.0", false, .permissive), ("1.30.3", false, .permissive),
    ])
  func passthrough(version: String, isNamed: Bool, expected: MTLS) throws {
    let policy = WorkloadMTLS(mode: .strict, ports: [9090: .permissive])
    let version = try #require(IstioVersion(version))
    #expect(policy.mode(port: 9090, isNamedByService: isNamed, version: version) == expected)
  }
}
