extension BehaviourTable {
  /// What a sidecar does with its own pod's connections.
  static let outbound: [IstioBehaviour: BehaviourFact] = [
    .headlessSniffedPerPod: BehaviourFact(
      since: IstioVersion(1, 8, 0),
      summary: """
        A headless Service's port without a declared protocol has a listener for each pod; before, only declared \
        TCP had, and it shared one for every address
        """,
      source: "istio/istio pilot/pkg/networking/core/v1alpha3/listener.go, buildSidecarOutboundListeners"),
    .sniffedTakesAnyHost: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: """
        The listener that one Service has for itself takes HTTP of any host; before, a request by pod IP found no \
        route, which is a 404
        """,
      source: """
        istio/istio pilot/pkg/networking/core/v1alpha3/httproute.go, getVirtualHostsForSniffedServicePort, #34680
        """),
  ]
}
