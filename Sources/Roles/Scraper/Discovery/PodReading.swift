import KubernetesModel

/// Reads lists of pods: clusters have thousands, and `JSONDecoder` takes longer for them than all that follows.
///
/// Only what discovery makes labels of is read; the rest is stepped over.
struct PodReading {
  private let strings = KnownStrings()

  /// Reads a `PodList` while it comes, and hands on its pods one by one; `read` gives its parts, an empty one at the
  /// end. The list is never there as a whole.
  func list(_ read: () throws -> [UInt8], _ take: (Pod) -> Void) throws -> KubernetesListEnd {
    /// The list without its items.
    var frame: [UInt8] = []
    var start: Int?
    while start == nil {
      let part = try read()
      if part.isEmpty { return try Self.end(frame) }
      frame += part
      start = Self.itemsStart(in: frame)
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
    return try Self.end(frame)
  }

  /// Hands on the pods that are there as a whole. The answer is where the next begins, or the array ends.
  private func pods(in bytes: [UInt8], _ take: (Pod) -> Void) -> (done: Int, isOver: Bool) {
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
        case "resourceVersion": end.version = cursor.takeNull() ? "" : try cursor.string()
        case "continue": end.continuation = cursor.takeNull() ? "" : try cursor.string()
        default: try cursor.skip()
        }
      }
    }
    return end
  }

  private func pod(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> Pod {
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

  private func metadata(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ObjectMeta {
    var metadata = ObjectMeta(name: "")
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": metadata.name = try strings.text(&cursor) ?? ""
      case "namespace": metadata.namespace = try strings.text(&cursor)
      case "uid": metadata.uid = try strings.text(&cursor)
      case "labels": metadata.labels = try strings.texts(&cursor)
      case "annotations": metadata.annotations = try strings.texts(&cursor)
      case "ownerReferences": metadata.ownerReferences = try cursor.elements(owner)
      case "resourceVersion": metadata.resourceVersion = try strings.text(&cursor)
      default: try cursor.skip()
      }
    }
    return metadata
  }

  private func owner(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> OwnerReference {
    var owner = OwnerReference(apiVersion: "", kind: "", name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "apiVersion": owner.apiVersion = try strings.text(&cursor) ?? ""
      case "kind": owner.kind = try strings.text(&cursor) ?? ""
      case "name": owner.name = try strings.text(&cursor) ?? ""
      case "uid": owner.uid = try strings.text(&cursor)
      case "controller": owner.controller = cursor.takeNull() ? nil : try cursor.bool()
      default: try cursor.skip()
      }
    }
    return owner
  }

  private func specification(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodSpec {
    var specification = PodSpec(containers: [])
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "containers": specification.containers = try cursor.elements(container) ?? []
      case "initContainers": specification.initContainers = try cursor.elements(container)
      case "nodeName": specification.nodeName = try strings.text(&cursor)
      default: try cursor.skip()
      }
    }
    return specification
  }

  private func container(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> Container {
    var container = Container(name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": container.name = try strings.text(&cursor) ?? ""
      case "image": container.image = try strings.text(&cursor)
      case "ports": container.ports = try cursor.elements(port)
      default: try cursor.skip()
      }
    }
    return container
  }

  private func port(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ContainerPort {
    var port = ContainerPort(containerPort: 0)
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": port.name = try strings.text(&cursor)
      case "containerPort": port.containerPort = try cursor.integer()
      case "protocol": port.protocol = try strings.text(&cursor)
      default: try cursor.skip()
      }
    }
    return port
  }

  private func status(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodStatus? {
    var status = PodStatus()
    try cursor.members { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "phase": status.phase = try strings.text(&cursor)
      case "podIP": status.podIP = try strings.text(&cursor)
      case "hostIP": status.hostIP = try strings.text(&cursor)
      case "conditions": status.conditions = try cursor.elements(condition)
      case "containerStatuses": status.containerStatuses = try cursor.elements(containerStatus)
      case "initContainerStatuses": status.initContainerStatuses = try cursor.elements(containerStatus)
      default: try cursor.skip()
      }
    }
    return status
  }

  private func condition(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> PodCondition {
    var condition = PodCondition(type: "", status: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "type": condition.type = try strings.text(&cursor) ?? ""
      case "status": condition.status = try strings.text(&cursor) ?? ""
      default: try cursor.skip()
      }
    }
    return condition
  }

  private func containerStatus(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> ContainerStatus {
    var status = ContainerStatus(name: "")
    try cursor.object { name, cursor throws(JSONCursor.Failure) in
      switch name {
      case "name": status.name = try strings.text(&cursor) ?? ""
      case "containerID": status.containerID = try strings.text(&cursor)
      default: try cursor.skip()
      }
    }
    return status
  }
}

/// Strings that a list has had before: pods have most of theirs in common, and one of each is enough.
///
/// A string has one place, which the last that belongs there keeps.
private final class KnownStrings {
  private var strings = [String](repeating: "", count: 1024)

  /// A string, nil for `null`.
  func text(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> String? {
    if cursor.takeNull() { return nil }
    let begin = cursor
    guard let range = cursor.takeString() else { throw cursor.failure("a string") }
    // Shorter ones need no memory.
    guard range.count > 15 else {
      cursor = begin
      return try cursor.string()
    }
    let (place, known) = cursor.bytes.withUnsafeBytes { bytes -> (Int, String?) in
      let raw = UnsafeRawBufferPointer(rebasing: bytes[range])
      let place = Int(truncatingIfNeeded: hashBytes(raw) & 1023)
      return (place, isSame(strings[place], raw) ? strings[place] : nil)
    }
    if let known { return known }
    cursor = begin
    let string = try cursor.string()
    // One with escapes is not what it was written as.
    if string.utf8.count == range.count { strings[place] = string }
    return string
  }

  private func isSame(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard utf8.count == bytes.count, let left = utf8.baseAddress, let right = bytes.baseAddress else {
        return false
      }
      return areEqual(UnsafeRawPointer(left), right, count: bytes.count)
    } ?? false
  }

  /// Strings by name, nil for `null`.
  func texts(_ cursor: inout JSONCursor) throws(JSONCursor.Failure) -> [String: String]? {
    if cursor.takeNull() { return nil }
    var texts: [String: String] = [:]
    guard cursor.take(UInt8(ascii: "{")) else { throw cursor.failure("an object") }
    if cursor.take(UInt8(ascii: "}")) { return texts }
    repeat {
      guard let name = try text(&cursor) else { throw cursor.failure("a string") }
      guard cursor.take(UInt8(ascii: ":")) else { throw cursor.failure("a colon") }
      texts[name] = try text(&cursor) ?? ""
    } while cursor.take(UInt8(ascii: ","))
    guard cursor.take(UInt8(ascii: "}")) else { throw cursor.failure("a comma, or the end of the object") }
    return texts
  }
}

extension JSONCursor {
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

  /// Steps over a value.
  fileprivate mutating func skip() throws(Failure) {
    guard takeValue() != nil else { throw failure("a value") }
  }
}
