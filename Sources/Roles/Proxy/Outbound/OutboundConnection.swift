import Contract
import MeshModel
import Wire

/// One connection that the scraper opened, as its own sidecar sees it: by the original destination and the first bytes it
/// finds a cluster, and passes on.
///
/// Source: istio/istio `pilot/pkg/networking/core/listener.go`, `buildSidecarOutboundListener`, and `listener_builder.go`,
/// `buildOutboundCatchAllNetworkFiltersOnly`, 1.30.3; what clients see was taken from Envoy 1.40, see docs/fidelity.md.
struct OutboundConnection {
  let proxy: ProxyState
  let clusters: OutboundClusters
  let listener: OutboundListener
  let stream: TCPStream
  /// The number of the connection within the proxy.
  let number: Int

  func serve() {
    switch listener.bytes.kind {
    case .ownStatistics: return answer(.statistics)
    case .ownHealth: return answer(.health)
    case .service, .headless, .passthrough, .blackHole, .none: break
    }
    guard let http = listener.http else { return pass(.plaintext) }
    do throws(WireError) {
      switch try detect() {
      case .nothing:
        emit(.toOriginalDestination, .nothing, detail: "the peer closed before it sent a byte")
        stream.close()
      case .http:
        OutboundHTTPProxying(
          proxy: proxy, clusters: clusters, listener: listener, routes: http
        ) { decision, detail in emit(decision, .plaintext, detail: detail) }
        .serve(stream)
      case .tls: pass(.tls)
      case .other: pass(.plaintext)
      }
    } catch {
      stream.close()
    }
  }

  private enum Detected { case nothing, http, tls, other }

  /// What the HTTP inspector makes of the first bytes; TLS is bytes to it.
  private func detect() throws(WireError) -> Detected {
    var least = 1
    while true {
      let bytes = try stream.peek(upTo: HTTPInspector.longest, atLeast: least, deadline: .never)
      guard let first = bytes.first else { return .nothing }
      if first == 22 { return .tls }
      switch HTTPInspector.read(bytes) {
      case .http10, .http11, .http2: return .http
      case .other: return .other
      case .needsMore:
        // Fewer than asked for: the peer has closed.
        guard bytes.count >= least, bytes.count < HTTPInspector.longest else { return .other }
        least = bytes.count + 1
      }
    }
  }

  /// The sidecar's own listener on the port stands before every other one.
  private func answer(_ purpose: StatisticsServing.Purpose) {
    emit(.answeredByOwnProxy, .plaintext)
    StatisticsServing(proxy: proxy, purpose: purpose).serve(stream, on: listener.listener.endpoint)
  }

  /// Passes bytes on, whatever they are. An upstream that resets, or is not there, is a reset to the scraper, whose bytes
  /// nobody has read.
  private func pass(_ transport: InboundOutcome.Transport) {
    let route = listener.bytes
    guard route.kind != .blackHole, route.kind != .none else {
      emit(.blackHole, transport)
      return refuse()
    }
    do throws(WireError) {
      let upstream = try clusters.connect(to: route, from: listener, offering: Self.meshTCP)
      emit(route.decision, transport, detail: route.cluster)
      _ = BytePassing.run(stream, upstream)
    } catch {
      emit(.upstreamFailed, transport, detail: "\(route.cluster): \(error.message)")
      refuse()
    }
  }

  /// Closes with bytes of the scraper's unread, which is a reset. Envoy does not wait for them, so that one who sends none
  /// would see an end; a scraper always sends.
  private func refuse() {
    _ = try? stream.peek(upTo: 1, atLeast: 1, deadline: .after(milliseconds: 1000))
    stream.reset()
  }

  /// Source: istio/istio `pilot/pkg/networking/util/util.go`, `ALPNInMeshWithMxc`, 1.30.3.
  private static let meshTCP = ["istio-peer-exchange", "istio"]

  private func emit(
    _ decision: InboundOutcome.Decision, _ transport: InboundOutcome.Transport, detail: String? = nil
  ) {
    proxy.events.emit(
      .inbound(
        InboundOutcome(
          connection: number, listener: stream.local, peer: stream.peer, transport: transport,
          decision: decision, detail: detail)))
  }
}

extension OutboundRoute {
  /// What is told of a connection that goes this way.
  var decision: InboundOutcome.Decision {
    switch kind {
    case .service, .headless: .toService
    case .passthrough: .toOriginalDestination
    case .blackHole: .blackHole
    case .none: .noRoute
    case .ownStatistics, .ownHealth: .answeredByOwnProxy
    }
  }
}
