import Contract
import FoundationEssentials
import KubernetesModel
import Scenarios

/// The objects that the API server has once everything runs.
enum ClusterObjects {
  static func resources(pods: [PlannedPod], state: State) -> [KubernetesResource] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func resource(_ object: some Encodable, _ meta: ObjectMeta, kind: String, plural: String)
      -> KubernetesResource?
    {
      // Encoding values of these types cannot fail: they hold nothing that JSON cannot say.
      guard let data = try? encoder.encode(object) else { return nil }
      return KubernetesResource(
        apiVersion: "v1", kind: kind, resource: plural, namespace: meta.namespace, name: meta.name,
        json: String(decoding: data, as: UTF8.self))
    }
    return state.namespaces.compactMap {
      resource($0, $0.metadata, kind: "Namespace", plural: "namespaces")
    }
      + pods.filter { !$0.isRefused }.compactMap { resource($0.pod, $0.pod.metadata, kind: "Pod", plural: "pods") }
      + state.services.compactMap { resource($0, $0.metadata, kind: "Service", plural: "services") }
  }
}
