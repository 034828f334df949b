import Contract
import Testing
import Wire

@testable import Roles

@Suite struct ScraperRoleTests {
  private func pod(_ name: String, port: UInt16, annotations: String) -> KubernetesResource {
    KubernetesResource(
      apiVersion: "v1", kind: "Pod", resource: "pods", namespace: "shop", name: name,
      json: #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(name)","namespace":"shop","#
        + #""annotations":{\#(annotations)}},"spec":{"containers":[{"name":"app","ports":[{"containerPort":\#(port)}]}]},"#
        + #""status":{"phase":"Running","podIP":"127.0.0.1"}}"#)
  }

  private func kubernetesJob(_ server: Endpoint) -> String {
    """
    global: {scrape_interval: 1h, scrape_timeout: 10s}
    scrape_configs:
      - job_name: kubernetes-pods
        kubernetes_sd_configs: [{role: pod, api_server: 'http://\(server)'}]
        relabel_configs:
          - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: true}
          - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
    """
  }

  @Test func podsAreDiscoveredAndScraped() throws {
    let bench = try ScraperBench()
    let app = try bench.app("cart_items{kind=\"a\"} 3\n")
    let wanted = pod("cart-0", port: app.port, annotations: #""prometheus.io/scrape":"true""#)
    let server = try bench.startCluster([wanted, pod("other", port: 1, annotations: "")])
    try bench.start(kubernetesJob(server))
    #expect(bench.events.waitForSynchronisation(of: "kubernetes-pods", version: 1002))
    try bench.scrape()
    #expect(try bench.targets() == ["http://\(app)/metrics up "])
    let series =
      #"{"__name__":"cart_items","instance":"\#(app)","job":"kubernetes-pods","kind":"a","pod":"cart-0"}"#
    #expect(try bench.query("cart_items") == [series + " 3"])
    #expect(try bench.get("/api/v1/targets?state=dropped").contains(#""__meta_kubernetes_pod_name":"other""#))

    try bench.delete([wanted])
    #expect(bench.events.waitForSynchronisation(of: "kubernetes-pods", version: 1003))
    #expect(try bench.targets() == [])
    #expect(try bench.query("cart_items") == [])
    try bench.apply([wanted])
    #expect(bench.events.waitForSynchronisation(of: "kubernetes-pods", version: 1004))
    try bench.scrape()
    #expect(try bench.query("cart_items").count == 1)
  }

  @Test func requestsAreThoseOfPrometheus() throws {
    let bench = try ScraperBench(version: "2.53.3")
    let seen = EventLogOf<HTTPRequest>()
    let app = try bench.server { request in
      seen.append(request)
      return HTTPResponse(text: "a 1\n")
    }
    try bench.start(
      """
      scrape_configs:
        - job_name: j
          scrape_interval: 1m
          scrape_timeout: 2500ms
          params: {x: [a b, c]}
          basic_auth: {username: me, password: secret}
          static_configs: [{targets: ['\(app)'], labels: {extra: y}}]
      """)
    try bench.scrape()
    let request = try #require(seen.all.last)
    #expect(request.target == "/metrics?x=a+b&x=c")
    #expect(
      request.headers.fields.map { "\($0.name): \($0.value)" }.sorted() == [
        "Accept-Encoding: gzip",
        "Accept: application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", "Authorization: Basic bWU6c2VjcmV0",
        "Host: \(app)", "User-Agent: Prometheus/2.53.3", "X-Prometheus-Scrape-Timeout-Seconds: 2.5",
      ])
    #expect(try bench.query("a") == [#"{"__name__":"a","extra":"y","instance":"\#(app)","job":"j"} 1"#])
  }

  private func staticJob(_ target: Endpoint, _ more: String = "", name: String = "j") -> String {
    """
    scrape_configs:
      - job_name: \(name)
        \(more.isEmpty ? "honor_labels: false" : more)
        static_configs: [{targets: ['\(target)']}]
    """
  }

  @Test func failuresAreWordedAsPrometheusDoes() throws {
    let bench = try ScraperBench()
    let dead = try bench.deadEndpoint()
    let reset = try bench.rawServer { stream in
      _ = try? stream.read(upTo: 1 << 16, deadline: .after(seconds: 20))
      stream.reset()
    }
    let ended = try bench.rawServer { stream in
      _ = try? stream.read(upTo: 1 << 16, deadline: .after(seconds: 20))
      stream.close()
    }
    let unavailable = try bench.server { _ in HTTPResponse(status: 503) }
    let slow = try bench.rawServer { stream in
      withExtendedLifetime(stream) { _ = try? stream.read(upTo: 1 << 16, deadline: .after(seconds: 20)) }
      _ = try? stream.read(upTo: 1, deadline: .after(seconds: 20))
    }
    let html = try bench.app("<html>\n", contentType: "text/plain")
    try bench.start(
      """
      scrape_configs:
        - job_name: j
          scrape_timeout: 200ms
          static_configs: [{targets: ['\(dead)', '\(reset)', '\(ended)', '\(unavailable)', '\(slow)', '\(html)']}]
      """)
    try bench.scrape()
    let errors = Dictionary(bench.events.scrapes.map { ($0.url, $0) }) { $1 }
    func error(_ endpoint: Endpoint) -> String { errors["http://\(endpoint)/metrics"]?.lastError ?? "none" }
    #expect(error(dead) == "Get \"http://\(dead)/metrics\": dial tcp \(dead): connect: connection refused")
    #expect(error(reset).hasPrefix("Get \"http://\(reset)/metrics\": read tcp 127.0.0.2:"))
    #expect(error(reset).hasSuffix("->\(reset): read: connection reset by peer"))
    #expect(error(ended) == "Get \"http://\(ended)/metrics\": EOF")
    #expect(error(unavailable) == "server returned HTTP status 503 Service Unavailable")
    #expect(error(slow) == "Get \"http://\(slow)/metrics\": context deadline exceeded")
    #expect(error(html) == #"expected a valid start token, got "<" ("INVALID") while parsing: "<""#)
    #expect(
      errors.values.map { "\($0.failure.map(\.rawValue) ?? "none")" }.sorted() == [
        "eof", "parse", "refused", "reset", "status", "timeout",
      ])
    #expect(try bench.query("up").allSatisfy { $0.hasSuffix(" 0") })
  }

