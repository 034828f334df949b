import KubernetesModel

/// Which inbound ports of a pod iptables redirects to the proxy.
///
/// Source: istio/istio `files/injection-template.yaml` (`-b`, `-d`), `pkg/kube/inject/template.go`
/// (`excludeInboundPort`), `tools/istio-iptables` (15008, 22), 1.0.3 to 1.30.3.
struct CapturedPorts {
  var included: InjectionOutcome.InboundPorts
  var excluded: Set<UInt16>

  init(of pod: Pod, statusPort: UInt16, version: IstioVersion) {
    let annotations = pod.metadata.annotations ?? [:]
    let wanted = annotations["traffic.sidecar.istio.io/includeInboundPorts"]
    if let wanted, version.exhibits(.includeAnnotation) {
      included = wanted == "*" ? .all : .only(Self.ports(wanted))
    } else if version.exhibits(.capturesAllPorts) {
      included = .all
    } else {
      included = .only(Set(pod.spec.containers.flatMap { $0.ports ?? [] }.map(\.containerPort)))
    }

    excluded =
      version.exhibits(.excludeAnnotation)
      ? Self.ports(annotations["traffic.sidecar.istio.io/excludeInboundPorts"] ?? "") : []
    let own = version.exhibits(.statusPortAnnotation) ? annotations["status.sidecar.istio.io/port"] : nil
    let status = own.map { GoSyntax.port($0) ?? 0 } ?? statusPort
    if status != 0, version.exhibits(.excludesStatusPort) { excluded.insert(status) }
    if version.exhibits(.excludesStatisticsPort) { excluded.insert(15090) }
    if version.exhibits(.excludesHealthPort) { excluded.insert(15021) }
    if version.exhibits(.excludesTunnelPort) { excluded.insert(15008) }
    if version.exhibits(.excludesSSH), included == .all { excluded.insert(22) }
  }

  static func ports(_ list: String) -> Set<UInt16> {
    Set(list.split(separator: ",").compactMap { GoSyntax.port($0) })
  }
}
