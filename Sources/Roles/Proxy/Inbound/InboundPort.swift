import Contract
import MeshModel

/// One captured port as a connection finds it.
struct InboundPort: Sendable {
  let listener: InboundListener
  let version: IstioVersion
  /// Changes with every configuration of the port that changes its filter chains.
  let generation: Int

  var mode: MTLS { MTLS(rawValue: listener.mode.rawValue) ?? .permissive }

  var portProtocol: SelectedProtocol {
    switch listener.portProtocol {
    case .http: .http
    case .tcp: .tcp
    case .auto: .auto
    }
  }

  var upstream: Endpoint { listener.upstream }

  /// The address from which the application is dialled.
  ///
  /// Source: istio/istio `pilot/pkg/networking/core/cluster.go`, `UpstreamBindConfig` of inbound clusters, 1.10.0.
  var source: IPAddress? {
    #if os(Linux)
      version.exhibits(.dialsPodIP) ? IPAddress(127, 0, 0, 6) : nil
    #else
      nil
    #endif
  }

  /// Whether a configuration gives the port other filter chains.
  func hasSameChains(as other: InboundListener) -> Bool {
    listener.mode == other.mode && listener.portProtocol == other.portProtocol
      && listener.upstream == other.upstream
      && listener.isPassthrough == other.isPassthrough
  }
}
