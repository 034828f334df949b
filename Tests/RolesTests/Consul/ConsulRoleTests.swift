import Contract
import SourceText
import Testing
import Wire

@testable import Roles

@Suite("The Consul server")
struct ConsulRoleTests {
  private static func instance(
    _ name: String, _ tags: [String] = [], id: String? = nil, status: String = "passing",
    meta: [String: String] = [:]
  ) -> ConsulInstance {
    let tagList = tags.map { "\"\($0)\"" }.joined(separator: ",")
    let id = id ?? name
    return ConsulInstance(
      service: name, tags: tags, nodeMeta: meta,
      health: #"{"Node":{"Node":"n1"},"Service":{"ID":"\#(id)","Tags":[\#(tagList)]},"#
        + #""Checks":[{"CheckID":"a","Status":"\#(status)"}]}"#,
      catalog: #"{"ServiceID":"\#(id)","ServiceName":"\#(name)","ServiceTags":[\#(tagList)]}"#)
  }

  private static let instances = [
    instance("cart", ["v1", "http"]), instance("cart", ["v2"], id: "cart-2", status: "critical"),
    instance("pay", [], meta: ["rack": "a"]),
  ]

  private func server(token: String? = nil) throws -> PlayedRole<ConsulRole> {
    try PlayedRole { listeners in
      ConsulConfiguration(listener: listeners[0], token: token, instances: Self.instances)
    }
  }

  @Test(
    "Questions and answers",
    arguments: [
      ("/v1/catalog/services", #"{"cart":["v1","http","v2"],"pay":[]}"#),
      ("/v1/catalog/services?node-meta=rack%3Aa", #"{"pay":[]}"#),
      ("/v1/catalog/services?dc=dc1&stale=&filter=ServiceName+%3D%3D+pay", #"{"pay":[]}"#),
      (
        "/v1/catalog/services?filter=%22v2%22+in+ServiceTags+or+ServiceName+%3D%3D+%22pay%22",
        #"{"cart":["v2"],"pay":[]}"#
      ),
      ("/v1/catalog/services?filter=not+ServiceTags+is+empty", #"{"cart":["v1","http","v2"]}"#),
      ("/v1/catalog/datacenters", #"["dc1"]"#), ("/v1/health/service/nothing", "[]"),
      ("/v1/health/service/cart?ns=other", "[]"), ("/v1/catalog/service/cart?tag=v1&tag=v2", "[]"),
    ])
  func answers(target: String, expected: String) throws {
    let answer = try server().send(target)
    #expect(answer.status == 200)
    #expect(answer.text == expected)
  }

  @Test(
    "Instances of a service",
    arguments: [
      ("/v1/health/service/cart", ["cart", "cart-2"]), ("/v1/health/service/cart?tag=v2", ["cart-2"]),
      ("/v1/health/service/cart?passing", ["cart"]), ("/v1/health/service/cart?tag=v1&tag=http", ["cart"]),
      ("/v1/health/service/cart?filter=Service.ID+!%3D+cart", ["cart-2"]),
      ("/v1/health/service/cart?filter=Service.Tags+contains+v1", ["cart"]),
      ("/v1/health/service/cart?filter=Service.ID+matches+%22-%5B0-9%5D%24%22", ["cart-2"]),
    ])
  func instances(target: String, ids: [String]) throws {
    let answer = try server().send(target)
    let node = try #require(YAMLNode(json: answer.text)?.sequence)
    #expect(node.map { $0["Service"]?["ID"]?.string ?? "" } == ids)
  }

  @Test(
    "Refusals",
    arguments: [
      ("/v1/agent/self", 403), ("/v1/agent/self?token=t", 200), ("/v1/catalog/services?token=wrong", 403),
      ("/v1/catalog/services?token=t&dc=dc2", 500), ("/v1/nothing?token=t", 404), ("/", 404),
      ("/v1/catalog/services?token=t&filter=ServiceName", 400),
    ])
  func refusals(target: String, status: Int) throws {
    #expect(try server(token: "t").send(target).status == status)
  }

  @Test("A question with an index waits for something newer, and only of its service")
  func blocking() throws {
    let role = try server()
    let first = try role.send("/v1/health/service/pay")
    let index = try #require(first.headers["X-Consul-Index"].flatMap { Int($0) })
    let same = try role.send("/v1/health/service/pay?index=\(index)&wait=1ms")
    #expect(same.headers["X-Consul-Index"] == "\(index)")

    let gate = EventLogOfAnswers()
    try DetachedThread.start {
      if let answer = try? role.send("/v1/health/service/pay?index=\(index)&wait=20s") { gate.append(answer) }
    }
    var changed = ConsulConfiguration(listener: role.listeners[0], instances: Self.instances)
    changed.instances[0] = Self.instance("cart", ["v3"])
    try role.role.handle(.reconfigure(id: 1, role: .consul(changed)))
    let untouched = try role.send("/v1/health/service/pay?index=\(index)&wait=1ms")
    #expect(untouched.headers["X-Consul-Index"] == "\(index)")
    #expect(gate.isEmpty)
    changed.instances.removeLast()
    try role.role.handle(.reconfigure(id: 2, role: .consul(changed)))
    let answer = gate.first()
    #expect(answer?.text == "[]")
    #expect(answer?.headers["X-Consul-Index"].flatMap { Int($0) } ?? 0 > index)
    #expect(try role.send("/v1/catalog/services").text == #"{"cart":["v3","v2"]}"#)
  }
}

/// Answers that come on another thread.
private final class EventLogOfAnswers: Sendable {
  private let answers = Monitor<[ClientResponse]>([])

  func append(_ answer: ClientResponse) { answers.change { $0.append(answer) } }
  var isEmpty: Bool { answers.read { $0.isEmpty } }
  func first() -> ClientResponse? { answers.wait(until: .now + 20_000_000_000) { $0.first } }
}