  @Test func limitsOfTheBody() throws {
    let bench = try ScraperBench()
    let app = try bench.app("a 1\nb 1\n")
    try bench.start(staticJob(app, "body_size_limit: 8B"))
    try bench.scrape()
    #expect(try bench.targets() == ["http://\(app)/metrics down body size limit exceeded"])
    try bench.reload(staticJob(app, "body_size_limit: 9B"))
    try bench.scrape()
    #expect(try bench.targets() == ["http://\(app)/metrics up "])
    try bench.reload(
      staticJob(app, "metric_relabel_configs: [{source_labels: [__name__], regex: a, action: drop}]"))
    try bench.scrape()
    #expect(try bench.query("{__name__=~\"a|b\"}").map { $0.prefix(16) } == [#"{"__name__":"b","#])
  }

  @Test func reloads() throws {
    let bench = try ScraperBench()
    let (first, second) = (try bench.app("a 1\n"), try bench.app("b 1\n"))
    try bench.start(staticJob(first))
    try bench.scrape()
    try bench.reload(staticJob(second))
    try bench.scrape()
    #expect(try bench.targets() == ["http://\(second)/metrics up "])
    #expect(try bench.query("a") == [])
    #expect(throws: RoleFailure.self) { try bench.reload("scrape_configs: [{job_nam: x}]") }
    #expect(try bench.targets() == ["http://\(second)/metrics up "], "the old configuration stays")
    #expect(try bench.get("/-/reload", method: "POST").hasPrefix("failed to reload config: "))
    #expect(try bench.get("/api/v1/status/config").contains("job_nam:") == false)
  }

  @Test func everyCommandScrapesOnceMore() throws {
    let bench = try ScraperBench()
    let count = EventLogOf<HTTPRequest>()
    let app = try bench.server { request in
      count.append(request)
      return HTTPResponse(headers: ["Content-Type": "text/plain"], text: "n \(count.all.count)\n")
    }
    try bench.start(staticJob(app))
    #expect(bench.events.waitForScrapes(1))
    for _ in 0..<3 { try bench.scrape() }
    #expect(bench.events.scrapes.map(\.round) == [1, 2, 3, 4])
    #expect(try bench.query("n").first?.hasSuffix(" 4") == true)
    #expect(try bench.query("count_over_time(n[1m])").first?.hasSuffix(" 4") == true)
  }

  @Test func intervals() throws {
    let bench = try ScraperBench()
    let app = try bench.app("a 1\n")
    try bench.start(
      "scrape_configs: [{job_name: j, scrape_interval: 20ms, scrape_timeout: 20ms, "
        + "static_configs: [{targets: ['\(app)']}]}]", schedule: .interval)
    #expect(bench.events.waitForScrapes(5))
  }

