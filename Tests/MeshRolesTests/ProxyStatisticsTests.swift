import Contract
import Testing
import Wire

@testable import Roles

@Suite("Proxy: statistics")
struct ProxyStatisticsTests {
  @Test("requests are counted with Istio's labels, after real traffic only")
  func requests() throws {
    let proxy = try ProxyBench(.strict, .http)
    #expect(try !proxy.counted().contains("istio_requests_total"))
    for _ in 0..<2 { _ = try proxy.visit(.init(testDescription: "good")) }
    let text = try proxy.counted()
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("istio_requests_total{") })
    #expect(line.hasSuffix("} 2"))
    for label in [
      #"reporter="destination""#, #"source_workload="unknown""#, #"source_workload_namespace="monitoring""#,
      "source_principal=\"\(ProxyBench.prometheus)\"", #"destination_workload="cart""#,
      #"destination_service_name="cart""#, "destination_principal=\"\(ProxyBench.own)\"",
      #"request_protocol="http""#, #"response_code="200""#, #"response_flags="-""#,
      #"connection_security_policy="mutual_tls""#,
    ] { #expect(line.contains(label)) }
    #expect(text.contains("# TYPE istio_request_duration_milliseconds histogram\n"))
    #expect(text.contains("# TYPE istio_requests_total counter\n"))
  }

  @Test("a port of no Service has the passthrough cluster's name")
  func passthrough() throws {
    let proxy = try ProxyBench(.permissive, .auto, isPassthrough: true)
    _ = try proxy.visit()
    let text = try proxy.counted()
    #expect(text.contains(#"destination_service="cart",destination_canonical_service="cart""#))
    #expect(text.contains(#"destination_service_name="InboundPassthroughCluster""#))
    #expect(text.contains(#"connection_security_policy="none""#))
  }

  @Test("failures are counted with Envoy's flags")
  func failures() throws {
    let proxy = try ProxyBench(.permissive, .http, .down)
    _ = try proxy.visit()
    #expect(
      try proxy.counted().contains(#"response_code="503",grpc_response_status="",response_flags="UF""#))
  }

  @Test("TCP connections and their bytes")
  func tcp() throws {
    let proxy = try ProxyBench(.disable, .tcp)
    let answer = try RoleBench.get(proxy.inbound, headers: ["Connection": "close"])
    #expect(answer.status == 200)
    var text = ""
    // The connection is counted when it ends, which this end cannot see.
    let deadline = Deadline.after(milliseconds: 10_000)
    while !text.contains("istio_tcp_connections_closed_total{"), !deadline.isPast { text = try proxy.counted() }
    #expect(text.contains("istio_tcp_received_bytes_total{") && !text.contains("istio_requests_total"))
  }

  @Test("probes of the harness leave no trace")
  func probes() throws {
    let proxy = try ProxyBench(.permissive, .auto)
    #expect(try RoleBench.get(proxy.inbound, headers: ["User-Agent": "meshscrape-probe"]).status == 200)
    #expect(
      try RoleBench.get(proxy.statistics, "/stats/prometheus", headers: ["User-Agent": "meshscrape-probe"])
        .status == 200)
    #expect(proxy.outcomes.isEmpty && proxy.served.isEmpty)
    #expect(try !proxy.counted().contains("istio_requests_total"))
    #expect(proxy.served.map(\.path) == ["/stats/prometheus"])
  }

  @Test("Envoy's text")
  func text() throws {
    let proxy = try ProxyBench(.permissive, .http)
    let answer = try RoleBench.get(proxy.statistics, "/stats/prometheus")
    #expect(answer.headers["content-type"] == "text/plain; charset=UTF-8")
    #expect(answer.text.contains("# TYPE envoy_server_live gauge\nenvoy_server_live{} 1\n"))
    #expect(answer.text.contains(#"istio_build{component="proxy",tag="1.30.3"} 1"#))
    #expect(answer.text.contains("envoy_cluster_upstream_cx_total{cluster_name=\"xds-grpc\"} 1"))
    #expect(!answer.text.contains("# HELP") && !answer.text.contains("# EOF"))
    let used = try RoleBench.get(proxy.statistics, "/stats/prometheus?usedonly").text
    #expect(used.count < answer.text.count && used.contains("envoy_server_live"))
    let types = answer.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
    #expect(Set(types).count == types.count)
  }

  @Test(
    "statistics are compressed since 1.21",
    arguments: [("1.20.0", nil), ("1.30.3", "gzip")] as [(String, String?)])
  func compressed(version: String, coding: String?) throws {
    let proxy = try ProxyBench(.permissive, .http, version: version)
    let answer = try RoleBench.get(
      proxy.statistics, "/stats/prometheus", headers: ["Accept-Encoding": "gzip"], decoding: .none)
    #expect(answer.headers["content-encoding"] == coding)
  }

  @Test("other paths, health and admin")
  func paths() throws {
    let proxy = try ProxyBench(.strict, .http)
    #expect(try RoleBench.get(proxy.statistics, "/metrics").status == 404)
    #expect(try RoleBench.get(proxy.health, "/healthz/ready").status == 200)
    #expect(try RoleBench.get(proxy.admin, "/ready").text == "LIVE\n")
    _ = try proxy.visit()
    #expect(try RoleBench.get(proxy.admin, "/stats").text.contains("no_filter_chain_match: 1\n"))
  }

  @Test("a wrong answer is wrong everywhere")
  func wrong() throws {
    let proxy = try ProxyBench(.permissive, .http, fault: .wrongAnswer)
    #expect(try proxy.visit().0 == .answer(500))
    #expect(try !proxy.counted().contains("envoy_"))
  }

  @Test("metrics over mutual TLS, for any certificate of the mesh")
  func secure() throws {
    let proxy = try ProxyBench(.strict, .http, version: "1.31.0")
    func get(_ endpoint: Endpoint, _ target: String, _ credentials: ProxyBench.Credentials) throws
      -> ClientResponse
    {
      let issued = try credentials.issue()
      let tls = try ClientTLS(
        certificateChain: issued?.certificateChain, privateKey: issued?.privateKey, insecureSkipVerify: true,
        alpn: ["h2", "http/1.1"])
      return try HTTPClient().send(
        ClientRequest(
          HTTPURL(endpoint, target: target, scheme: "https"), tls: tls, deadline: .after(milliseconds: 10_000)))
    }
    let good = ProxyBench.Credentials(testDescription: "good")
    #expect(try get(proxy.secureStatistics, "/stats/prometheus", good).text.contains("envoy_server_live{} 1"))
    #expect(try get(proxy.secureStatistics, "/metrics", good).status == 404)
    #expect(try get(proxy.secureMerged, "/metrics?x", good).text == "merged /metrics?x\n")
    let foreign = ProxyBench.Credentials(testDescription: "foreign", certificate: .wrongDomain)
    #expect(try get(proxy.secureMerged, "/stats/prometheus", foreign).status == 200)
    let none = ProxyBench.Credentials(testDescription: "none", certificate: .none)
    #expect(throws: WireError.self) { try get(proxy.secureMerged, "/metrics", none) }
    #expect(throws: WireError.self) { try RoleBench.get(proxy.secureMerged, "/metrics") }
  }
}
