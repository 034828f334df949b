/// Something that happened to an object.
struct ObjectChange: Sendable {
  /// What happened.
  enum Kind: String, Sendable {
    /// The object is new.
    case added = "ADDED"
    /// The object was replaced.
    case modified = "MODIFIED"
    /// The object is gone.
    case deleted = "DELETED"
  }

  /// What happened.
  let kind: Kind
  /// The resource of the object.
  let resource: ResourceName
  /// The object after the change; the last state of one that is gone.
  let object: StoredObject
  /// The object before the change.
  let before: StoredObject?

  /// The version to which the change led.
  var version: Int { object.version }

  /// The change as a watch sees it that only knows what it selects: an object that comes to match is new to it, and
  /// one that matches no more is gone.
  ///
  /// Source: kubernetes/apiserver `pkg/storage/cacher/cache_watcher.go`, `convertToWatchEvent`, 1.34.
  func seen(by selection: Selection) -> (kind: Kind, object: StoredObject)? {
    guard resource == selection.type.name else { return nil }
    let matched = before.map(selection.matches) ?? false
    let matches = kind != .deleted && selection.matches(object)
    switch (matched, matches) {
    case (false, true): return (.added, object)
    case (true, true): return (.modified, object)
    case (true, false): return (.deleted, before.map { StoredObject($0, version: version) } ?? object)
    case (false, false): return nil
    }
  }
}
