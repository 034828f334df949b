import PrometheusModel
import Testing

/// The sections of a job: client and discovery.
@Suite struct SectionTests {
  private func job(_ fields: String) throws -> ScrapeConfig {
    let text = "scrape_configs:\n- job_name: x\n  " + fields
    return try #require(try ConfigurationTests.parse(text).scrapeConfigs.first)
  }

  @Test(arguments: authentications)
  func readsAuthentication(_ fields: String, _ expected: HTTPClientConfiguration.Authentication?) throws {
    #expect(try job(fields).client.authentication == expected)
  }

  static let authentications: [(String, HTTPClientConfiguration.Authentication?)] = [
    ("basic_auth: {username: a, password: b}", .basic(username: .text("a"), password: .text("b"))),
    ("basic_auth: {username: a, password_file: b}", .basic(username: .text("a"), password: .file("b"))),
    ("authorization: {credentials: t}", .authorization(type: "Bearer", credentials: .text("t"))),
    (
      "authorization: {type: ' Token ', credentials_file: f}",
      .authorization(type: "Token", credentials: .file("f"))
    ),
    ("bearer_token: t", .authorization(type: "Bearer", credentials: .text("t"))),
    ("bearer_token_file: f", .authorization(type: "Bearer", credentials: .file("f"))), ("basic_auth:", nil),
  ]

  @Test func readsTLS() throws {
    let tls = try job(
      "tls_config: {ca_file: ca, cert_file: c, key_file: k, server_name: s, insecure_skip_verify: true, "
        + "min_version: TLS12, max_version: TLS13}"
    ).client.tls
    #expect(tls.authorities == .file("ca"))
    #expect(tls.certificate == .file("c"))
    #expect(tls.key == .file("k"))
    #expect(tls.serverName == "s")
    #expect(tls.insecureSkipVerify)
    #expect(tls.minVersion == .tls12)
    #expect(tls.maxVersion == .tls13)
  }

  @Test func readsClientSettings() throws {
    let client = try job(
      "follow_redirects: false\n  enable_http2: false\n  http_headers: {X-A: {values: [b], files: [c]}}"
    ).client
    #expect(!client.followRedirects && !client.enableHTTP2)
    #expect(client.headers.map(\.name) == ["X-A"])
    #expect(client.headers.first?.values == [.text("b"), .file("c")])
  }

  @Test func readsKubernetes() throws {
    let fields = """
      kubernetes_sd_configs:
          - role: endpoints
            api_server: http://127.0.0.1:6443
            namespaces: {names: [shop, bank]}
            selectors: [{role: pod, label: app=cart, field: spec.nodeName=n}]
            attach_metadata: {node: true}
            tls_config: {insecure_skip_verify: true}
      """
    guard case .kubernetes(let kubernetes)? = try job(fields).discoveries.first else {
      Issue.record("no Kubernetes discovery")
      return
    }
    #expect(kubernetes.role == .endpoints)
    #expect(kubernetes.apiServer == "http://127.0.0.1:6443")
    #expect(kubernetes.namespaces == ["shop", "bank"])
    #expect(!kubernetes.ownNamespace)
    #expect(kubernetes.selectors.map(\.label) == ["app=cart"])
    #expect(kubernetes.selectors.map(\.field) == ["spec.nodeName=n"])
    #expect(kubernetes.attaching.node)
    #expect(kubernetes.client.tls.insecureSkipVerify)
  }

  @Test func gathersStaticGroups() throws {
    let fields = """
      static_configs:
          - {targets: [a:1, b:2], labels: {zone: x}}
          - {targets: [c:3]}
      """
    #expect(
      try job(fields).discoveries == [
        .statics([
          StaticGroup(targets: ["a:1", "b:2"], labels: ["zone": "x"]), StaticGroup(targets: ["c:3"]),
        ])
      ])
  }

  @Test func readsOtherDiscoveries() throws {
    let fields = """
      consul_sd_configs: [{services: [cart], tags: [a], node_meta: {k: v}, token: t, refresh_interval: 5s}]
        http_sd_configs: [{url: 'https://h/x', refresh_interval: 10s}]
        file_sd_configs: [{files: ['a/*.yml'], refresh_interval: 1m}]
      """
    let discoveries = try job(fields).discoveries
    guard discoveries.count == 3, case .consul(let consul) = discoveries[0],
      case .files(let files) = discoveries[1],
      case .http(let http) = discoveries[2]
    else {
      Issue.record("not the three discoveries: \(discoveries)")
      return
    }
    #expect(consul.server == "localhost:8500")
    #expect(consul.services == ["cart"])
    #expect(consul.tags == ["a"])
    #expect(consul.nodeMetadata == ["k": "v"])
    #expect(consul.token == "t")
    #expect(consul.tagSeparator == "," && consul.allowStale)
    #expect(consul.refreshInterval == .seconds(5))
    #expect(files.patterns == ["a/*.yml"])
    #expect(files.refreshInterval == .seconds(60))
    #expect(http.url == "https://h/x")
    #expect(http.refreshInterval == .seconds(10))
  }
}
