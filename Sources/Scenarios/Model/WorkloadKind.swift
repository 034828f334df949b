public import KubernetesModel

/// The kinds of objects that pods come from.
public enum WorkloadKind: String, Sendable, Hashable, CaseIterable {
  /// A pod by itself.
  case pod = "Pod"
  /// A Deployment, whose pods belong to a ReplicaSet.
  case deployment = "Deployment"
  /// A ReplicaSet.
  case replicaSet = "ReplicaSet"
  /// A ReplicationController.
  case replicationController = "ReplicationController"
  /// A StatefulSet.
  case statefulSet = "StatefulSet"
  /// A DaemonSet.
  case daemonSet = "DaemonSet"
  /// A Job.
  case job = "Job"
  /// A CronJob, whose pods belong to a Job.
  case cronJob = "CronJob"

  /// What the controller writes on each of a workload's pods: its owner and labels.
  ///
  /// A Deployment's pods belong to a ReplicaSet named after their template, a CronJob's to a Job named after its time.
  ///
  /// Source: kubernetes/kubernetes `pkg/controller/deployment/sync.go`, `getNewReplicaSet`;
  /// `pkg/controller/cronjob/utils.go`, `getJobName`; `pkg/registry/batch/job/strategy.go`, `generateSelector`;
  /// `pkg/controller/daemon/util/daemonset_util.go`, `CreatePodTemplate`; `pkg/controller/statefulset/stateful_set_utils.go`,
  /// 1.34.
  func marks(name: String, namespace: String) -> (owner: OwnerReference?, labels: [String: String]) {
    let hash = StableIdentifiers.suffix("\(namespace)/\(name)", length: 10)
    func owner(_ kind: String, _ name: String, _ version: String) -> OwnerReference {
      OwnerReference(
        apiVersion: version, kind: kind, name: name,
        uid: StableIdentifiers.uid("\(kind)/\(namespace)/\(name)"), controller: true)
    }
    switch self {
    case .pod: return (nil, [:])
    case .deployment:
      return (owner("ReplicaSet", "\(name)-\(hash)", "apps/v1"), ["pod-template-hash": hash])
    case .replicaSet: return (owner("ReplicaSet", name, "apps/v1"), [:])
    case .replicationController: return (owner("ReplicationController", name, "v1"), [:])
    case .statefulSet:
      return (owner("StatefulSet", name, "apps/v1"), ["controller-revision-hash": "\(name)-\(hash)"])
    case .daemonSet:
      return (
        owner("DaemonSet", name, "apps/v1"), ["controller-revision-hash": hash, "pod-template-generation": "1"]
      )
    case .job, .cronJob:
      let job = owner("Job", self == .job ? name : "\(name)-29000000", "batch/v1")
      let uid = job.uid ?? ""
      return (
        job,
        [
          "batch.kubernetes.io/controller-uid": uid, "batch.kubernetes.io/job-name": job.name,
          "controller-uid": uid, "job-name": job.name,
        ]
      )
    }
  }

  /// The object between the workload and its pods, which the cluster has beside them.
  public func middle(name: String, namespace: String) -> PartialOwner? {
    guard self == .deployment || self == .cronJob, let owner = marks(name: name, namespace: namespace).owner
    else {
      return self == .job ? PartialOwner(kind: "Job", name: name, owner: nil) : nil
    }
    let isDeployment = self == .deployment
    return PartialOwner(
      kind: owner.kind, name: owner.name,
      owner: OwnerReference(
        apiVersion: isDeployment ? "apps/v1" : "batch/v1", kind: rawValue, name: name,
        uid: StableIdentifiers.uid("\(rawValue)/\(namespace)/\(name)"), controller: true))
  }

  /// A ReplicaSet or Job, of which only the owner matters.
  public struct PartialOwner: Sendable, Hashable {
    /// `ReplicaSet` or `Job`.
    public var kind: String
    /// Its name.
    public var name: String
    /// The Deployment or CronJob that it belongs to.
    public var owner: OwnerReference?
  }
}

extension PodTemplate {
  /// The pods of the template, before injection.
  ///
  /// A pod by itself is `name`, or `name-0`, `name-1`, … with several replicas; those of a StatefulSet always are.
  /// Others have a name with an ending that the API server chose.
  ///
  /// Source: kubernetes/apiserver `pkg/storage/names/generate.go`; kubernetes/kubernetes
  /// `pkg/controller/statefulset/stateful_set_utils.go`, `updateIdentity`, 1.34.
  public func expanded() -> [Pod] {
    if workload == .pod, replicas == 1 { return [pod] }
    return (0..<max(0, replicas)).map { index in
      var replica = pod
      switch workload {
      case .pod: replica.metadata.name += "-\(index)"
      case .statefulSet:
        replica.metadata.name += "-\(index)"
        replica.metadata.labels = (pod.metadata.labels ?? [:]).merging([
          "statefulset.kubernetes.io/pod-name": replica.metadata.name,
          "apps.kubernetes.io/pod-index": "\(index)",
        ]) { _, own in own }
      default:
        let stem = workload.usesOwnersName ? pod.metadata.ownerReferences?.first?.name : nil
        let text = "\(pod.metadata.namespace ?? "")/\(pod.metadata.name)/\(index)"
        replica.metadata.name =
          "\(stem ?? pod.metadata.name)-\(StableIdentifiers.suffix(text, length: 5))"
      }
      return replica
    }
  }
}

extension WorkloadKind {
  /// Whether pods are named after the object between them and the workload.
  fileprivate var usesOwnersName: Bool { self == .deployment || self == .cronJob }
}
