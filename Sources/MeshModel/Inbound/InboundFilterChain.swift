/// What a proxy does with an inbound connection: the filter chain that matches it.
public enum InboundDecision: String, Sendable, Hashable, Codable, CaseIterable {
  /// Terminates mutual TLS and handles HTTP.
  case mutualTLSHTTP
  /// Terminates mutual TLS and passes bytes on.
  case mutualTLSTCP
  /// Handles plaintext HTTP.
  case plaintextHTTP
  /// Passes plaintext bytes on.
  case plaintextTCP
  /// Passes somebody else's TLS on, without terminating it.
  case passthroughTLS
  /// Nothing matches: the connection is reset without a byte.
  case none
}

/// What a connection begins with, as Envoy's `tls_inspector` sees it.
public enum InboundTransport: String, Sendable, Hashable, Codable, CaseIterable {
  /// No TLS record.
  case plaintext
  /// A TLS ClientHello.
  case tls
}

/// Which filter chain of Istio's inbound listener matches a connection.
///
/// Source: istio/istio `pilot/pkg/networking/core/filterchain_options.go`, `getFilterChainMatchOptions`, and
/// `listener.go` (the ALPN lists), 1.30.3. Envoy matches the transport protocol first and then, among the
/// chains of that transport, the first offered ALPN that a chain names, else the chain that names none
/// (envoyproxy/envoy `source/common/listener_manager/filter_chain_manager_impl.cc`).
public enum InboundFilterChain {
  /// Chooses the chain for a connection. `detectedHTTP` is what the HTTP inspector found in plaintext.
  public static func choose(
    mode: MTLS, portProtocol: SelectedProtocol, transport: InboundTransport, alpn: [String],
    detectedHTTP: Bool, version: IstioVersion = .latest
  ) -> InboundDecision {
    let chains = chains(mode: mode, portProtocol: portProtocol, version: version)
    // Where no chain asks for TLS, the inspector is off and everything counts as plaintext.
    let inspected = chains.contains { $0.transport == .tls }
    let seen: InboundTransport = inspected ? transport : .plaintext
    let candidates = chains.filter { $0.transport == seen }
    // The HTTP inspector does not find HTTP in a TLS record.
    let sniffed = detectedHTTP && transport == .plaintext ? ["http/1.1"] : []
    for name in seen == .tls ? alpn : sniffed {
      if let chain = candidates.first(where: { $0.alpn.contains(name) }) { return chain.decision }
    }
    return candidates.first { $0.alpn.isEmpty }?.decision ?? .none
  }

  /// Whether the proxy must see first bytes before it can choose; otherwise it dials the application at once.
  public static func inspects(
    mode: MTLS, portProtocol: SelectedProtocol, version: IstioVersion = .latest
  ) -> Bool {
    chains(mode: mode, portProtocol: portProtocol, version: version).contains {
      $0.transport == .tls || !$0.alpn.isEmpty
    }
  }

  /// The ALPN protocols that the TLS context of a chain offers, best first.
  ///
  /// Source: istio/istio `pilot/pkg/networking/util/util.go`, `ALPNHttp`, `ALPNDownstreamWithMxc`, 1.30.3.
  public static func offeredALPN(of decision: InboundDecision, version: IstioVersion = .latest) -> [String] {
    let http = version.exhibits(.offersHTTP2) ? ["h2", "http/1.1"] : ["http/1.1"]
    return switch decision {
    case .mutualTLSHTTP: http
    case .mutualTLSTCP: ["istio-peer-exchange"] + http
    case .plaintextHTTP, .plaintextTCP, .passthroughTLS, .none: []
    }
  }

  /// One filter chain: what it matches, what it does.
  public struct Chain: Sendable, Hashable {
    /// The transport protocol that the chain names.
    public var transport: InboundTransport
    /// The application protocols that the chain names; none matches whatever is left.
    public var alpn: [String] = []
    /// What the chain does.
    public var decision: InboundDecision
  }

  private static let plaintextHTTP = ["http/1.1", "h2c"]
  private static let meshHTTP = ["istio-http/1.0", "istio-http/1.1", "istio-h2"]
  private static let meshTCP = ["istio-peer-exchange", "istio"]

  /// The chains of a port, in Istio's order.
  public static func chains(
    mode: MTLS, portProtocol: SelectedProtocol, version: IstioVersion = .latest
  ) -> [Chain] {
    let chains = chains(mode, portProtocol)
    return version.mutations.isEmpty ? chains : mutated(chains, mode, portProtocol, version)
  }

  private static func chains(_ mode: MTLS, _ portProtocol: SelectedProtocol) -> [Chain] {
    switch (mode, portProtocol) {
    case (.strict, .http): [Chain(transport: .tls, decision: .mutualTLSHTTP)]
    case (.strict, .tcp): [Chain(transport: .tls, decision: .mutualTLSTCP)]
    case (.strict, .auto):
      [
        Chain(transport: .tls, alpn: meshHTTP, decision: .mutualTLSHTTP),
        Chain(transport: .tls, decision: .mutualTLSTCP),
      ]
    case (.permissive, .http):
      [
        Chain(transport: .tls, alpn: meshTCP + meshHTTP, decision: .mutualTLSHTTP),
        Chain(transport: .plaintext, decision: .plaintextHTTP),
      ]
    case (.permissive, .tcp):
      [
        Chain(transport: .tls, alpn: meshTCP + meshHTTP, decision: .mutualTLSTCP),
        Chain(transport: .tls, decision: .passthroughTLS),
        Chain(transport: .plaintext, decision: .plaintextTCP),
      ]
    case (.permissive, .auto):
      [
        Chain(transport: .tls, alpn: meshHTTP, decision: .mutualTLSHTTP),
        Chain(transport: .plaintext, alpn: plaintextHTTP, decision: .plaintextHTTP),
        Chain(transport: .tls, alpn: meshTCP, decision: .mutualTLSTCP),
        Chain(transport: .plaintext, decision: .plaintextTCP),
        Chain(transport: .tls, decision: .passthroughTLS),
      ]
    case (.disable, .http): [Chain(transport: .plaintext, decision: .plaintextHTTP)]
    case (.disable, .tcp): [Chain(transport: .plaintext, decision: .plaintextTCP)]
    case (.disable, .auto):
      [
        Chain(transport: .plaintext, alpn: plaintextHTTP, decision: .plaintextHTTP),
        Chain(transport: .plaintext, decision: .plaintextTCP),
      ]
    }
  }
}
