import Contract
import KubernetesModel
import MeshModel
import Scenarios

/// What the mesh decides about the pods of a state before any byte flows.
struct MeshPlan {
  let state: State
  private let namespaces: [String: Namespace]

  init(_ state: State) {
    self.state = state
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
    let injection = inject(authored, into: namespace)
    let injected = injection?.pod ?? authored
    let number = incarnations.number(
      of: .init(
        reference: reference, pod: injected, exposures: template.exposures.map(\.withoutSpan),
        version: state.mesh.version))
    let hasSidecar = injection?.isInjected ?? false
    let planes = AddressLayout.addresses(ofPod: number, hasSidecar: hasSidecar, in: addresses)
    var planned = PlannedPod(
      reference: reference, incarnation: number, authored: authored,
      pod: injected.running(at: planes.pod.description, node: .init()), injection: injection,
      mutualTLS: hasSidecar ? mutualTLS(of: injected, in: namespace) : nil, addresses: planes,
      exposures: template.exposures, roles: [], template: template)
    planned.roles = RolePlan(planned, state: state, mentioned: mentioned).roles
    return planned
  }

  private func inject(_ pod: Pod, into namespace: String) -> InjectionOutcome? {
    guard state.mesh.kind == .istio, let version = IstioVersion(state.mesh.version) else { return nil }
    let namespace = namespaces[namespace] ?? Namespace(metadata: ObjectMeta(name: namespace))
    return Injection.inject(pod, namespace: namespace, mesh: state.mesh.config, version: version)
  }

  private func mutualTLS(of pod: Pod, in namespace: String) -> WorkloadMTLS {
    PeerAuthenticationComposition.compose(
      state.mesh.peerAuthentications, workloadNamespace: namespace,
      workloadLabels: pod.metadata.labels ?? [:], rootNamespace: state.mesh.config.rootNamespace,
      version: IstioVersion(state.mesh.version) ?? .latest)
  }
}
