import Contract
import MeshModel
import Wire

/// One connection to a captured port: looks at its first bytes, chooses a filter chain and plays it.
///
/// Source: istio/istio `pilot/pkg/networking/core/listener_inbound.go`, 1.30.3; what clients see was compared
/// with Envoy 1.40, see docs/fidelity.md.
struct InboundConnection {
  let proxy: ProxyState
  let port: InboundPort
  let stream: TCPStream
  /// The number of the connection within the proxy.
  let number: Int

  private struct FirstBytes {
    var transport: InboundOutcome.Transport
    var alpn: [String] = []
    var serverName: String?
    var isHTTP = false
    var isProbe = false
  }

  func serve() {
    let first: FirstBytes
    do throws(WireError) { first = try lookAtFirstBytes() } catch {
      emit(.noFilterChainMatch, .nothing, detail: error.message)
      return stream.close()
    }
    if first.transport == .nothing {
      emit(.noFilterChainMatch, .nothing, detail: "the peer closed before it sent a byte")
      return stream.close()
    }
    let decision = InboundFilterChain.choose(
      mode: port.mode, portProtocol: port.portProtocol, transport: first.transport == .tls ? .tls : .plaintext,
      alpn: first.alpn, detectedHTTP: first.isHTTP, version: port.version)
    switch decision {
    case .none:
      emit(.noFilterChainMatch, first)
      proxy.statistics.countUnmatched(stream.local)
      stream.reset()
    case .mutualTLSHTTP, .mutualTLSTCP: terminate(decision, first)
    case .plaintextHTTP: serveHTTP(stream, first)
    case .plaintextTCP, .passthroughTLS: pass(stream, first, decided: .passedThrough)
    }
  }

  // MARK: First bytes

  private func lookAtFirstBytes() throws(WireError) -> FirstBytes {
    guard
      InboundFilterChain.inspects(mode: port.mode, portProtocol: port.portProtocol, version: port.version)
    else {
      return FirstBytes(transport: .plaintext)
    }
    switch try stream.peekClientHello(deadline: .never) {
    case nil: return FirstBytes(transport: .nothing)
    case .hello(let hello)?:
      return FirstBytes(transport: .tls, alpn: hello.offeredProtocols, serverName: hello.serverName)
    case .needs?, .notTLS?: break
    }
    var first = FirstBytes(transport: .plaintext)
    var least = 1
    while true {
      let bytes = try stream.peek(upTo: HTTPInspector.longest, atLeast: least, deadline: .never)
      switch HTTPInspector.read(bytes) {
      case .http11, .http2: first.isHTTP = true
      case .http10, .other: break
      case .needsMore:
        // Fewer than asked for: the peer has closed.
        if bytes.count >= least, bytes.count < HTTPInspector.longest, port.portProtocol == .auto {
          least = bytes.count + 1
          continue
        }
      }
      first.isProbe = Self.isProbe(bytes)
      return first
    }
  }

  /// Whether bytes hold the name by which probes of the harness introduce themselves.
  private static func isProbe(_ bytes: [UInt8]) -> Bool {
    let mark = Array("meshscrape-probe".utf8)
    guard bytes.count >= mark.count else { return false }
    return (0...(bytes.count - mark.count)).contains { bytes[$0...].starts(with: mark) }
  }

  // MARK: Filter chains

  private func terminate(_ decision: InboundDecision, _ first: FirstBytes) {
    let secured: TLSStream
    do throws(WireError) {
      secured = try proxy.tls(for: decision).accept(stream, deadline: .never) { error in
        // The counter alone does not tell an expired certificate from one of another authority.
        emit(.tlsRefused, first, detail: error.detail.map { "\($0): \(error.message)" } ?? error.message)
      }
    } catch {
      return stream.close()
    }
    if decision == .mutualTLSHTTP { return serveHTTP(secured, first) }
    pass(secured, first, decided: .mutualTLSTCP)
  }

  private func serveHTTP(_ stream: any ByteStream, _ first: FirstBytes) {
    let secured = stream as? TLSStream
    HTTPProxying(
      proxy: proxy, port: port, peer: PeerIdentity(secured, in: proxy), serverName: first.serverName
    ) { decision, detail in
      emit(decision, first, identity: secured?.peerSPIFFEIdentity, detail: detail)
    }
    .serve(stream)
  }

