import Contract
import FoundationEssentials
import KubernetesModel
import Scenarios

/// The objects that the API server has once everything runs.
enum ClusterObjects {
  static func resources(
    pods: [PlannedPod], state: State, services addresses: ServiceAddresses
  ) -> [KubernetesResource] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func resource(
      _ object: some Encodable, _ meta: ObjectMeta, kind: String, plural: String, group: String = "v1"
    ) -> KubernetesResource? {
      // Encoding values of these types cannot fail: they hold nothing that JSON cannot say.
      guard let data = try? encoder.encode(object) else { return nil }
      return KubernetesResource(
        apiVersion: group, kind: kind, resource: plural, namespace: meta.namespace, name: meta.name,
        json: String(decoding: data, as: UTF8.self))
    }
    let existing = pods.filter { !$0.isRefused }.map(\.pod.withServerDefaults)
    let services = state.services.map { addresses.published($0).withServerDefaults }
    return state.namespaces.compactMap {
      resource($0, $0.metadata, kind: "Namespace", plural: "namespaces")
    }
      + existing.compactMap { resource($0, $0.metadata, kind: "Pod", plural: "pods") }
      + state.pods.compactMap { owner(of: $0) }
      + services.compactMap { resource($0, $0.metadata, kind: "Service", plural: "services") }
      + state.networkPolicies.compactMap {
        resource(
          $0, $0.metadata, kind: "NetworkPolicy", plural: "networkpolicies", group: "networking.k8s.io/v1")
      }
      + services.flatMap { service in
        let slices = EndpointPublishing.slices(of: service, pods: existing)
        return [
          EndpointPublishing.endpoints(of: service, pods: existing).flatMap {
            resource($0, $0.metadata, kind: "Endpoints", plural: "endpoints")
          }
        ].compactMap { $0 }
          + slices.compactMap {
            resource(
              $0, $0.metadata, kind: "EndpointSlice", plural: "endpointslices", group: "discovery.k8s.io/v1")
          }
      }
  }

  /// The ReplicaSet or Job of a workload's pods, of which discovery reads whose it is.
  private static func owner(of template: PodTemplate) -> KubernetesResource? {
    let meta = template.pod.metadata
    let namespace = meta.namespace ?? "default"
    guard let object = template.workload.middle(name: meta.name, namespace: namespace) else { return nil }
    let isJob = object.kind == "Job"
    let metadata = ObjectMeta(
      name: object.name, namespace: namespace,
      uid: StableIdentifiers.uid("\(object.kind)/\(namespace)/\(object.name)"),
      ownerReferences: object.owner.map { [$0] })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let group = isJob ? "batch/v1" : "apps/v1"
    // Encoding values of this type cannot fail: they hold nothing that JSON cannot say.
    guard let data = try? encoder.encode(metadata) else { return nil }
    return KubernetesResource(
      apiVersion: group, kind: object.kind, resource: isJob ? "jobs" : "replicasets", namespace: namespace,
      name: object.name,
      json: """
        {"apiVersion":"\(group)","kind":"\(object.kind)","metadata":\(String(decoding: data, as: UTF8.self)),"spec":{}}
        """)
  }
}
