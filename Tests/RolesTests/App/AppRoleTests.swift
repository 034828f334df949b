import Contract
import Testing
import Wire

@testable import Roles

@Suite("An application over HTTP")
struct AppRoleTests {
  typealias PlayedApp = PlayedRole<AppRole>

  static func app(_ endpoints: [AppEndpoint], fault: Fault? = nil, listeners: Int = 1) throws -> PlayedApp {
    try PlayedApp(listeners: listeners, fault: fault) { listeners in
      AppConfiguration(
        pod: PodReference(namespace: "shop", name: "cart-0"), container: "app",
        ports: [AppPort(port: 8080, listeners: listeners, endpoints: endpoints)], fault: fault)
    }
  }

  struct Exchange: Sendable, CustomTestStringConvertible {
    let name: String
    let endpoint: AppEndpoint
    var method = "GET"
    var target = "/metrics"
    var headers: HTTPHeaders = [:]
    var status = 200
    /// Field and value; an empty value means that the field is missing.
    var expects: [(String, String)] = []
    var body: String?
    var testDescription: String { name }
  }

  static let metrics = "# TYPE a gauge\na 1\n"
  static let exchanges: [Exchange] = [
    Exchange(
      name: "text by default", endpoint: AppEndpoint(metrics: metrics),
      expects: [("Content-Type", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores")],
      body: metrics),
    Exchange(
      name: "OpenMetrics by its end", endpoint: AppEndpoint(metrics: "a 1\n# EOF\n"),
      expects: [("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8")],
      body: "a 1\n# EOF\n"),
    Exchange(
      name: "OpenMetrics when asked for", endpoint: AppEndpoint(metrics: metrics, openMetrics: "b 1\n# EOF\n"),
      headers: ["Accept": NegotiationTests.prometheus2],
      expects: [
        ("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores")
      ], body: "b 1\n# EOF\n"),
    Exchange(
      name: "text when not asked for OpenMetrics",
      endpoint: AppEndpoint(metrics: metrics, openMetrics: "b 1\n# EOF\n"), body: metrics),
    Exchange(
      name: "a content type of its own", endpoint: AppEndpoint(metrics: metrics, contentType: "text/html"),
      expects: [("Content-Type", "text/html")], body: metrics),
    Exchange(
      name: "no content type", endpoint: AppEndpoint(metrics: metrics, omitsContentType: true),
      expects: [("Content-Type", "")], body: metrics),
    Exchange(
      name: "a status of its own", endpoint: AppEndpoint(metrics: metrics, status: 503), status: 503,
      body: metrics),
    Exchange(
      name: "HEAD", endpoint: AppEndpoint(metrics: metrics), method: "HEAD",
      expects: [("Content-Length", "\(metrics.utf8.count)")], body: ""),
    Exchange(
      name: "POST", endpoint: AppEndpoint(metrics: metrics), method: "POST", status: 405,
      expects: [("Allow", "GET, HEAD")]),
    Exchange(
      name: "another path", endpoint: AppEndpoint(metrics: metrics), target: "/other", status: 404,
      body: "404 page not found\n"),
    Exchange(
      name: "a query does not matter", endpoint: AppEndpoint(metrics: metrics), target: "/metrics?x=/y",
      body: metrics),
    Exchange(
      name: "an index", endpoint: AppEndpoint(path: "/actuator/<p>", metrics: metrics), target: "/",
      expects: [("Content-Type", "text/html; charset=utf-8")],
      body: "<!doctype html><title>app</title><h1>app</h1>\n<ul>\n"
        + "<li><a href=\"/actuator/&lt;p&gt;\">/actuator/&lt;p&gt;</a></li>\n</ul>\n"),
    Exchange(
      name: "a redirect", endpoint: AppEndpoint(metrics: metrics, redirect: "http://127.0.0.1:1/m"),
      status: 302,
      expects: [("Location", "http://127.0.0.1:1/m")]),
    Exchange(
      name: "a token is missing", endpoint: AppEndpoint(metrics: metrics, bearerToken: "t"), status: 401,
      expects: [("WWW-Authenticate", "Bearer")]),
    Exchange(
      name: "a token is wrong", endpoint: AppEndpoint(metrics: metrics, bearerToken: "t"),
      headers: ["Authorization": "Bearer T"], status: 401),
    Exchange(
      name: "a token is right", endpoint: AppEndpoint(metrics: metrics, bearerToken: "t"),
      headers: ["Authorization": "Bearer t"], body: metrics),
    Exchange(
      name: "gzip unasked", endpoint: AppEndpoint(metrics: metrics, encoding: .gzip),
      expects: [("Content-Encoding", "")], body: metrics),
    Exchange(
      name: "gzip refused", endpoint: AppEndpoint(metrics: metrics, encoding: .gzip),
      headers: ["Accept-Encoding": "gzip; q=0, identity"], expects: [("Content-Encoding", "")], body: metrics),
    Exchange(
      name: "gzip asked for but not offered", endpoint: AppEndpoint(metrics: metrics),
      headers: ["Accept-Encoding": "gzip"], expects: [("Content-Encoding", "")], body: metrics),
    Exchange(
      name: "filler", endpoint: AppEndpoint(metrics: "", fillerSeries: 1),
      body: "# TYPE meshscrape_filler gauge\nmeshscrape_filler{n=\"0\"} 1\n"),
  ]

  @Test(arguments: exchanges)
  func exchange(_ example: Exchange) throws {
    let app = try Self.app([example.endpoint])
    let response = try app.send(example.target, method: example.method, headers: example.headers)
    #expect(response.status == example.status)
    for (field, value) in example.expects { #expect(response.headers[field] ?? "" == value, "\(field)") }
    if let body = example.body { #expect(response.text == body) }
    #expect(app.events.served.map(\.status) == [example.status])
    #expect(app.events.served.first?.path == example.target)
    #expect(app.events.served.first?.bytes == response.body.count)
  }

  @Test(
    "Compressed bodies decompress to the exposition",
    arguments: [
      (AppEndpoint.ContentEncodingBehaviour.gzip, "br, gzip;q=0.5"), (.alwaysGzip, "identity"), (.gzip, "*"),
    ], [0.0, 2.0])
  func compression(_ asked: (AppEndpoint.ContentEncodingBehaviour, String), increment: Double) throws {
    let app = try Self.app([AppEndpoint(metrics: "a 1\n", encoding: asked.0, increment: increment)])
    for round in 0..<3 {
      let response = try app.send("/metrics", headers: ["Accept-Encoding": asked.1])
      #expect(response.headers["Content-Encoding"] == "gzip")
      let text = String(decoding: try Gzip.decompress(response.body), as: UTF8.self)
      #expect(text == "a \(1 + round * Int(increment))\n")
    }
  }

  @Test("A body that ends early promises its full length")
  func truncation() throws {
    let app = try Self.app([AppEndpoint(metrics: "a 1\nb 2\n", truncatesAfter: 5)])
    let exchange = try HTTPClient().open(
      ClientRequest(HTTPURL(app.listeners[0].endpoint, target: "/metrics"), deadline: .after(seconds: 20)))
    #expect(exchange.headers["Content-Length"] == "8")
    #expect(throws: WireError.self) { try exchange.readAll() }
    #expect(app.events.served.map(\.bytes) == [5])
  }

  @Test("A limit beyond the body cuts nothing")
  func truncationBeyond() throws {
    let app = try Self.app([AppEndpoint(metrics: "a 1\n", truncatesAfter: 500)])
    #expect(try app.send("/metrics").text == "a 1\n")
  }

  @Test("Values grow with each scrape; the harness' own look is none")
  func increments() throws {
    let app = try Self.app([AppEndpoint(metrics: "a 10\n", increment: 5)])
    let probe: HTTPHeaders = ["User-Agent": "meshscrape-probe"]
    #expect(try app.send("/metrics", headers: probe).text == "a 10\n")
    #expect(try app.send("/metrics").text == "a 10\n")
    #expect(try app.send("/metrics", headers: probe).text == "a 10\n")
    #expect(try app.send("/metrics").text == "a 15\n")
    #expect(try app.send("/metrics", headers: probe).text == "a 15\n")
    _ = try app.send("/metrics", method: "HEAD")
    #expect(try app.send("/metrics").text == "a 20\n")
  }

  @Test("A late answer is later than the client's deadline, and comes when there is time")
  func delay() throws {
    let app = try Self.app([AppEndpoint(metrics: "a 1\n", delayMilliseconds: 80)])
    #expect(throws: WireError.self) { try app.send("/metrics", seconds: 0.02) }
    #expect(try app.send("/metrics").text == "a 1\n")
  }

  @Test("A new configuration replaces answers and keeps the count; missing ports close, new ones are refused")
  func reconfiguration() throws {
    let app = try PlayedApp(listeners: 2) { listeners in Self.twoPorts(listeners, metrics: "a 1\n") }
    #expect(try app.send("/metrics").text == "a 1\n")
    var next = Self.twoPorts(app.listeners, metrics: "b 1\n")
    next.ports.removeLast()
    try app.role.handle(.reconfigure(id: 1, role: .app(next)))
    #expect(try app.send("/metrics").text == "b 2\n")
    let closed = HTTPURL(app.listeners[1].endpoint, target: "/metrics")
    #expect(throws: WireError.self) {
      try HTTPClient().send(ClientRequest(closed, deadline: .after(seconds: 20)))
    }

    next.ports[0].listeners.append(Listener(Endpoint(IPAddress(127, 0, 0, 1), 1)))
    #expect(throws: RoleFailure.self) { try app.role.handle(.reconfigure(id: 2, role: .app(next))) }
    #expect(throws: RoleFailure.self) { try app.role.handle(.scrape(id: 3)) }
    #expect(try app.send("/metrics").text == "b 3\n")
  }

  private static func twoPorts(_ listeners: [Listener], metrics: String) -> AppConfiguration {
    AppConfiguration(
      pod: PodReference(namespace: "shop", name: "cart-0"), container: "app",
      ports: listeners.enumerated().map { number, listener in
        AppPort(
          port: UInt16(8080 + number), listeners: [listener],
          endpoints: [AppEndpoint(metrics: metrics, increment: 1)])
      })
  }

  @Test("HTTPS with its own certificate; who speaks plaintext is told so, in plaintext")
  func https() throws {
    let authority = try CertificateAuthority(commonName: "test")
    let issued = try authority.issue(ipAddresses: [IPAddress(127, 0, 0, 1)])
    let certificate = ServerCertificate(
      certificateChain: issued.certificateChain, privateKey: issued.privateKey)
    let app = try PlayedApp { listeners in
      AppConfiguration(
        pod: PodReference(namespace: "shop", name: "cart-0"), container: "app",
        ports: [
          AppPort(
            port: 8443, listeners: listeners, tls: certificate, endpoints: [AppEndpoint(metrics: "a 1\n")])
        ])
    }
    var request = ClientRequest(
      HTTPURL(app.listeners[0].endpoint, target: "/metrics", scheme: "https"), deadline: .after(seconds: 20))
    request.tls = try ClientTLS(roots: authority.rootPEM)
    #expect(String(decoding: try HTTPClient().send(request).body, as: UTF8.self) == "a 1\n")

    let plaintext = try app.send("/metrics")
    #expect(plaintext.status == 400)
    #expect(plaintext.text == "Client sent an HTTP request to an HTTPS server.\n")
    #expect(app.events.served.count == 1)
  }

  @Test("A certificate that is none is a failure in words")
  func brokenCertificate() {
    let failure = #expect(throws: RoleFailure.self) {
      try AppPortServing(
        AppPort(
          port: 8443, listeners: [], tls: ServerCertificate(certificateChain: "x", privateKey: "y"),
          endpoints: []),
        container: "app", before: nil)
    }
    #expect(failure?.message.hasPrefix("port 8443 of app: ") == true)
  }
}
