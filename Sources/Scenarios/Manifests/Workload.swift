import SourceText

/// Turns workloads into pods in the form of a scenario, node by node, so that positions stay those of the manifest.
enum Workload {
  /// The kinds that make pods.
  static let kinds = WorkloadKind.allCases.map(\.rawValue)

  /// The pod of a workload; nil if the object is none, or has no template.
  static func pod(of object: YAMLNode, kind: String) -> YAMLNode? {
    guard kinds.contains(kind), let metadata = object["metadata"], let name = metadata["name"]?.text else {
      return nil
    }
    let template: YAMLNode? =
      switch kind {
      case "Pod": object
      case "CronJob": object["spec"]?["jobTemplate"]?["spec"]?["template"]
      default: object["spec"]?["template"]
      }
    guard let template, let spec = template["spec"] else { return nil }

    var pod = pick(["labels", "annotations"], of: template["metadata"] ?? .mapping([]))
    pod.span = object.span
    pod["name"] = metadata["name"]
    pod["namespace"] = metadata["namespace"]
    pod["hostNetwork"] = spec["hostNetwork"]
    pod["node"] = spec["nodeName"]
    pod["serviceAccount"] = spec["serviceAccountName"] ?? spec["serviceAccount"]
    pod["containers"] = containers(spec["containers"])
    pod["initContainers"] = containers(spec["initContainers"], isInit: true)
    if kind == "Pod" {
      pod["phase"] = object["status"]?["phase"]
      return pod
    }
    pod["replicas"] = replicas(of: object, kind: kind)
    pod["kind"] = .string(kind)
    return pod
  }

  /// Only these keys of a mapping, where they have a value.
  static func pick(_ keys: [String], of node: YAMLNode) -> YAMLNode {
    let entries = (node.mapping ?? []).filter { keys.contains($0.name) && !$0.value.isNull }
    return YAMLNode(.mapping(entries), span: node.span)
  }

  /// Containers with the keys that a scenario knows; probes, volumes and the like decide nothing here.
  private static func containers(_ node: YAMLNode?, isInit: Bool = false) -> YAMLNode? {
    guard let node else { return nil }
    guard let elements = node.sequence else { return node }
    let kept = elements.map { container -> YAMLNode in
      guard container.mapping != nil else { return container }
      var picked = pick(["name", "image", "args"] + (isInit ? ["restartPolicy"] : []), of: container)
      picked["ports"] = picking(["name", "containerPort", "protocol"], ofEach: container["ports"])
      for name in ["readinessProbe", "livenessProbe", "startupProbe"] { picked[name] = container[name] }
      picked["env"] = picking(["name", "value"], ofEach: container["env"])
      return picked
    }
    return YAMLNode(.sequence(kept), span: node.span)
  }

  private static func picking(_ keys: [String], ofEach node: YAMLNode?) -> YAMLNode? {
    guard let node, !node.isNull else { return nil }
    guard let elements = node.sequence else { return node }
    return YAMLNode(.sequence(elements.map { $0.mapping == nil ? $0 : pick(keys, of: $0) }), span: node.span)
  }

  private static func replicas(of object: YAMLNode, kind: String) -> YAMLNode? {
    switch kind {
    case "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet": object["spec"]?["replicas"]
    case "Job": object["spec"]?["parallelism"]
    case "CronJob": object["spec"]?["jobTemplate"]?["spec"]?["parallelism"]
    default: nil
    }
  }
}
