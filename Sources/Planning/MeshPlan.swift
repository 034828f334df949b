import Contract
import KubernetesModel
import MeshModel
import Scenarios

/// What the mesh decides about the pods of a state before any byte flows.
struct MeshPlan {
  let state: State
  private let namespaces: [String: Namespace]
  /// What the sidecar of Prometheus' own pod captures; nil without one.
  let capture: OutboundCapture?
  /// Whether any state of the scenario has such a sidecar: then every pod has one more plane.
  private let isEverCaptured: Bool

  init(_ state: State, isEverCaptured: Bool) {
    self.state = state
    self.isEverCaptured = isEverCaptured
    capture = state.scraperCapture
    namespaces = Dictionary(
      state.namespaces.map { ($0.metadata.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Injects a pod, gives it addresses, and configures the roles of its containers.
  func plan(
    _ authored: Pod, of template: PodTemplate, addresses: AddressRange, mentioned: Set<UInt16>,
    _ incarnations: inout Incarnations
  ) -> PlannedPod {
    let namespace = authored.metadata.namespace ?? "default"
    let reference = PodReference(namespace: namespace, name: authored.metadata.name)
    let (injection, version) = inject(authored, into: namespace)
    let consul = injectConsul(authored, into: namespace)
    let linkerd = injectLinkerd(authored, into: namespace)
    var injected = injection?.pod ?? consul?.pod ?? linkerd?.pod ?? authored
    // The containers wait for an init container that waits.
    if consul?.waitsFor != nil { injected.status = PodStatus(phase: "Pending") }
    let number = incarnations.number(
      of: .init(
        reference: reference, pod: injected, exposures: template.exposures.map(\.withoutSpan),
        version: version, capture: capture))
    let hasSidecar = injection?.isInjected ?? consul?.isInjected ?? linkerd?.isInjected ?? false
    let planes = AddressLayout.addresses(
      ofPod: number, hasSidecar: hasSidecar, isCaptured: isEverCaptured, in: addresses)
    var planned = PlannedPod(
      reference: reference, incarnation: number, authored: authored,
      pod: injected.running(at: planes.pod.description, node: .init(), ended: template.ended),
      injection: injection, consul: consul, linkerd: linkerd,
      mutualTLS: hasSidecar && injection != nil ? mutualTLS(of: injected, in: namespace) : nil,
      addresses: planes, exposures: template.exposures.filter { !template.ended.contains($0.container) },
      roles: [], template: template)
    planned.meshVersion = version
    planned.roles = RolePlan(planned, state: state, mentioned: mentioned, capture: capture).roles
    return planned
  }

  /// What the webhooks make of a pod, and the release of the one that did. At most one selects it: no two control
  /// planes have a name in common.
  private func inject(_ pod: Pod, into namespace: String) -> (InjectionOutcome?, String) {
    guard state.mesh.kind == .istio else { return (nil, state.mesh.version) }
    let namespace = namespaces[namespace] ?? Namespace(metadata: ObjectMeta(name: namespace))
    let first = Mesh.Revision(version: state.mesh.version, install: state.mesh.install)
    var untouched: InjectionOutcome?
    for plane in [first] + state.mesh.revisions {
      guard let version = IstioVersion(plane.version) else { continue }
      let outcome = Injection.inject(
        pod, namespace: namespace, mesh: state.mesh.config, version: version, install: plane.install)
      guard case .skipped = outcome.decision else { return (outcome, plane.version) }
      untouched = untouched ?? outcome
    }
    return (untouched, state.mesh.version)
  }

  private func injectConsul(_ pod: Pod, into namespace: String) -> ConsulInjectionOutcome? {
    guard state.mesh.kind == .consul, let version = ConsulVersion(state.mesh.version) else { return nil }
    let servers = ConsulServers(values: state.mesh.consul.values, version: version)
    return ConsulInjection.inject(
      servers.annotated(pod),
      namespace: namespaces[namespace] ?? Namespace(metadata: ObjectMeta(name: namespace)),
      services: state.services.filter { $0.metadata.namespace ?? "default" == namespace },
      values: state.mesh.consul.values, version: version)
  }

  private func injectLinkerd(_ pod: Pod, into namespace: String) -> LinkerdInjectionOutcome? {
    guard state.mesh.kind == .linkerd, let version = LinkerdVersion(state.mesh.version) else { return nil }
    let install = state.mesh.linkerd
    return LinkerdInjection.inject(
      pod, namespace: namespaces[namespace] ?? Namespace(metadata: ObjectMeta(name: namespace)),
      defaultPolicy: install.defaultPolicy, ignoredPorts: install.ignoredPorts, version: version)
  }

  private func mutualTLS(of pod: Pod, in namespace: String) -> WorkloadMTLS {
    PeerAuthenticationComposition.compose(
      state.mesh.peerAuthentications, workloadNamespace: namespace,
      workloadLabels: pod.metadata.labels ?? [:], rootNamespace: state.mesh.config.rootNamespace,
      version: IstioVersion(state.mesh.version) ?? .latest)
  }
}
