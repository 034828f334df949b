import Contract
import Testing

@testable import Roles

/// A line of Envoy 1.40's access log, and the event that it becomes.
struct EnvoyLogCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var line: String
  var decision: InboundOutcome.Decision?
  var transport = InboundOutcome.Transport.plaintext
  var detail: String?

  private static let ends = #""local":"127.9.0.1:8080","peer":"127.0.0.1:4000","connection":7"#
  private static let ja3 = #""fingerprint":"8a9d5d0f12f7d43ee3af1c51d2998d99""#
  private static let verify =
    "TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:"

  private static func line(_ kind: String, _ fields: String) -> String {
    "{\"kind\":\"\(kind)\",\(ends)\(fields.isEmpty ? "" : ",")\(fields)}"
  }

  static let all = [
    EnvoyLogCase(
      testDescription: "no filter chain",
      line: line("connections", #""details":"filter_chain_not_found","flags":"NR""#),
      decision: .noFilterChainMatch, detail: "no_filter_chain_match"),
    EnvoyLogCase(
      testDescription: "no client certificate",
      line: line(
        "connections",
        ja3
          + #","chain":"mutualTLSHTTP-0","tlsFailure":"TLS_error:|268435648:SSL_routines:OPENSSL_internal:PEER_DID_NOT_RETURN_A_CERTIFICATE:TLS_error_end""#
      ), decision: .tlsRefused, transport: .tls, detail: "fail_verify_no_cert"),
    EnvoyLogCase(
      testDescription: "another trust domain",
      line: line(
        "connections",
        "\(ja3),\"chain\":\"mutualTLSTCP-1\",\"tlsFailure\":\"\(verify)_SAN_matcher:TLS_error_end\""),
      decision: .tlsRefused, transport: .tls,
      detail:
        "fail_verify_san: TLS error:|268435581:SSL routines:OPENSSL internal:CERTIFICATE VERIFY FAILED:verify cert failed: SAN matcher:TLS error end"
    ),
    EnvoyLogCase(
      testDescription: "a connection that breaks by itself is no refusal",
      line: line(
        "connections",
        ja3
          + #","chain":"mutualTLSTCP-1","tlsFailure":"TLS_error:|33554536:system_library:OPENSSL_internal:Connection_reset_by_peer:TLS_error_end""#
      ), decision: nil),
    EnvoyLogCase(
      testDescription: "an ordinary end", line: line("connections", #""chain":"plaintextHTTP-1","flags":"-""#),
      decision: nil),
    EnvoyLogCase(
      testDescription: "a request over mutual TLS",
      line: line("requests", ja3 + #","chain":"mutualTLSHTTP-0","status":200,"details":"via_upstream""#),
      decision: .mutualTLSHTTP, transport: .tls),
    EnvoyLogCase(
      testDescription: "a probe is no traffic",
      line: line("requests", #""chain":"plaintextHTTP-0","status":200,"agent":"meshscrape-probe""#),
      decision: nil),
    EnvoyLogCase(
      testDescription: "a policy refuses",
      line: line(
        "requests",
        #""chain":"plaintextHTTP-0","status":403,"details":"rbac_access_denied_matched_policy[ns[shop]-policy[no]-rule[0]]""#
      ), decision: .plaintextHTTP, detail: "rbac: denied by AuthorizationPolicy shop/no"),
    EnvoyLogCase(
      testDescription: "no policy allows",
      line: line(
        "requests",
        #""chain":"plaintextHTTP-0","status":403,"details":"rbac_access_denied_matched_policy[none]""#),
      decision: .plaintextHTTP, detail: "rbac: no AuthorizationPolicy allows it"),
    EnvoyLogCase(
      testDescription: "nobody listens, http",
      line: line(
        "requests",
        #""chain":"plaintextHTTP-0","status":503,"flags":"UF","upstreamFailure":"delayed_connect_error:_Connection_refused""#
      ), decision: .upstreamFailed, detail: "delayed connect error: Connection refused"),
    EnvoyLogCase(
      testDescription: "bytes are passed",
      line: line("bytes", #""chain":"plaintextTCP-3","type":"TcpUpstreamConnected""#),
      decision: .passedThrough),
    EnvoyLogCase(
      testDescription: "the end of passing tells nothing new",
      line: line("bytes", #""chain":"plaintextTCP-3","type":"TcpConnectionEnd","flags":"-""#), decision: nil),
    EnvoyLogCase(
      testDescription: "nobody listens, tcp",
      line: line(
        "bytes", #""chain":"mutualTLSTCP-0","type":"TcpConnectionEnd","flags":"UF,URX","details":"-""#),
      decision: .upstreamFailed, detail: "UF,URX"),
    EnvoyLogCase(
      testDescription: "a request for statistics is served",
      line: line("metrics", #""status":200,"method":"GET","path":"/stats/prometheus","sent":12"#), decision: nil
    ),
  ]
}

@Suite("Envoy's access log")
struct EnvoyLogTests {
  @Test("line by line", arguments: EnvoyLogCase.all)
  func line(_ line: EnvoyLogCase) throws {
    let entry = try #require(EnvoyLogLine(Array(line.line.utf8)))
    guard let decision = line.decision else {
      if case .inbound(let outcome)? = entry.event { Issue.record("\(outcome)") }
      return
    }
    guard case .inbound(let outcome)? = entry.event else {
      Issue.record("no event")
      return
    }
    #expect(outcome.decision == decision)
    #expect(outcome.transport == line.transport)
    #expect(outcome.detail == line.detail)
    #expect(outcome.listener == Endpoint(IPAddress("127.9.0.1"), 8080))
    #expect(outcome.peer.port == 4000)
  }

  @Test("requests for statistics")
  func statistics() throws {
    let line = EnvoyLogCase.all.first { $0.line.contains("\"metrics\"") }
    guard case .served(let request)? = EnvoyLogLine(Array(try #require(line).line.utf8))?.event else {
      Issue.record("not served")
      return
    }
    #expect(request.status == 200 && request.bytes == 12 && request.path == "/stats/prometheus")
  }

  @Test("what is no line of it", arguments: ["", "[info] text", "{}", "{\"kind\":\"unknown\"}"])
  func others(_ text: String) { #expect(EnvoyLogLine(Array(text.utf8)) == nil) }
}
