import Contract
import MeshModel
import SourceText

/// One line of Envoy's access log.
struct EnvoyLogLine {
  let kind: EnvoyAccessLog.Kind
  private let fields: YAMLNode

  /// Nil if the line is none.
  init?(_ line: [UInt8]) {
    guard let node = YAMLNode(json: String(decoding: line, as: UTF8.self)),
      let kind = node["kind"]?.string.flatMap(EnvoyAccessLog.Kind.init)
    else { return nil }
    self.kind = kind
    fields = node
  }

  /// The text of a field; nil where Envoy had nothing to say.
  private func text(_ name: String) -> String? {
    guard let text = fields[name]?.string, !text.isEmpty, text != "-" else { return nil }
    return text
  }

  private func endpoint(_ name: String) -> Endpoint? {
    guard let text = text(name), let colon = text.lastIndex(of: ":"),
      let port = UInt16(text[text.index(after: colon)...])
    else { return nil }
    return Endpoint(IPAddress(String(text[..<colon])), port)
  }

  /// The path of the request.
  var path: String? { text("path") }

  private var isProbe: Bool { text("agent") == "meshscrape-probe" }

  // MARK: Events

  /// The event that the line stands for, if it stands for one.
  var event: Event? {
    guard !isProbe, let listener = endpoint("local"), let peer = endpoint("peer") else { return nil }
    switch kind {
    case .health: return nil
    case .metrics: return served(listener, peer)
    case .connections: return ended(listener, peer).map(Event.inbound)
    case .requests: return requested(listener, peer).map(Event.inbound)
    case .bytes: return passed(listener, peer).map(Event.inbound)
    }
  }

  private func served(_ listener: Endpoint, _ peer: Endpoint) -> Event {
    .served(
      ServedRequest(
        listener: listener, peer: peer, method: text("method") ?? "", path: path ?? "",
        status: fields["status"]?.int ?? 0, bytes: fields["sent"]?.int ?? 0, userAgent: text("agent")))
  }

  /// A connection that ended: only what no chain matched or what failed its handshake is told here, since the filters
  /// tell of the others.
  private func ended(_ listener: Endpoint, _ peer: Endpoint) -> InboundOutcome? {
    if text("details") == "filter_chain_not_found" {
      return outcome(listener, peer, .noFilterChainMatch, detail: "no_filter_chain_match")
    }
    guard let chain = decided, chain == .mutualTLSHTTP || chain == .mutualTLSTCP,
      let failure = text("tlsFailure").flatMap(Self.refusal)
    else { return nil }
    return outcome(listener, peer, .tlsRefused, detail: failure)
  }

  private func requested(_ listener: Endpoint, _ peer: Endpoint) -> InboundOutcome? {
    guard let chain = decided else { return nil }
    let decision: InboundOutcome.Decision = chain == .mutualTLSHTTP ? .mutualTLSHTTP : .plaintextHTTP
    if let details = text("details"), details.hasPrefix(Self.denied) {
      return outcome(
        listener, peer, decision, detail: RefusedByPolicy.detail(RBACRules.policy(inDetails: details)))
    }
    if isUnreachable { return outcome(listener, peer, .upstreamFailed, detail: upstreamFailure) }
    return outcome(listener, peer, decision)
  }

  private func passed(_ listener: Endpoint, _ peer: Endpoint) -> InboundOutcome? {
    guard let chain = decided else { return nil }
    let decision: InboundOutcome.Decision = chain == .mutualTLSTCP ? .mutualTLSTCP : .passedThrough
    if text("type") == "TcpUpstreamConnected" { return outcome(listener, peer, decision) }
    if let details = text("termination"), details.hasPrefix(Self.denied) {
      return outcome(
        listener, peer, decision, detail: RefusedByPolicy.detail(RBACRules.policy(inDetails: details)))
    }
    return isUnreachable ? outcome(listener, peer, .upstreamFailed, detail: upstreamFailure) : nil
  }

  private func outcome(
    _ listener: Endpoint, _ peer: Endpoint, _ decision: InboundOutcome.Decision, detail: String? = nil
  ) -> InboundOutcome {
    InboundOutcome(
      connection: fields["connection"]?.int ?? 0, listener: listener, peer: peer,
      transport: text("fingerprint") == nil ? .plaintext : .tls, decision: decision,
      peerIdentity: text("identity"), detail: detail)
  }

  // MARK: Reading

  private var decided: InboundDecision? { text("chain").flatMap(EnvoyAccessLog.decision) }

  private static let denied = "rbac_access_denied"

  /// Whether the application could not be reached, or broke off before it answered.
  private var isUnreachable: Bool {
    (text("flags") ?? "").split(separator: ",").contains { ["UF", "UC", "UH", "URX"].contains($0) }
  }

  private var upstreamFailure: String {
    (text("upstreamFailure") ?? text("details") ?? text("flags") ?? "").replacing("_", with: " ")
  }

  /// The counter that a failed handshake goes to, with Envoy's words; nil for a connection that broke by itself.
  static func refusal(_ reason: String) -> String? {
    let words = reason.replacing("_", with: " ")
    guard reason.contains("OPENSSL_internal"), !reason.contains("system_library") else { return nil }
    if reason.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE") { return "fail_verify_no_cert" }
    if reason.contains("SAN_matcher") { return "fail_verify_san: \(words)" }
    return reason.contains("CERTIFICATE_VERIFY_FAILED") ? "fail_verify_error: \(words)" : words
  }
}
