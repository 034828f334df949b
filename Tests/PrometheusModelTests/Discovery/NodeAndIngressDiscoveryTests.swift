import KubernetesModel
import PrometheusModel
import Testing

@Suite("Targets of nodes and Ingresses")
struct NodeAndIngressDiscoveryTests {
  static func node(_ addresses: [(String, String)]) -> Node {
    Node(
      metadata: ObjectMeta(name: "node-a", labels: ["role": "worker"]), spec: NodeSpec(providerID: "kind://a"),
      status: NodeStatus(
        addresses: addresses.map { NodeAddress(type: $0.0, address: $0.1) },
        conditions: [NodeCondition(type: "Ready", status: "True")],
        daemonEndpoints: NodeDaemonEndpoints(kubeletEndpoint: DaemonEndpoint(port: 10250))))
  }

  @Test(
    "The address of a node, by priority",
    arguments: [
      ([("Hostname", "a"), ("InternalIP", "10.1.1.1")], "10.1.1.1:10250" as String?),
      ([("Hostname", "a"), ("ExternalDNS", "a.example.com")], "a.example.com:10250"),
      ([("InternalIP", "fd00::5"), ("InternalIP", "10.1.1.1")], "[fd00::5]:10250"), ([("Odd", "x")], nil),
      ([], nil),
    ])
  func address(addresses: [(String, String)], expected: String?) {
    let targets = DiscoveryLabels.node(Self.node(addresses))
    #expect(targets.map { $0.labels["__address__"] } == (expected.map { [$0] } ?? []))
  }

  @Test(
    "Labels of a node",
    arguments: [
      ("instance", "node-a" as String?, (3, 14)), ("__meta_kubernetes_node_name", "node-a", (3, 14)),
      ("__meta_kubernetes_node_label_role", "worker", (3, 14)),
      ("__meta_kubernetes_node_address_InternalIP", "10.1.1.1", (3, 14)),
      ("__meta_kubernetes_node_provider_id", "kind://a", (3, 14)),
      ("__meta_kubernetes_node_condition_ready", "true", (3, 12)),
      ("__meta_kubernetes_node_condition_ready", nil, (3, 11)),
      ("__meta_kubernetes_node_provider_id", nil, (2, 32)),
    ])
  func labels(name: String, value: String?, version: (Int, Int)) throws {
    let context = DiscoveryLabels.Context(version: PrometheusVersion(version.0, version.1))
    let targets = DiscoveryLabels.node(Self.node([("InternalIP", "10.1.1.1")]), in: context)
    #expect(try #require(targets.first).labels[name] == value)
  }

  struct Route: Equatable {
    var host: String?
    var path: String?
    var scheme: String?
  }

  @Test(
    "A target a host and path; https where a TLS host fits",
    arguments: [
      ([String](), ["shop.example.com"], ["", "/metrics"], (3, 14), ["http /", "http /metrics"]),
      (["shop.example.com"], ["shop.example.com"], ["/a"], (3, 14), ["https /a"]),
      (["*.example.com"], ["shop.example.com"], ["/a"], (3, 14), ["https /a"]),
      (["*.example.com"], ["shop.example.com"], ["/a"], (2, 29), ["http /a"]),
      (["*.example.com"], ["a.shop.example.com"], ["/a"], (3, 14), ["http /a"]),
    ])
  func ingress(secured: [String], hosts: [String], paths: [String], version: (Int, Int), expected: [String]) {
    let ingress = Ingress(
      metadata: ObjectMeta(name: "shop", namespace: "shop"),
      spec: IngressSpec(
        ingressClassName: "nginx", tls: [IngressTLS(hosts: secured)],
        rules: hosts.map {
          IngressRule(host: $0, http: IngressPaths(paths: paths.map { IngressPath(path: $0) }))
        }))
    let context = DiscoveryLabels.Context(version: PrometheusVersion(version.0, version.1))
    let targets = DiscoveryLabels.ingress(ingress, in: context).map(\.labels)
    let routes = targets.map {
      ($0["__meta_kubernetes_ingress_scheme"] ?? "") + " " + ($0["__meta_kubernetes_ingress_path"] ?? "")
    }
    #expect(routes == expected)
    #expect(targets.allSatisfy { $0["__address__"] == hosts[0] })
    #expect(targets.allSatisfy { $0["__meta_kubernetes_ingress_class_name"] == "nginx" })
  }

  @Test("A rule without paths is the root")
  func ingressWithoutPaths() {
    let ingress = Ingress(
      metadata: ObjectMeta(name: "shop"), spec: IngressSpec(rules: [IngressRule(host: "shop.example.com")]))
    #expect(DiscoveryLabels.ingress(ingress).map { $0.labels["__meta_kubernetes_ingress_path"] } == ["/"])
  }
}
