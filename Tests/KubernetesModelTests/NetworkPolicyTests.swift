import KubernetesModel
import SourceText
import Testing

/// Whether Prometheus gets through to port 8080 of a pod, by policy.
@Suite struct NetworkPolicyTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var policies: [String]
    var denied: NetworkPolicyDenial?
    var port: UInt16 = 8080
    var testDescription: String { policies.joined(separator: " | ") }
  }

  static let prometheus = NetworkedPod(
    namespace: "monitoring", namespaceLabels: ["team": "sre"], labels: ["app": "prometheus"])
  static let cart = NetworkedPod(
    namespace: "shop", namespaceLabels: ["team": "shop"], labels: ["app": "cart"],
    ports: [
      ContainerPort(name: "http", containerPort: 8080),
      ContainerPort(name: "dns", containerPort: 53, protocol: "UDP"),
    ])

  static func ingress(_ names: String...) -> NetworkPolicyDenial {
    NetworkPolicyDenial(direction: .ingress, policies: names)
  }

  static func policy(_ name: String, in namespace: String = "shop", _ spec: String) -> String {
    "{kind: NetworkPolicy, metadata: {name: \(name), namespace: \(namespace)}, spec: \(spec)}"
  }

  static let examples: [Example] = [
    .init(policies: []),
    .init(policies: [policy("a", "{}")], denied: ingress("shop/a")),
    .init(policies: [policy("a", in: "other", "{}")]),
    .init(policies: [policy("a", "{podSelector: {matchLabels: {app: payment}}}")]),
    .init(policies: [policy("a", "{policyTypes: [Egress]}")]),
    .init(policies: [policy("a", "{egress: [{}]}")], denied: ingress("shop/a")),
    .init(policies: [policy("a", "{ingress: [{}]}")]),
    .init(policies: [policy("b", "{}"), policy("a", "{}")], denied: ingress("shop/a", "shop/b")),
    .init(policies: [policy("a", "{}"), policy("b", "{ingress: [{ports: [{port: 8080}]}]}")]),
    .init(
      policies: [policy("a", "{ingress: [{ports: [{port: 8080}]}]}")], denied: ingress("shop/a"), port: 8081),
    .init(policies: [policy("a", "{ingress: [{ports: [{port: 8000, endPort: 8080}]}]}")]),
    .init(
      policies: [policy("a", "{ingress: [{ports: [{port: 8000, endPort: 8079}]}]}")], denied: ingress("shop/a")),
    .init(policies: [policy("a", "{ingress: [{ports: [{protocol: TCP}]}]}")]),
    .init(
      policies: [policy("a", "{ingress: [{ports: [{protocol: UDP, port: 8080}]}]}")], denied: ingress("shop/a")),
    .init(policies: [policy("a", "{ingress: [{ports: [{port: http}]}]}")]),
    .init(policies: [policy("a", "{ingress: [{ports: [{port: dns}]}]}")], denied: ingress("shop/a"), port: 53),
    .init(
      policies: [policy("a", "{ingress: [{from: [{podSelector: {matchLabels: {app: prometheus}}}]}]}")],
      denied: ingress("shop/a")),
    .init(policies: [policy("a", "{ingress: [{from: [{namespaceSelector: {}}]}]}")]),
    .init(policies: [policy("a", "{ingress: [{from: [{namespaceSelector: {matchLabels: {team: sre}}}]}]}")]),
    .init(
      policies: [
        policy(
          "a",
          "{ingress: [{from: [{namespaceSelector: {matchLabels: {team: sre}}, podSelector: {matchLabels: {app: x}}}]}]}"
        )
      ], denied: ingress("shop/a")),
    .init(
      policies: [
        policy(
          "a",
          "{ingress: [{from: [{namespaceSelector: {matchLabels: {team: x}}}, {ipBlock: {cidr: 0.0.0.0/0}}]}]}")
      ]),
    .init(
      policies: [policy("a", in: "monitoring", "{policyTypes: [Egress], egress: [{to: [{podSelector: {}}]}]}")],
      denied: NetworkPolicyDenial(direction: .egress, policies: ["monitoring/a"])),
    .init(
      policies: [
        policy(
          "a", in: "monitoring",
          "{policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: http}]}]}")
      ]),
    .init(policies: [policy("a", in: "monitoring", "{policyTypes: [Ingress]}")]),
  ]

  @Test(arguments: examples)
  func denials(_ example: Example) throws {
    let policies = try example.policies.map { text in
      try YAMLReader.document(text, file: "policy.yaml").decode(NetworkPolicy.self)
    }
    #expect(policies.denial(from: Self.prometheus, to: Self.cart, port: example.port) == example.denied)
  }
}
