import Contract
import Testing
import Wire

@testable import Roles

@Suite("Proxy: AuthorizationPolicy")
struct ProxyPolicyTests {
  private static let denyAll =
    #"{"metadata":{"name":"deny","namespace":"shop"},"spec":{"action":"DENY","rules":[{}]}}"#
  private static let onlyPrometheus =
    #"{"metadata":{"name":"allow","namespace":"shop"},"spec":{"rules":[{"from":[{"source":{"#
    + #""namespaces":["monitoring"]}}],"to":[{"operation":{"paths":["/metrics"]}}]}]}}"#

  @Test("HTTP is answered 403, TCP is closed without a byte and without a reset")
  func denies() throws {
    let http = try ProxyBench(.permissive, .http, policies: [Self.denyAll])
    let (sight, answer) = try http.visit()
    #expect(sight == .answer(403) && answer.hasSuffix("\r\n\r\nRBAC: access denied"))
    #expect(answer.contains("content-length: 19\r\ncontent-type: text/plain\r\n"))
    #expect(http.outcomes.last?.detail == "rbac: denied by AuthorizationPolicy shop/deny")
    let counted = try http.counted()
    #expect(counted.contains(#"envoy_http_rbac{authz_enforce_result="denied"} 1"#))
    #expect(counted.contains(#"response_code="403""#))
    let tcp = try ProxyBench(.permissive, .tcp, policies: [Self.denyAll])
    #expect(try tcp.visit().0 == .end)
    #expect(tcp.outcomes.map(\.detail) == ["rbac: denied by AuthorizationPolicy shop/deny"])
  }

  @Test("an identity that is allowed passes, plaintext has none")
  func identity() throws {
    let proxy = try ProxyBench(.strict, .http, policies: [Self.onlyPrometheus])
    #expect(try proxy.visit(.init(testDescription: "good")).0 == .answer(200))
    let plain = try ProxyBench(.permissive, .http, policies: [Self.onlyPrometheus])
    #expect(try plain.visit().0 == .answer(403))
    #expect(plain.outcomes.last?.detail == "rbac: no AuthorizationPolicy allows it")
  }

  @Test("statistics and health are not captured, so no policy holds there")
  func ownPorts() throws {
    let proxy = try ProxyBench(.strict, .http, policies: [Self.denyAll])
    #expect(try RoleBench.get(proxy.statistics, "/stats/prometheus").status == 200)
    #expect(try RoleBench.get(proxy.health, "/healthz/ready").status == 200)
  }

  @Test("policies change while everything runs")
  func change() throws {
    let proxy = try ProxyBench(.permissive, .http)
    #expect(try proxy.visit().0 == .answer(200))
    try proxy.switchPolicies(to: [Self.denyAll])
    #expect(try proxy.visit().0 == .answer(403))
    #expect(throws: RoleFailure.self) { try proxy.switchPolicies(to: ["{"]) }
  }
}
