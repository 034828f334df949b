import Contract
import MeshModel
import Wire

/// One connection to Consul's public listener: mutual TLS, then intentions, then bytes to the service.
///
/// The listener has one filter chain with TLS and looks at nothing before: what is no TLS fails the handshake. In
/// permissive mode a connection that was redirected from the service's port is passed on as it is.
///
/// Source: hashicorp/consul `agent/xds/listeners.go`, `makeInboundListener`, `makePermissiveFilterChain`, 1.16; what
/// clients see was taken from Envoy 1.40.
struct ConsulInboundConnection {
  let proxy: ConsulProxyState
  let listener: InboundListener
  let stream: TCPStream
  /// The number of the connection within the proxy.
  let number: Int

  private struct First {
    var transport: InboundOutcome.Transport
    var alpn: [String] = []
    var isProbe = false
  }

  func serve() {
    let consul = proxy.consul
    if listener.mode == .permissive || consul.permissivePort == listener.listener.endpoint.port {
      return pass(stream, First(transport: .plaintext), decided: .passedThrough)
    }
    let first: First
    do throws(WireError) { first = try look() } catch { return stream.close() }
    proxy.statistics.countConnection()
    switch first.transport {
    case .nothing:
      emit(.tlsRefused, first, detail: "the peer closed before it sent a byte")
      stream.close()
    case .plaintext:
      emit(.tlsRefused, first, detail: "no TLS")
      // Envoy has read what came, and ends the connection without an alert.
      _ = try? stream.read(upTo: 64 << 10, deadline: .never)
      stream.close()
    case .tls: terminate(first)
    }
  }

  private func look() throws(WireError) -> First {
    switch try stream.peekClientHello(deadline: .never) {
    case nil: return First(transport: .nothing)
    case .hello(let hello)?: return First(transport: .tls, alpn: hello.offeredProtocols)
    case .needs?, .notTLS?: break
    }
    let bytes = try stream.peek(upTo: HTTPInspector.longest, atLeast: 1, deadline: .never)
    return First(transport: .plaintext, isProbe: Self.isProbe(bytes))
  }

  /// Whether bytes hold the name by which probes of the harness introduce themselves.
  private static func isProbe(_ bytes: [UInt8]) -> Bool {
    let mark = Array("meshscrape-probe".utf8)
    guard bytes.count >= mark.count else { return false }
    return (0...(bytes.count - mark.count)).contains { bytes[$0...].starts(with: mark) }
  }

  private func terminate(_ first: First) {
    let secured: TLSStream
    do throws(WireError) {
      secured = try proxy.inboundTLS().accept(stream, deadline: .never) { error in
        emit(.tlsRefused, first, detail: error.detail.map { "\($0): \(error.message)" } ?? error.message)
        proxy.statistics.countRefusedHandshake()
      }
    } catch {
      return stream.close()
    }
    let identity = secured.peerSPIFFEIdentity
    let consul = proxy.consul
    guard consul.rules.admit(identity) else {
      emit(.mutualTLSTCP, first, identity: identity, detail: consul.refusal(of: identity))
      proxy.statistics.countIntention(isAllowed: false)
      // Envoy looks at the first bytes before it closes, so that the client sees an end and no reset.
      _ = try? secured.read(upTo: 64 << 10, deadline: .never)
      return secured.close()
    }
    proxy.statistics.countIntention(isAllowed: true)
    pass(secured, first, decided: .mutualTLSTCP, identity: identity)
  }

  private func pass(
    _ stream: any ByteStream, _ first: First, decided: InboundOutcome.Decision, identity: String? = nil
  ) {
    emit(decided, first, identity: identity)
    let upstream: TCPStream
    do throws(WireError) {
      upstream = try Sockets.connect(to: listener.upstream, from: nil, deadline: .after(milliseconds: 5000))
    } catch {
      emit(.upstreamFailed, first, identity: identity, detail: error.message)
      return stream.reset()
    }
    let passed = BytePassing.run(stream, upstream)
    proxy.statistics.countPassed(passed)
  }

  private func emit(
    _ decision: InboundOutcome.Decision, _ first: First, identity: String? = nil, detail: String? = nil
  ) {
    guard !first.isProbe else { return }
    proxy.events.emit(
      .inbound(
        InboundOutcome(
          connection: number, listener: stream.local, peer: stream.peer, transport: first.transport,
          decision: decision, peerIdentity: identity, offeredProtocols: first.alpn, detail: detail)))
  }
}

extension ConsulSidecar {
  /// How the event of a refused connection names who was refused.
  func refusal(of identity: String?) -> String {
    let source = identity.flatMap(ConsulIdentity.service) ?? "a client without a service's name"
    return "rbac: no intention lets \(source) connect to \(service)"
  }
}

extension ConsulRules {
  /// Whether a client may connect, by the service in the SPIFFE ID of its certificate, whatever the trust domain.
  ///
  /// Source: hashicorp/consul `agent/xds/rbac.go`, `makeSpiffePattern`, 1.16.
  func admit(_ identity: String?) -> Bool {
    guard let name = identity.flatMap(ConsulIdentity.service) else { return !allows }
    let isNamed = principals.contains { principal in
      (principal.source == name || principal.source == "*") && !principal.except.contains(name)
    }
    return isNamed == allows
  }
}
