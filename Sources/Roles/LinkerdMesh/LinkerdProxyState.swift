import Contract
import Synchronization
import Wire

/// What the connections of one of Linkerd's proxies share.
final class LinkerdProxyState: Sendable {
  private struct Configured {
    var configuration: ProxyConfiguration
    var linkerd: LinkerdSidecar
  }

  /// What the proxy decided about requests, by port.
  struct Decision: Sendable, Hashable {
    var port: UInt16
    var isAllowed: Bool
    var isHTTP: Bool
  }

  let events: EventWriter
  let client = HTTPClient()
  private let acceptor: RoleAcceptor
  private let configured: Mutex<Configured>
  private let counts = Mutex<[Decision: Int]>([:])
  private let connections = Atomic(0)

  init(_ configuration: ProxyConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    guard let linkerd = configuration.linkerd else { throw RoleFailure("this is no proxy of Linkerd's") }
    self.events = events
    self.acceptor = acceptor
    configured = Mutex(Configured(configuration: configuration, linkerd: linkerd))
  }

  var configuration: ProxyConfiguration { configured.withLock { $0.configuration } }

  /// Whether the role has to answer everything with something wrong.
  var answersWrongly: Bool { acceptor.answersWrongly }

  /// The next connection's number.
  func nextConnection() -> Int { connections.add(1, ordering: .relaxed).newValue }

  /// Who refuses clients outside the mesh at a port; nil if nobody does.
  func refusal(at port: UInt16) -> LinkerdRefusal? {
    configured.withLock { $0.linkerd.refusals.first { $0.port == port } }
  }

  /// The redirected port behind a listener.
  func inbound(_ endpoint: Endpoint) -> InboundListener? {
    configured.withLock { $0.configuration.inbound.first { $0.listener.endpoint == endpoint } }
  }

  func apply(_ next: ProxyConfiguration) throws(RoleFailure) {
    guard let linkerd = next.linkerd else { throw RoleFailure("this is no proxy of Linkerd's") }
    configured.withLock { $0 = Configured(configuration: next, linkerd: linkerd) }
  }

  func count(_ decision: Decision) { counts.withLock { $0[decision, default: 0] += 1 } }

  /// `/metrics`: what policies decided, and that the proxy runs.
  ///
  /// Source: linkerd/linkerd2-proxy `linkerd/app/inbound/src/metrics/authz.rs`, release 2.366.0. Of the proxy's many
  /// series only those about what passes here are printed.
  var page: String {
    let counts = counts.withLock { $0 }
    var text = "# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1\n"
    for (kind, isHTTP) in [("http", true), ("tcp", false)] {
      for (verdict, isAllowed) in [("allow", true), ("deny", false)] {
        let of = counts.filter { $0.key.isHTTP == isHTTP && $0.key.isAllowed == isAllowed }
        guard !of.isEmpty else { continue }
        let name = "inbound_\(kind)_authz_\(verdict)_total"
        text += "# TYPE \(name) counter\n"
        for (decision, count) in of.sorted(by: { $0.key.port < $1.key.port }) {
          text +=
            "\(name){target_port=\"\(decision.port)\",tls=\"no_identity\",no_tls_reason=\"no_tls_from_remote\"} \(count)\n"
        }
      }
    }
    return text
  }
}
