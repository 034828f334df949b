import Contract
import MeshModel
import Synchronization
import Testing
import Wire

@testable import Roles

/// An agent with its proxy and its application.
struct AgentBench {
  let bench: RoleBench
  let status: Endpoint
  let remote: Endpoint
  let envoy: Endpoint
  let application: Endpoint
  /// What the application was asked.
  let asked: Asked

  final class Asked: Sendable {
    let requests = Mutex<[HTTPRequest]>([])
    var last: HTTPRequest? { requests.withLock { $0.last } }
  }

  static let envoyText = "# TYPE envoy_server_live gauge\nenvoy_server_live{} 1\n\n\n"

  init(
    _ version: String = "1.30.3", path: String = "/metrics", environment: [String: String] = [:],
    targets: Int = 1, envoyIsDown: Bool = false, port: String? = nil,
    application answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse = { _ in
      HTTPResponse(headers: ["Content-Type": "text/plain; version=0.0.4"], text: "cart_items 3\n")
    }
  ) throws {
    bench = try RoleBench()
    let asked = Asked()
    self.asked = asked
    application = try bench.server { request in
      asked.requests.withLock { $0.append(request) }
      return answer(request)
    }
    envoy =
      envoyIsDown
      ? try bench.deadEndpoint()
      : try bench.server { request in
        guard request.path == "/stats/prometheus" else { return HTTPResponse(status: 404) }
        let echo = request.query.isEmpty ? "" : "# query \(request.query)\n"
        return HTTPResponse(
          headers: ["Content-Type": "text/plain; charset=UTF-8"],
          text: echo + Self.envoyText + "# accept \(request.headers["Accept"] ?? "none")\n")
      }
    let (local, outside) = (try bench.listener(), try bench.listener(RoleBench.podIP))
    (status, remote) = (local.endpoint, outside.endpoint)
    var environment = environment
    environment["ENVOY_PROMETHEUS_PORT"] = "\(envoy.port)"
    // Before 1.11 the port is fixed, and here it is another.
    let hasPort = IstioVersion(version)?.exhibits(.envoyPort) ?? true
    let list = (0..<targets).map { ScrapeConfiguration.Target(port: "\(application.port)", path: "/\($0)") }
    let scrape = ScrapeConfiguration(
      scrape: "true", path: path, port: port ?? "\(application.port)", targets: targets > 1 ? list : [])
    if targets > 0, environment[ScrapeConfiguration.variable] == nil {
      environment[ScrapeConfiguration.variable] = scrape.json
    }
    let role = try AgentRole(
      configuration: AgentConfiguration(
        pod: PodReference(namespace: "shop", name: "cart-0"),
        version: hasPort ? version : version + "~merge.envoy-port", environment: environment,
        status: [local, outside], localhost: RoleBench.localhost),
      events: bench.writer(.agent), acceptor: bench.roleAcceptor())
    try role.start()
  }

  func get(_ target: String = "/stats/prometheus", headers: HTTPHeaders = [:]) throws -> ClientResponse {
    try RoleBench.get(status, target, headers: headers)
  }
}

@Suite("Agent: merging over HTTP")
struct AgentRoleTests {
  @Test(
    "order of the parts by release",
    arguments: [
      ("1.6.8", ["envoy_server_live", "cart_items"]),
      ("1.8.0", ["envoy_server_live", "cart_items", "istio_agent_scrapes_total 1"]),
      ("1.30.3", ["istio_agent_scrapes_total 1", "envoy_server_live", "cart_items"]),
    ])
  func order(version: String, expected: [String]) throws {
    let text = try AgentBench(version).get().text
    let places = expected.map { text.range(of: $0) }
    #expect(places.allSatisfy { $0 != nil } && places == places.sorted { ($0 ?? 0) < ($1 ?? 0) })
    #expect(text.contains("istio_agent_") == !version.hasPrefix("1.6"))
  }

  @Test("header fields and the answer's shape")
  func headers() throws {
    let answer = try AgentBench().get()
    #expect(answer.status == 200)
    #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
    #expect(answer.headers["Vary"] == "Accept-Encoding" && answer.headers["Date"] != nil)
    #expect(try AgentBench("1.8.0").get().headers["Content-Type"] == "text/plain; charset=utf-8")
  }

  @Test("OpenMetrics of the application decides the type and ends the answer")
  func openMetrics() throws {
    let agent = try AgentBench { _ in
      HTTPResponse(
        headers: ["Content-Type": "application/openmetrics-text; version=1.0.0; charset=utf-8"],
        text: "cart_items 3\n# EOF\n")
    }
    let answer = try agent.get(headers: ["Accept": "application/openmetrics-text;version=1.0.0"])
    #expect(answer.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    #expect(answer.text.hasSuffix("cart_items 3\n# EOF\n"))
  }

