import KubernetesModel
import MeshModel
import Testing

private func pod(_ annotations: [String: String] = [:]) -> Pod {
  Pod(
    metadata: ObjectMeta(name: "cart-0", namespace: "shop", labels: ["app": "cart"], annotations: annotations),
    spec: PodSpec(
      containers: [Container(name: "app", ports: [ContainerPort(name: "http", containerPort: 8080)])]))
}

private func inject(
  _ pod: Pod, namespace: [String: String] = ["linkerd.io/inject": "enabled"], version: String = "2.18"
) throws -> LinkerdInjectionOutcome {
  LinkerdInjection.inject(
    pod, namespace: Namespace(metadata: ObjectMeta(name: "shop", annotations: namespace)),
    defaultPolicy: .allUnauthenticated, ignoredPorts: "4567,4568",
    version: try #require(LinkerdVersion(version)))
}

@Suite("Linkerd: injection and policies")
struct LinkerdInjectionTests {
  @Test(
    "releases",
    arguments: [
      ("2.14", true), ("2.14.10", true), ("v2.18", true), ("2.13", false), ("1.8", false), ("2", false),
      ("2.18.x", false), ("2.18~linkerd.no-such", false),
    ])
  func releases(text: String, isPlayed: Bool) { #expect((LinkerdVersion(text) != nil) == isPlayed) }

  @Test("the proxy comes first, and has the port linkerd-admin")
  func container() throws {
    let containers = try inject(pod()).pod.spec.containers
    #expect(containers.map(\.name) == ["linkerd-proxy", "app"])
    #expect(containers.first?.ports?.map(\.containerPort) == [4143, 4191])
  }

  @Test(
    "inbound ports that are not redirected",
    arguments: [
      (nil, [4190, 4191, 4567, 4568]), ("8080", [4190, 4191, 8080]), ("1-3, 9,", [1, 2, 3, 9, 4190, 4191]),
      ("9-1,http,1-2-3", [4190, 4191]),
    ] as [(String?, [UInt16])])
  func skipped(annotation: String?, expected: [UInt16]) throws {
    let annotations = annotation.map { ["config.linkerd.io/skip-inbound-ports": $0] } ?? [:]
    let outcome = try inject(pod(annotations))
    #expect(outcome.skippedInboundPorts.sorted() == expected)
    #expect(outcome.captures(8080) == !expected.contains(8080))
  }

  @Test("audit is no policy before 2.16")
  func audit() throws {
    let key = "config.linkerd.io/default-inbound-policy"
    #expect(try inject(pod([key: "audit"])).defaultPolicy == .audit)
    #expect(try inject(pod([key: "audit"]), version: "2.15").defaultPolicy == .allUnauthenticated)
  }

  @Test("a Server by the name of a port holds for pods that declare it")
  func namedPort() throws {
    let outcome = try inject(pod())
    let servers = LinkerdServers(servers: [
      LinkerdServers.Server(name: "http", namespace: "shop", port: "http"),
      LinkerdServers.Server(name: "other", namespace: "other", port: "linkerd-admin"),
    ])
    let version = try #require(LinkerdVersion("2.18"))
    func refusal(_ port: UInt16, _ policy: LinkerdPolicy) -> String? {
      servers.refusal(of: port, in: outcome.pod, defaultPolicy: policy, version: version)
    }
    #expect(refusal(8080, .allUnauthenticated) == "the Server shop/http")
    #expect(refusal(4191, .allUnauthenticated) == nil)
    #expect(refusal(4191, .deny) == "the default policy deny")
  }
}
