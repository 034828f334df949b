/// Where a watch starts.
///
/// Source: kubernetes.io `docs/reference/using-api/api-concepts`, "Semantics for watch".
enum WatchStart: Hashable, Sendable {
  /// With an ADDED event for every object that exists.
  case existingObjects
  /// With the next change.
  case now
  /// With the changes after a version.
  case after(Int)

  /// What the options of a request come to.
  init(_ options: ListOptions) throws(APIFailure) {
    let version = try options.version()
    if options.sendInitialEvents == true {
      self = .existingObjects
    } else if let version, version > 0 {
      self = .after(version)
    } else {
      self = options.sendInitialEvents == false ? .now : .existingObjects
    }
  }
}

/// With what a watch begins, and up to which version that is everything.
enum WatchBeginning: Sendable {
  /// The objects that exist.
  case objects([StoredObject], version: Int)
  /// The changes since its start.
  case changes([ObjectChange], version: Int)
  /// History does not reach back far enough.
  case tooOld(oldest: Int)
}
