public import KubernetesModel

/// The workload that a pod belongs to, as Istio guesses it from the pod alone.
///
/// Source: istio/istio `pkg/kube/util.go`, `GetDeployMetaFromPod`, `GetWorkloadMetaFromPod`, 1.30.3.
public struct WorkloadName: Sendable, Hashable {
  /// The name of the Deployment, StatefulSet, Job …; of the pod, if nothing owns it.
  public var name: String
  /// `Deployment`, `StatefulSet`, …, `Pod`.
  public var kind: String

  /// Guesses the workload of a pod.
  public init(of pod: Pod) {
    name = pod.metadata.name
    kind = "Pod"
    guard let owner = pod.metadata.ownerReferences?.first(where: { $0.controller == true }) else { return }
    name = owner.name
    kind = owner.kind
    if owner.kind == "ReplicaSet", let hash = pod.metadata.labels?["pod-template-hash"], !hash.isEmpty,
      owner.name.hasSuffix("-\(hash)")
    {
      name = String(owner.name.dropLast(hash.count + 1))
      kind = "Deployment"
    } else if owner.kind == "Job", let dash = owner.name.lastIndex(of: "-") {
      let digits = owner.name[owner.name.index(after: dash)...]
      if (8...10).contains(digits.count), digits.allSatisfy(\.isNumber) {
        name = String(owner.name[..<dash])
        kind = "CronJob"
      }
    }
  }
}
