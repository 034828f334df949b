extension BehaviourTable {
  /// Which inbound ports the proxy gets.
  static let capture: [IstioBehaviour: BehaviourFact] = [
    .capturesAllPorts: BehaviourFact(
      since: IstioVersion(1, 3, 0),
      summary: "Every inbound port is captured; before, only those that a container declares",
      source: "istio/istio files/injection-template.yaml, -b"),
    .excludesStatisticsPort: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: "15090 is not captured",
      source: "istio/istio manifests/istio-control/istio-discovery/files/injection-template.yaml, -d"),
    .excludesHealthPort: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "15021 is not captured",
      source: "istio/istio manifests/charts/istio-control/istio-discovery/files/injection-template.yaml, -d"),
    .excludesTunnelPort: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "15008 is not captured",
      source: "istio/istio tools/istio-iptables, INBOUND_TUNNEL_PORT"),
    .excludesSSH: BehaviourFact(
      since: IstioVersion(1, 3, 0), until: IstioVersion(1, 13, 0),
      summary: "Port 22 is not captured where all ports are",
      source: "istio/istio tools/istio-iptables, --dport 22"),
    .excludesStatusPort: BehaviourFact(
      summary: "The status port of the agent is not captured; 0 excludes none",
      source: "istio/istio pkg/kube/inject/template.go, excludeInboundPort"),
    .statusPortAnnotation: BehaviourFact(
      summary: "status.sidecar.istio.io/port says which status port is excluded",
      source: "istio/istio files/injection-template.yaml, -d"),
    .includeAnnotation: BehaviourFact(
      summary: "traffic.sidecar.istio.io/includeInboundPorts says which ports are captured",
      source: "istio/istio files/injection-template.yaml, -b"),
    .excludeAnnotation: BehaviourFact(
      summary: "traffic.sidecar.istio.io/excludeInboundPorts takes ports out of the capture",
      source: "istio/istio files/injection-template.yaml, -d"),
    .interceptionNone: BehaviourFact(
      since: IstioVersion(1, 1, 0),
      summary: "sidecar.istio.io/interceptionMode: NONE captures nothing, and there is no istio-init",
      source: "istio/istio files/injection-template.yaml"),
    .gatewayCapturesNothing: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "The templates without istio-init capture nothing",
      source: "istio/istio files/gateway-injection-template.yaml"),
  ]
}