  @Test("what goes along to application and proxy")
  func forwarding() throws {
    let agent = try AgentBench(path: "/m?x=1")
    let answer = try agent.get(
      "/stats/prometheus?usedonly",
      headers: [
        "User-Agent": "Prometheus/3.5.0", "X-Prometheus-Scrape-Timeout-Seconds": "10",
        "Authorization": "Bearer x",
        "Accept": "application/vnd.google.protobuf;q=0.6,text/plain;version=0.0.4;q=0.3",
      ])
    let asked = try #require(agent.asked.last)
    #expect(asked.target == "/m?x=1")
    #expect(asked.headers["User-Agent"] == "Prometheus/3.5.0")
    #expect(asked.headers["X-Prometheus-Scrape-Timeout-Seconds"] == "10")
    #expect(asked.headers["Authorization"] == nil)
    #expect(asked.headers["Accept"] == "text/plain; q=0.1; version=0.0.4")
    #expect(asked.headers["Host"] == "localhost:\(agent.application.port)")
    #expect(asked.headers["Accept-Encoding"] == "gzip")
    #expect(answer.text.contains("# query usedonly"))
    #expect(answer.text.contains("# accept text/plain; q=0.1; version=0.0.4"))
  }

  @Test("before 1.30.2 Accept goes through as it is, before 1.24 the query does not")
  func earlierForwarding() throws {
    let agent = try AgentBench("1.23.0")
    let text = try agent.get("/stats/prometheus?usedonly", headers: ["Accept": "application/json"]).text
    #expect(text.contains("# accept application/json") && !text.contains("# query"))
  }

  @Test("paths by release", arguments: [("1.13.0", 404), ("1.14.0", 200), ("1.30.3", 200)])
  func paths(version: String, status: Int) throws {
    let agent = try AgentBench(version)
    #expect(try agent.get("/metrics").status == status)
    let other = try agent.get("/other")
    #expect(other.status == 404 && other.text == "404 page not found\n")
  }