  private func pass(_ stream: any ByteStream, _ first: FirstBytes, decided: InboundOutcome.Decision) {
    let peer = PeerIdentity(stream as? TLSStream, in: proxy)
    let authorization = proxy.authorization
    let verdict = authorization.decide(
      AuthorizationRequest(
        principal: peer?.spiffeID, sourceIP: self.stream.peer.address.description,
        destinationIP: self.stream.local.address.description, destinationPort: self.stream.local.port,
        serverName: first.serverName))
    if case .denied(let policy) = verdict {
      emit(decided, first, identity: peer?.spiffeID, detail: RefusedByPolicy.detail(policy))
      return refuse(stream, first, peer)
    }
    if !authorization.isEmpty, !first.isProbe { proxy.statistics.countPolicy(.tcp, isAllowed: true) }
    emit(decided, first, identity: peer?.spiffeID)
    let upstream: TCPStream
    do throws(WireError) {
      upstream = try Sockets.connect(
        to: port.upstream, from: port.source, deadline: .after(milliseconds: 10_000))
    } catch {
      emit(.upstreamFailed, first, identity: peer?.spiffeID, detail: error.message)
      proxy.statistics.countTCP(
        TCPSeries(proxy.labels(of: port, peer: peer), flags: "UF,URX"), sent: 0, received: 0)
      return stream.reset()
    }
    let passed = BytePassing.run(stream, upstream)
    if !first.isProbe {
      proxy.statistics.countTCP(
        TCPSeries(proxy.labels(of: port, peer: peer), flags: "-"), sent: passed.toClient,
        received: passed.toApplication)
    }
  }

  /// Envoy looks at the first bytes before it closes, so that the client sees an end and no reset.
  private func refuse(_ stream: any ByteStream, _ first: FirstBytes, _ peer: PeerIdentity?) {
    guard port.version.exhibits(.closesRefusedConnections) else { return stream.reset() }
    let received = (try? stream.read(upTo: 64 << 10, deadline: .never))?.count ?? 0
    if !first.isProbe {
      proxy.statistics.countPolicy(.tcp, isAllowed: false)
      proxy.statistics.countTCP(
        TCPSeries(proxy.labels(of: port, peer: peer), flags: "-"), sent: 0, received: received)
    }
    stream.close()
  }

  // MARK: Events

  private func emit(
    _ decision: InboundOutcome.Decision, _ first: FirstBytes, identity: String? = nil, detail: String? = nil
  ) {
    guard !first.isProbe else { return }
    emit(decision, first.transport, alpn: first.alpn, identity: identity, detail: detail)
  }

  private func emit(
    _ decision: InboundOutcome.Decision, _ transport: InboundOutcome.Transport, alpn: [String] = [],
    identity: String? = nil, detail: String? = nil
  ) {
    proxy.events.emit(
      .inbound(
        InboundOutcome(
          connection: number, listener: stream.local, peer: stream.peer, transport: transport,
          decision: decision, peerIdentity: identity, offeredProtocols: alpn, detail: detail)))
  }
}

/// Who is at the other end of a connection with mutual TLS.
struct PeerIdentity: Sendable, Hashable {
  /// The SPIFFE ID of the client's certificate.
  var spiffeID: String?
  /// What is added to `x-forwarded-client-cert`.
  ///
  /// Source: envoyproxy/envoy `source/common/http/conn_manager_utility.cc`, `mutateXfccRequestHeader`, with By,
  /// Hash, Subject, URI and DNS as Istio asks for them (istio/istio `listener_inbound.go`, 1.30.3).
  var forwardedCertificate: String

  init?(_ stream: TLSStream?, in proxy: ProxyState) {
    guard let certificate = stream?.peerCertificate else { return nil }
    spiffeID = certificate.spiffeID
    var parts = proxy.ownNames.map { "By=\($0)" }
    parts.append("Hash=\(certificate.sha256)")
    parts.append("Subject=\"\(certificate.subject)\"")
    parts += certificate.uriNames.isEmpty ? ["URI="] : certificate.uriNames.map { "URI=\($0)" }
    parts += certificate.dnsNames.map { "DNS=\($0)" }
    forwardedCertificate = parts.joined(separator: ";")
  }
}
