import Contract
import Testing
import Wire

@testable import Roles

/// A merging server in a pod in which nobody else listens.
private struct MergingBench {
  let bench: RoleBench
  let endpoint: Endpoint

  init(_ version: String, _ arguments: [String] = []) throws {
    bench = try RoleBench()
    let listener = try bench.listener()
    endpoint = listener.endpoint
    let role = try ConsulMergingRole(
      configuration: AgentConfiguration(
        pod: PodReference(namespace: "shop", name: "cart-0"), version: version, environment: [:],
        status: [listener], localhost: IPAddress(127, 0, 0, 77), consul: ConsulMerging(arguments: arguments)),
      events: bench.writer(.agent), acceptor: bench.roleAcceptor())
    try role.start()
  }
}

@Suite("Consul: the merging server")
struct ConsulMergingTests {
  @Test(
    "without Envoy's metrics",
    arguments: [
      ("0.37", 200, ""), ("0.38", 500, "Error scraping Envoy proxy metrics: Get \"http://127.0.0.1:19000/"),
      ("1.0", 500, "failed to scrape metrics at url \"http://127.0.0.1:20101\"\n"),
      ("2.0.3~consul.merge.own-metrics", 500, "failed to scrape metrics at url \"http://127.0.0.1:19000/"),
    ])
  func withoutEnvoy(version: String, status: Int, text: String) throws {
    let merging = try MergingBench(version)
    let answer = try RoleBench.get(merging.endpoint, "/stats/prometheus")
    #expect(answer.status == status)
    #expect(answer.text.hasPrefix(text) && (status == 500 || answer.text.isEmpty))
    #expect(merging.bench.merged.first?.error?.isEmpty == false)
  }

  @Test("there is one path")
  func path() throws {
    let merging = try MergingBench("2.0.3")
    #expect(try RoleBench.get(merging.endpoint, "/metrics").status == 404)
  }

  @Test("a flag that it does not know ends it", arguments: ["telemetry-prom-ca-certs-file", "no-such-flag"])
  func unknownFlag(flag: String) throws {
    let merging = try MergingBench("2.0.3", ["-telemetry-prom-scrape-path=/metrics", "-\(flag)=x"])
    #expect(throws: WireError.self) { try RoleBench.get(merging.endpoint, "/stats/prometheus") }
    #expect(merging.bench.logs == ["consul-dataplane exits: flag provided but not defined: -\(flag)"])
  }

  @Test(
    "the query is written again for Envoy, by name",
    arguments: [
      ([], "http://127.0.0.1:19000/stats/prometheus"),
      ([("usedonly", ""), ("a", "b c")], "http://127.0.0.1:19000/stats/prometheus?a=b+c&usedonly="),
    ] as [([(name: String, value: String)], String)])
  func query(items: [(name: String, value: String)], url: String) {
    #expect(ConsulMergingSettings.envoyURL(query: items) == url)
  }

  @Test(
    "rules admit by the service in the identity",
    arguments: [
      (ConsulRules(allows: false), "web", true), (ConsulRules(allows: true), "web", false),
      (ConsulRules(allows: true, principals: [ConsulPrincipal(source: "*", except: ["web"])]), "web", false),
      (ConsulRules(allows: true, principals: [ConsulPrincipal(source: "*", except: ["web"])]), "api", true),
      (ConsulRules(allows: false, principals: [ConsulPrincipal(source: "web")]), "web", false),
      (ConsulRules(allows: true, principals: [ConsulPrincipal(source: "*")]), nil, false),
      (ConsulRules(allows: false, principals: [ConsulPrincipal(source: "*")]), nil, true),
    ])
  func rules(rules: ConsulRules, service: String?, isAdmitted: Bool) {
    #expect(rules.admit(service.map { "spiffe://x/ns/default/dc/dc1/svc/\($0)" }) == isAdmitted)
  }
}