  @Test func otherSourcesOfTargets() throws {
    let bench = try ScraperBench()
    let app = try bench.app("a 1\n")
    try bench.write("targets.json", #"[{"targets":["\#(app)"],"labels":{"from":"file"}}]"#)
    let answers = [
      "/sd": #"[{"targets":["\#(app)"],"labels":{"from":"http"}}]"#,
      "/v1/agent/self": #"{"Config":{"Datacenter":"dc1"}}"#,
      "/v1/catalog/services": #"{"cart":["v1"],"consul":[]}"#,
      "/v1/health/service/cart":
        #"[{"Node":{"Node":"n1","Address":"127.0.0.1","Meta":{"a-b":"c"}},"#
        + #""Service":{"ID":"cart-1","Address":"","Port":\#(app.port),"Tags":["v1","x"]},"#
        + #""Checks":[{"CheckID":"a","Status":"passing"},{"CheckID":"b","Status":"warning"}]}]"#,
      "/v1/health/service/consul": "[]",
    ]
    let server = try bench.server { request in
      guard let body = answers[request.path] else { return HTTPResponse(status: 404) }
      return HTTPResponse(headers: ["Content-Type": "application/json"], text: body)
    }
    try bench.start(
      """
      scrape_configs:
        - {job_name: files, file_sd_configs: [{files: [targets.json]}]}
        - {job_name: http, http_sd_configs: [{url: 'http://\(server)/sd'}]}
        - job_name: consul
          consul_sd_configs: [{server: '\(server)'}]
          relabel_configs:
            - {source_labels: [__meta_consul_service, __meta_consul_tags, __meta_consul_health, __meta_consul_dc,
                __meta_consul_metadata_a_b], target_label: from}
      """)
    for job in ["files", "http", "consul"] { #expect(bench.events.waitForSynchronisation(of: job, version: 1)) }
    try bench.scrape()
    #expect(
      try bench.query("a").sorted().map { $0.split(separator: "\"from\":\"").last?.prefix { $0 != "\"" } ?? "" }
        == [
          "cart;,v1,x,;warning;dc1;c", "file", "http",
        ])
    // How often a job tells that it is in step depends on who asks; it tells once more after the change.
    func told(_ events: [Event]) -> Int {
      events.count { if case .discoverySynchronised("files", _) = $0 { true } else { false } }
    }
    let before = bench.events.wait { told($0) >= 1 } ? told(bench.events.all) : 0
    try bench.write("targets.json", "[]")
    #expect(bench.events.wait { told($0) > before })
    #expect(try bench.query("a{from=\"file\"}") == [])
  }

  @Test func secureTargets() throws {
    let bench = try ScraperBench()
    let authority = try CertificateAuthority(commonName: "root")
    let certificate = try authority.issue(ipAddresses: [IPAddress(127, 0, 0, 1)])
    let tls = try ServerTLS(
      certificateChain: certificate.certificateChain, privateKey: certificate.privateKey, clientRoots: nil,
      requiresClientCertificate: false, trustDomains: [], alpn: ["http/1.1"])
    let app = try bench.server(tls: tls) { _ in
      HTTPResponse(headers: ["Content-Type": "text/plain"], text: "a 1\n")
    }
    let root = try bench.write("root.pem", authority.rootPEM)
    try bench.start(staticJob(app, "scheme: https\n    tls_config: {ca_file: \(root)}"))
    try bench.scrape()
    #expect(try bench.targets() == ["https://\(app)/metrics up "])
    #expect(throws: RoleFailure.self, "the job keeps its old client") {
      try bench.reload(staticJob(app, "scheme: https\n    tls_config: {ca_file: missing.pem}"))
    }
    try bench.scrape()
    #expect(try bench.targets() == ["https://\(app)/metrics up "])
    try bench.reload(staticJob(app, "scheme: https\n    tls_config: {ca_file: missing.pem}", name: "other"))
    #expect(try bench.targets() == [], "no pool for a new job whose client cannot be made")
    let problem = bench.events.all.contains {
      if case .log(let message) = $0 {
        message.contains("unable to read CA cert: unable to read file")
          && message.hasSuffix("no such file or directory")
      } else {
        false
      }
    }
    #expect(problem)
  }

  @Test(
    "Credentials that are rotated count, but not for a request that Prometheus from 3.13 on has kept",
    arguments: [
      ("2.53.3", ["Bearer one a", "Bearer two a"]), ("3.12.0", ["Bearer one a", "Bearer two a"]),
      ("3.14.0", ["Bearer one a", "Bearer one a,a"]),
    ])
  func rotatedCredentials(version: String, sent: [String]) throws {
    let bench = try ScraperBench(version: version)
    let seen = EventLogOf<String>()
    let app = try bench.server { request in
      seen.append(
        "\(request.headers["Authorization"] ?? "") \(request.headers.all("X-A").joined(separator: ","))")
      return HTTPResponse(headers: ["Content-Type": "text/plain"], text: "a 1\n")
    }
    let token = try bench.write("token", "one\n")
    let headers = version == "2.53.3" ? "" : "\n    http_headers: {x-a: {values: [a]}}"
    try bench.start(staticJob(app, "authorization: {credentials_file: \(token)}\(headers)"))
    #expect(bench.events.waitForScrapes(1))
    try bench.write("token", "two\n")
    try bench.scrape()
    let expected = version == "2.53.3" ? sent.map { $0.replacing(" a", with: " ") } : sent
    #expect(seen.all == expected)
  }

  @Test func aScraperThatAnswersWrongly() throws {
    let bench = try ScraperBench()
    try bench.start("scrape_configs: []", fault: .wrongAnswer)
    #expect(try bench.get("/api/v1/targets") == #"{"status":"success","data":null}"#)
  }

  @Test func mistakesInTheConfiguration() throws {
    let bench = try ScraperBench()
    let failure = #expect(throws: RoleFailure.self) { try bench.start("scrape_configs:\n  - job_nam: x\n") }
    #expect(failure?.message.contains("prometheus.yml:2:") == true)
  }
}

/// Things in the order in which they came, from any thread.
final class EventLogOf<Item: Sendable>: Sendable {
  private let items = Monitor<[Item]>([])

  func append(_ item: Item) { items.change { $0.append(item) } }
  var all: [Item] { items.read { $0 } }
}
