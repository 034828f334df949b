import Contract
import FoundationEssentials
import Testing

@testable import Roles

@Suite("Frames and events: what Codable writes is read, and what is written Codable reads")
struct FrameTests {
  static let listener = Listener(Endpoint(IPAddress("::1"), 8080), descriptor: 5)
  static let pod = PodReference(namespace: "shop", name: "cart/\"0\"\u{1F6D2}\n\t\\")
  static let pem = "-----BEGIN CERTIFICATE-----\nAb+/=\n-----END CERTIFICATE-----\n"
  static let endpoint = AppEndpoint(
    path: "/m", metrics: "a{b=\"\\\"é\"} 1\r\n\u{7F}\u{1}", openMetrics: "# EOF\n", contentType: "text/html",
    omitsContentType: true, status: 503, delayMilliseconds: 250, truncatesAfter: 7, encoding: .alwaysGzip,
    redirect: "http://x/", bearerToken: "t", fillerSeries: 9, increment: -0.25)
  static let resource = KubernetesResource(
    apiVersion: "v1", kind: "Pod", resource: "pods", namespace: "shop", name: "cart",
    json: #"{"metadata":{"name":"cart","annotations":{"a":"\"\\u00e9\\\\"}}}"#)

  static let roles: [RoleConfiguration] = [
    .app(
      AppConfiguration(
        pod: pod, container: "app",
        ports: [
          AppPort(
            port: 65_535, listeners: [listener, listener],
            tls: ServerCertificate(certificateChain: pem, privateKey: pem),
            endpoints: [endpoint, AppEndpoint(metrics: "")]),
          AppPort(port: 1, listeners: [], endpoints: []),
        ], fault: .hang)),
    .app(AppConfiguration(pod: pod, container: "", ports: [])),
    .proxy(
      ProxyConfiguration(
        pod: pod, version: "1.30.3",
        identity: WorkloadIdentity(
          spiffeID: "spiffe://cluster.local/ns/shop/sa/default", certificateChain: pem, privateKey: pem,
          trustedRoots: pem, trustDomains: ["cluster.local", "old"]),
        inbound: [
          InboundListener(
            listener: listener, mode: .strict, portProtocol: .auto, upstream: listener.endpoint,
            isPassthrough: true)
        ], statistics: [listener], health: [listener, listener], admin: [listener], workload: ["app": "cart"],
        authorizationPolicies: [#"{"metadata":{"name":"p"}}"#],
        secureMetrics: [
          SecureMetricsListener(listener: listener),
          SecureMetricsListener(listener: listener, agent: listener.endpoint),
        ],
        outbound: [
          OutboundListener(listener: listener, destination: nil, bytes: OutboundRoute(.blackHole)),
          OutboundListener(
            listener: listener, destination: listener.endpoint,
            bytes: OutboundRoute(.passthrough, cluster: "P"),
            http: OutboundHTTP(
              hosts: [
                OutboundHost(
                  names: ["a", "*.b"],
                  route: OutboundRoute(
                    .service, cluster: "outbound|80||a",
                    endpoints: [OutboundEndpoint(listener.endpoint, isMutualTLS: true)]))
              ], others: OutboundRoute(.headless, isMutualTLS: true))),
        ], outboundSource: IPAddress(127, 0, 0, 3), fault: .exitOnConnection,
        engine: ProxyEngine(program: "/usr/bin/envoy", version: "1.40.0", folder: "/tmp/x"))),
    .proxy(
      ProxyConfiguration(
        pod: pod, version: "2.0.3",
        identity: WorkloadIdentity(
          spiffeID: "spiffe://x.consul/ns/default/dc/dc1/svc/cart", certificateChain: pem, privateKey: pem,
          trustedRoots: pem, trustDomains: []),
        inbound: [], statistics: [],
        consul: ConsulSidecar(
          service: "cart", datacenter: "dc1",
          rules: ConsulRules(
            allows: true,
            principals: [ConsulPrincipal(source: "*", except: ["web"]), ConsulPrincipal(source: "a")]),
          permissivePort: 8080,
          metrics: ConsulMetricsListener(
            listeners: [listener, listener], path: "/metrics", backend: listener.endpoint,
            tls: ServerCertificate(certificateChain: pem, privateKey: pem))))),
    .proxy(
      ProxyConfiguration(
        pod: pod, version: "2.0.3",
        identity: WorkloadIdentity(
          spiffeID: "", certificateChain: "", privateKey: "", trustedRoots: "", trustDomains: []),
        inbound: [], statistics: [], consul: ConsulSidecar(service: "", datacenter: ""))),
    .proxy(
      ProxyConfiguration(
        pod: pod, version: "2.18",
        identity: WorkloadIdentity(
          spiffeID: "", certificateChain: "", privateKey: "", trustedRoots: "", trustDomains: []),
        inbound: [], statistics: [],
        linkerd: LinkerdSidecar(
          admin: [listener],
          refusals: [
            LinkerdRefusal(port: 8080, by: "the Server shop/http"),
            LinkerdRefusal(port: 3306, by: "the default policy deny", isOpaque: true),
          ]))),
    .agent(
      AgentConfiguration(
        pod: pod, version: "2.0.3", environment: [:], status: [listener], localhost: IPAddress(127, 0, 0, 2),
        consul: ConsulMerging(arguments: ["-telemetry-prom-merge-port=20100"], own: [listener]))),
    .agent(
      AgentConfiguration(
        pod: pod, version: "1.7", environment: ["ISTIO_PROMETHEUS_ANNOTATIONS": #"{"scrape":"true"}"#],
        status: [listener], localhost: IPAddress(127, 0, 0, 2), ownPorts: [listener.endpoint],
        fault: .neverReady)),
    .kubeAPI(
      KubeAPIConfiguration(
        listener: listener, version: "v1.33.0", objects: [resource, resource], fault: .wrongAnswer)),
    .kubeAPI(KubeAPIConfiguration(listener: listener, objects: [])),
    .scraper(
      ScraperConfiguration(
        listener: listener, version: "3.5.0", configurationFile: "/tmp/x y",
        sourceAddress: IPAddress(127, 0, 0, 3),
        schedule: .interval, fault: .exitAfterReady)),
    .scraper(
      ScraperConfiguration(
        listener: listener, version: "2.53.3", configurationFile: "", sourceAddress: IPAddress(127, 0, 0, 3))),
    .scraper(
      ScraperConfiguration(
        listener: listener, version: "2.53.3", configurationFile: "/tmp/x", sourceAddress: IPAddress("::1"),
        engine: ScraperProgram(
          name: "prometheus 2.53.3", program: "/usr/bin/prometheus", arguments: ["--a=\"b\"", ""], log: "/tmp/y"
        ))),
  ]

  @Test("A configuration arrives as it was sent", arguments: roles)
  func configuration(role: RoleConfiguration) throws {
    let sent = ProcessConfiguration(name: "a \"name\"", roles: [role, role])
    #expect(try read(ProcessConfiguration.self, sent) == sent)
  }

  @Test(
    "A command arrives as it was sent",
    arguments: [
      Command.apply(id: 1, objects: [resource]), .delete(id: .max, objects: []), .scrape(id: -3),
      .reload(id: 4), .report(id: 9, instance: "shop/cart-0"),
      .reconfigure(id: 5, role: roles[0]),
    ])
  func command(command: Command) throws {
    #expect(try read(Command.self, command) == command)
  }

  static let events: [Event] = [
    .ready, .acknowledged(id: 7, error: nil), .acknowledged(id: 8, error: "no \"such\"\n\u{0}\u{1F}thing"),
    .failed(message: "é\u{1F6D2}"), .log(message: ""),
    .accepted(connection: 3, listener: listener.endpoint, peer: listener.endpoint),
    .inbound(
      InboundOutcome(
        connection: 1, listener: listener.endpoint, peer: listener.endpoint, transport: .tls,
        decision: .tlsRefused,
        peerIdentity: "spiffe://x", offeredProtocols: ["h2", "istio"], detail: "fail_verify_san")),
    .inbound(
      InboundOutcome(
        connection: 1, listener: listener.endpoint, peer: listener.endpoint, transport: .nothing,
        decision: .noFilterChainMatch)),
    .served(
      ServedRequest(
        listener: listener.endpoint, peer: listener.endpoint, method: "GET", path: "/?a=\"", status: 200,
        bytes: 7,
        userAgent: "Prometheus/3.5.0")),
    .merged(MergePart(source: .application, url: "http://x", status: 200, bytes: 9, error: nil)),
    .merged(MergePart(source: .envoy, url: nil, status: nil, bytes: 0, error: "EOF")),
    .discoverySynchronised(job: "kubernetes-pods", resourceVersion: 1004),
    .scraped(
      ScrapeOutcome(
        job: "j", url: "http://x", round: 2, isUp: false, lastError: "Get \"http://x\": EOF", status: 500,
        contentType: "text/plain", samplesScraped: 1, samplesKept: 2, samplesDuplicate: 3,
        durationSeconds: 0.000125,
        failure: .endOfFile)),
    .scraped(ScrapeOutcome(job: "j", url: "u", round: 1, isUp: true, lastError: "", durationSeconds: 1e-9)),
  ]

  @Test("An event is read as it was said", arguments: events)
  func event(event: Event) throws {
    let record = EventRecord(role: .kubeAPI, instance: "shop/cart-0", microseconds: .max, event: event)
    let line = record.line
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
    #expect(try JSONDecoder().decode(EventRecord.self, from: Data(line)) == record)
  }

  @Test("Blanks do not matter, a member that nobody reads does")
  func members() throws {
    var blanks = JSONCursor(Array(" { \"name\" : \"x\" ,\n\"roles\" : [ ] } ".utf8))
    #expect(try blanks.read(ProcessConfiguration.self) == ProcessConfiguration(name: "x", roles: []))
    let failure = #expect(throws: JSONCursor.Failure.self) {
      var json = JSONCursor(Array(#"{"name":"x","roles":[],"forgotten":1}"#.utf8))
      _ = try json.read(ProcessConfiguration.self)
    }
    #expect(failure?.expected == "a member that is read, not `forgotten`")
  }

  @Test(
    "What is no frame is a failure",
    arguments: [
      "", "{", "[]", "null", "{}", #"{"name":"x"}"#, #"{"name":1,"roles":[]}"#, #"{"name":"x","roles":[}"#,
      #"{"name":"x","roles":[{"nobody":{"_0":{}}}]}"#, #"{"name":"\u12","roles":[]}"#, #"{"name":"\"#,
      #"{"name":"x","roles":[{"kubeAPI":{"_0":{"listener":{"endpoint":{"address":"a","port":70000},"descriptor":1},"version":"","objects":[]}}}]}"#,
      #"{"name" "x","roles":[]}"#, #"{"name":"x","roles":[],"a":]}"#,
    ])
  func broken(text: String) {
    #expect(throws: JSONCursor.Failure.self) {
      var json = JSONCursor(Array(text.utf8))
      _ = try json.read(ProcessConfiguration.self)
    }
  }

  @Test(
    "Escapes",
    arguments: [
      (#""\u00e9\/\b\f""#, "é/\u{8}\u{C}"), (#""\ud83d\ude42x""#, "🙂x"), (#""\ud83d""#, "\u{FFFD}"),
      (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\udc00""#, "\u{FFFD}"), (#""""#, ""),
    ])
  func escapes(text: String, value: String) throws {
    var json = JSONCursor(Array(text.utf8))
    #expect(try json.string() == value)
  }

  private func read<Value: FrameReading>(_: Value.Type, _ sent: some Encodable) throws -> Value {
    var json = JSONCursor(Array(try JSONEncoder().encode(sent)))
    return try json.read()
  }
}
