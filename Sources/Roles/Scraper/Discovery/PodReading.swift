import KubernetesModel

/// Reads lists of pods: clusters have thousands, and `JSONDecoder` takes longer for them than all that follows.
///
/// Only what discovery makes labels of is read; the rest is stepped over.
enum PodReading {
  /// Reads a `PodList` while it comes, and hands on its pods one by one; `read` gives its parts, an empty one at the
  /// end. The list is never there as a whole.
  static func list(_ read: () throws -> [UInt8], _ take: (Pod) -> Void) throws -> KubernetesListEnd {
    /// The list without its items.
    var frame: [UInt8] = []
    var start: Int?
    while start == nil {
      let part = try read()
      if part.isEmpty { return try end(frame) }
      frame += part
      start = itemsStart(in: frame)
    }
    var rest = Array(frame[(start ?? 0)...])
    frame.removeSubrange((start ?? 0)...)
    while true {
      let (done, isOver) = pods(in: rest, take)
      rest.removeSubrange(..<done)
      if isOver { break }
      let part = try read()
      if part.isEmpty {
        // What is wrong with the next pod, if it is not merely cut off.
        var cursor = JSONCursor(rest)
        _ = cursor.take(UInt8(ascii: ","))
        _ = try pod(&cursor)
        throw cursor.failure("the end of the list")
      }
      rest += part
    }
    frame += rest
    while case let part = try read(), !part.isEmpty { frame += part }
    return try end(frame)
  }

  /// Hands on the pods that are there as a whole. The answer is where the next begins, or the array ends.
  private static func pods(in bytes: [UInt8], _ take: (Pod) -> Void) -> (done: Int, isOver: Bool) {
    var cursor = JSONCursor(bytes)
    var done = 0
    while true {
      _ = cursor.take(UInt8(ascii: ","))
      if cursor.take(UInt8(ascii: "]")) { return (cursor.index - 1, true) }
      guard let pod = try? pod(&cursor) else { return (done, false) }
      take(pod)
      done = cursor.index
    }
  }

  /// Where the items of a list begin, behind their bracket. In no string can the key stand like this, as its quotes
  /// would be escaped.
  private static func itemsStart(in bytes: [UInt8]) -> Int? {
    guard let key = bytes.firstRange(of: Array("\"items\"".utf8)) else { return nil }
    var cursor = JSONCursor(bytes, at: key.upperBound)
    return cursor.take(UInt8(ascii: ":")) && cursor.take(UInt8(ascii: "[")) ? cursor.index : nil
  }

  private static func end(_ frame: [UInt8]) throws(JSONCursor.Failure) -> KubernetesListEnd {
    var end = KubernetesListEnd()
    var cursor = JSONCursor(frame)
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      guard name == "metadata" else { return try cursor.skip() }
      try cursor.members { name, cursor throws(JSONCursor.Failure) in
        switch name {
        case "resourceVersion": end.version = try cursor.text() ?? ""
        case "continue": end.continuation = try cursor.text() ?? ""
        default: try cursor.skip()
        }
      }
    }
    return end
  }

  private static func pod(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> Pod {
    var pod = Pod(metadata: ObjectMeta(name: ""), spec: PodSpec(containers: []))
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "metadata": pod.metadata = try metadata(&cursor)
      case "spec": pod.spec = try specification(&cursor)
      case "status": pod.status = try status(&cursor)
      default: try cursor.skip()
      }
    }
    return pod
  }

  private static func metadata(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ObjectMeta {
    var metadata = ObjectMeta(name: "")
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": metadata.name = try cursor.text() ?? ""
      case "namespace": metadata.namespace = try cursor.text()
      case "uid": metadata.uid = try cursor.text()
      case "labels": metadata.labels = try cursor.texts()
      case "annotations": metadata.annotations = try cursor.texts()
      case "ownerReferences": metadata.ownerReferences = try cursor.elements(owner)
      case "resourceVersion": metadata.resourceVersion = try cursor.text()
      default: try cursor.skip()
      }
    }
    return metadata
  }

  private static func owner(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> OwnerReference {
    var owner = OwnerReference(apiVersion: "", kind: "", name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "apiVersion": owner.apiVersion = try cursor.text() ?? ""
      case "kind": owner.kind = try cursor.text() ?? ""
      case "name": owner.name = try cursor.text() ?? ""
      case "uid": owner.uid = try cursor.text()
      case "controller": owner.controller = cursor.takeNull() ? nil : try cursor.bool()
      default: try cursor.skip()
      }
    }
    return owner
  }

  private static func specification(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodSpec {
    var specification = PodSpec(containers: [])
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "containers": specification.containers = try cursor.elements(container) ?? []
      case "initContainers": specification.initContainers = try cursor.elements(container)
      case "nodeName": specification.nodeName = try cursor.text()
      default: try cursor.skip()
      }
    }
    return specification
  }

  private static func container(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> Container {
    var container = Container(name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": container.name = try cursor.text() ?? ""
      case "image": container.image = try cursor.text()
      case "ports": container.ports = try cursor.elements(port)
      default: try cursor.skip()
      }
    }
    return container
  }

  private static func port(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ContainerPort {
    var port = ContainerPort(containerPort: 0)
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": port.name = try cursor.text()
      case "containerPort": port.containerPort = try cursor.integer()
      case "protocol": port.protocol = try cursor.text()
      default: try cursor.skip()
      }
    }
    return port
  }

  private static func status(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodStatus? {
    var status = PodStatus()
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "phase": status.phase = try cursor.text()
      case "podIP": status.podIP = try cursor.text()
      case "hostIP": status.hostIP = try cursor.text()
      case "conditions": status.conditions = try cursor.elements(condition)
      case "containerStatuses": status.containerStatuses = try cursor.elements(containerStatus)
      case "initContainerStatuses": status.initContainerStatuses = try cursor.elements(containerStatus)
      default: try cursor.skip()
      }
    }
    return status
  }

  private static func condition(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodCondition {
    var condition = PodCondition(type: "", status: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "type": condition.type = try cursor.text() ?? ""
      case "status": condition.status = try cursor.text() ?? ""
      default: try cursor.skip()
      }
    }
    return condition
  }

  private static func containerStatus(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ContainerStatus
  {
    var status = ContainerStatus(name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": status.name = try cursor.text() ?? ""
      case "containerID": status.containerID = try cursor.text()
      default: try cursor.skip()
      }
    }
    return status
  }
}

extension JSONCursor {
  /// A string, nil for `null`.
  fileprivate mutating func text() throws(Failure) -> String? { takeNull() ? nil : try string() }

  /// The members of an object, none of `null`.
  fileprivate mutating func members(
    _ member: (_ name: String, inout JSONCursor) throws(Failure) -> Void
  ) throws(Failure) {
    if !takeNull() { try object(member) }
  }

  /// The elements of an array, nil for `null`.
  fileprivate mutating func elements<Element>(
    _ element: (inout JSONCursor) throws(Failure) -> Element
  ) throws(Failure) -> [Element]? {
    takeNull() ? nil : try array(element)
  }

  /// Strings by name, nil for `null`.
  fileprivate mutating func texts() throws(Failure) -> [String: String]? {
    if takeNull() { return nil }
    var texts: [String: String] = [:]
    try object { name, cursor throws(Failure) in texts[name] = try cursor.text() ?? "" }
    return texts
  }

  /// Steps over a value.
  fileprivate mutating func skip() throws(Failure) {
    guard takeValue() != nil else { throw failure("a value") }
  }
}
