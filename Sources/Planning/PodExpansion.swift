import KubernetesModel
import Scenarios

extension PodTemplate {
  /// The pods of the template: `name`, or `name-0`, `name-1`, … with several replicas.
  func expanded() -> [Pod] {
    guard replicas != 1 else { return [pod] }
    return (0..<max(0, replicas)).map { index in
      var replica = pod
      replica.metadata.name += "-\(index)"
      return replica
    }
  }
}

extension Pod {
  /// The pod as the kubelet reports it once it runs.
  ///
  /// A phase that the author gave stays (`Succeeded` for a completed job).
  func running(at address: String, node: Node) -> Pod {
    var pod = self
    let phase = status?.phase ?? "Running"
    let isReady = phase == "Running"
    pod.spec.nodeName = pod.spec.nodeName ?? node.name
    pod.metadata.uid = pod.metadata.uid ?? Self.uid(of: metadata)
    func statuses(_ containers: [Container]) -> [ContainerStatus] {
      containers.map {
        ContainerStatus(
          name: $0.name, containerID: "containerd://\(Self.uid(of: metadata))-\($0.name)", ready: isReady)
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

  /// A stable identifier in the form of a UUID, so that two plans of a scenario are the same.
  private static func uid(of metadata: ObjectMeta) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(metadata.namespace ?? "")/\(metadata.name)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    return "00000000-0000-4000-\(padded.prefix(4))-\(padded.suffix(12))"
  }
}
