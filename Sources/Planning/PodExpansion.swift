import KubernetesModel

extension Pod {
  /// The pod as the kubelet reports it once it runs.
  ///
  /// A phase that the author gave stays. Without one the pod has completed once all its containers have ended; those
  /// of native sidecars do not count.
  ///
  /// Source: kubernetes/kubernetes `pkg/kubelet/kubelet_pods.go`, `getPhase`, 1.34.
  func running(at address: String, node: Node, ended: Set<String> = []) -> Pod {
    var pod = self
    var phase = status?.phase ?? "Running"
    if phase == "Running", !ended.isEmpty, spec.containers.allSatisfy({ ended.contains($0.name) }) {
      phase = "Succeeded"
    }
    let isRunning = phase == "Running"
    let isReady = isRunning && ended.isEmpty
    pod.spec.nodeName = pod.spec.nodeName ?? node.name
    pod.metadata.uid = pod.metadata.uid ?? Self.uid(of: metadata)
    func statuses(_ containers: [Container]) -> [ContainerStatus] {
      containers.map {
        ContainerStatus(
          name: $0.name, containerID: "containerd://\(Self.uid(of: metadata))-\($0.name)",
          ready: isRunning && !ended.contains($0.name))
      }
    }
    pod.status = PodStatus(
      phase: phase, podIP: address, hostIP: node.address, podIPs: [PodIP(ip: address)],
      conditions: [
        PodCondition(type: "Initialized", status: "True"),
        PodCondition(type: "Ready", status: isReady ? "True" : "False"),
      ],
      containerStatuses: statuses(spec.containers),
      initContainerStatuses: spec.initContainers.map(statuses))
    return pod
  }

  /// The node that every pod runs on.
  struct Node {
    var name = "node-1"
    var address = "127.0.0.1"
  }

  private static func uid(of metadata: ObjectMeta) -> String {
    StableIdentifiers.uid("\(metadata.namespace ?? "")/\(metadata.name)")
  }
}
