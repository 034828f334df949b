import SourceText

/// Events of a watch as they travel: a JSON object a line.
struct WatchEvents {
  private let encoding: ObjectEncoding
  private let type: ResourceType
  /// What has been appended and not yet taken.
  private(set) var bytes: [UInt8] = []

  /// Collects events about objects of a kind.
  init(encoding: ObjectEncoding, type: ResourceType) {
    self.encoding = encoding
    self.type = type
  }

  /// Appends an event about an object.
  mutating func append(_ kind: ObjectChange.Kind, _ object: StoredObject) {
    append(kind.rawValue, encoding.object(object, type: type))
  }

  /// Appends what a selection sees of a change.
  mutating func append(_ change: ObjectChange, seenBy selection: Selection) {
    if let seen = change.seen(by: selection) { append(seen.kind, seen.object) }
  }

  /// Appends a failure.
  mutating func append(_ failure: APIFailure) { append("ERROR", Array(failure.status.json().utf8)) }

  /// Appends that everything up to a version has been sent.
  ///
  /// Source: kubernetes/kubernetes KEP-3157 "watch-list", annotation `k8s.io/initial-events-end`.
  mutating func appendBookmark(_ version: Int, endsInitialEvents: Bool) {
    let annotations = endsInitialEvents ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : ""
    append(
      "BOOKMARK",
      Array(
        """
        {"kind":"\(type.kind)","apiVersion":"\(type.apiVersion)","metadata":\
        {"resourceVersion":"\(version)","creationTimestamp":null\(annotations)}}
        """.utf8))
  }

  /// What has been appended; it is the caller's now.
  mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  private mutating func append(_ kind: String, _ object: [UInt8]) {
    bytes += "{\"type\":\"\(kind)\",\"object\":".utf8
    bytes += object
    bytes += "}\n".utf8
  }
}