  @Test(
    "an application that fails is counted, the rest arrives",
    arguments: [(404, "status code: 404"), (500, "status code: 500")])
  func failures(status: Int, message: String) throws {
    let agent = try AgentBench { _ in HTTPResponse(status: status, text: "no\n") }
    #expect(try agent.get().text.contains(#"istio_agent_scrape_failures_total{type="application"} 1"#))
    let second = try agent.get().text
    #expect(second.contains(#"istio_agent_scrape_failures_total{type="application"} 2"#))
    #expect(second.contains("envoy_server_live") && !second.contains("\nno\n"))
    let parts = agent.bench.merged.filter { $0.source == .application }
    #expect(
      parts.count == 2 && parts.allSatisfy { $0.status == status && $0.error?.hasSuffix(message) == true })
    #expect(
      parts[0].error == "error scraping http://localhost:\(agent.application.port)/metrics, \(message)")
  }

  @Test("a port on which nobody listens")
  func refused() throws {
    let dead = try RoleBench().deadEndpoint()
    let agent = try AgentBench(port: "\(dead.port)")
    #expect(try agent.get().status == 200)
    let part = try #require(agent.bench.merged.last { $0.source == .application })
    #expect(part.error?.hasSuffix("connect: connection refused") == true && part.bytes == 0)
    #expect(part.error?.contains("Get \"http://localhost:\(dead.port)/metrics\": dial tcp") == true, "\(part)")
  }

  @Test("a path without a slash is no URL")
  func badPath() throws {
    let agent = try AgentBench(path: "metrics")
    #expect(try agent.get().status == 200)
    #expect(agent.bench.merged.contains { $0.source == .application && $0.error != nil })
  }

  @Test("Envoy that does not answer is left out; before 1.7 all is lost")
  func envoyDown() throws {
    let now = try AgentBench(envoyIsDown: true)
    #expect(try now.get().text.contains("cart_items 3"))
    #expect(now.bench.merged.contains { $0.source == .envoy && $0.error != nil })
    let then = try AgentBench("1.6.0", envoyIsDown: true).get()
    #expect(then.status == 500 && then.body.isEmpty)
  }

  @Test("a body that breaks off: what came is there since 1.16, before it is not")
  func truncated() throws {
    let answer: @Sendable (HTTPRequest) -> HTTPResponse = { _ in
      HTTPResponse(headers: ["Content-Length": "1000"], text: "cart_items 3\n")
    }
    let now = try AgentBench(application: answer)
    #expect(try now.get().text.contains("cart_items 3"))
    let part = try #require(now.bench.merged.last { $0.source == .application })
    #expect(part.error == "unexpected EOF" && part.bytes == 13)
    let then = try AgentBench("1.15.0", application: answer)
    #expect(try !then.get().text.contains("cart_items 3"))
    #expect(try then.get().text.contains(#"scrape_failures_total{type="application"}"#))
  }

  @Test("an application that compresses unasked is understood")
  func compressed() throws {
    let body = try Gzip.compress(Array("cart_items 3\n".utf8))
    let agent = try AgentBench { _ in HTTPResponse(headers: ["Content-Encoding": "gzip"], body: body) }
    #expect(try agent.get().text.contains("cart_items 3"))
  }

  @Test("redirects are followed")
  func redirect() throws {
    let agent = try AgentBench { request in
      request.path == "/metrics"
        ? HTTPResponse(status: 302, headers: ["Location": "/real"])
        : HTTPResponse(text: "cart_items \(request.path == "/real" ? 7 : 0)\n")
    }
    #expect(try agent.get().text.contains("cart_items 7"))
  }

  @Test(
    "answers are compressed since 1.30",
    arguments: [("1.29.0", nil), ("1.30.0", "gzip")] as [(String, String?)])
  func compression(version: String, coding: String?) throws {
    let large = String(repeating: "cart_items 3\n", count: 500)
    let agent = try AgentBench(version) { _ in HTTPResponse(text: large) }
    let plain = try agent.get(headers: ["Accept-Encoding": "gzip"])
    #expect(plain.headers["Content-Encoding"] == coding)
    let decoded = try RoleBench.get(
      agent.status, "/stats/prometheus", headers: ["Accept-Encoding": "gzip"], decoding: .asEncoded)
    #expect(decoded.text.hasSuffix(large))
  }

  @Test(
    "codings that a client asks for",
    arguments: [
      ("gzip", "gzip"), ("gzip, zstd", "zstd"), ("zstd;q=0, gzip", "gzip"), ("br", "identity"),
      ("", "identity"),
      ("gzip;q=0.0", "identity"),
    ])
  func codings(accept: String, expected: String) {
    let request = HTTPRequest(method: "GET", target: "/", headers: ["Accept-Encoding": accept])
    #expect(StreamedBody.coding(for: request).rawValue == expected)
  }

  @Test("several applications are merged with one end in 1.31")
  func severalTargets() throws {
    let agent = try AgentBench("1.31.0", targets: 3) { request in
      if request.path == "/1" { return HTTPResponse(status: 500) }
      return HTTPResponse(
        headers: ["Content-Type": "application/openmetrics-text; version=1.0.0"],
        text: "part\(request.path.dropFirst()) 1" + (request.path == "/0" ? "" : "\n# EOF\n"))
    }
    let answer = try agent.get()
    #expect(answer.headers["Content-Type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    #expect(answer.text.hasSuffix("part0 1\npart2 1\n# EOF\n"))
    #expect(
      agent.bench.merged.filter { $0.source == .application }.map { $0.error == nil } == [true, false, true])
  }

  @Test("only localhost may ask, if it says so")
  func localhostOnly() throws {
    let agent = try AgentBench(environment: ["METRICS_LOCALHOST_ACCESS_ONLY": "true"])
    #expect(try RoleBench.get(agent.remote, "/metrics").status == 403)
    #expect(try agent.get("/metrics").status == 200)
    let old = try AgentBench("1.21.0", environment: ["METRICS_LOCALHOST_ACCESS_ONLY": "true"])
    #expect(try RoleBench.get(old.remote, "/metrics").status == 200)
  }

  @Test("without an application, and without Envoy")
  func partsLeftOut() throws {
    let alone = try AgentBench("1.12.0", targets: 0)
    #expect(try alone.get().headers["Content-Type"] == "")
    #expect(try !alone.get().text.contains("cart_items"))
    let noEnvoy = try AgentBench(environment: ["PILOT_AGENT_MERGE_ENVOY_STATS": "false"])
    #expect(try !noEnvoy.get().text.contains("envoy_"))
    #expect(try AgentBench(environment: ["DISABLE_ENVOY": "true"]).get("/healthz/ready").status == 200)
  }

  @Test("an agent that refuses to start listens nowhere")
  func refusesToStart() throws {
    let agent = try AgentBench(port: "15020")
    #expect(throws: WireError.self) { try agent.get() }
    #expect(agent.bench.logs.first?.contains("which may lead to a recursive loop") == true)
  }

  // A probe is counted as a scrape, or the agent's first answer would lack what every answer has.
  @Test("probes of the harness leave no event")
  func probes() throws {
    let agent = try AgentBench()
    _ = try agent.get(headers: ["User-Agent": "meshscrape-probe"])
    #expect(agent.bench.events.isEmpty)
    #expect(agent.asked.last?.headers["User-Agent"] == "meshscrape-probe")
    #expect(try agent.get().text.contains("istio_agent_scrapes_total 2"))
    #expect(agent.bench.merged.map(\.source) == [.agent, .envoy, .application])
    #expect(agent.bench.served.map(\.status) == [200])
  }

  @Test("quitting is for POST from localhost")
  func quit() throws {
    let agent = try AgentBench()
    #expect(try RoleBench.get(agent.remote, "/quitquitquit").status == 403)
    #expect(try agent.get("/quitquitquit").status == 405)
    let request = ClientRequest(
      HTTPURL(agent.status, target: "/quitquitquit"), method: "POST", deadline: .after(milliseconds: 10_000))
    #expect(try HTTPClient().send(request).text == "OK")
    #expect(throws: WireError.self) { try agent.get() }
  }
}

extension String {
  /// Where a text begins within this one, in bytes.
  fileprivate func range(of text: String) -> Int? {
    let (all, part) = (Array(utf8), Array(text.utf8))
    guard part.count <= all.count else { return nil }
    return (0...(all.count - part.count)).first { all[$0...].starts(with: part) }
  }
}
