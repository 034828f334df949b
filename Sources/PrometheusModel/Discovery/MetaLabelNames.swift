internal import Synchronization

/// The whole names of discovery's labels, each made once: a cluster's objects have the same few, and every target
/// would carry strings of its own otherwise.
enum MetaLabelNames {
  private struct Known {
    var plain: [String: String] = [:]
    /// By the start of the name, then by the key of the object's map.
    var sanitised: [String: [String: String]] = [:]
    private var count = 0

    mutating func makeRoom(upTo most: Int) {
      if count >= most { self = Self() }
      count += 1
    }
  }

  /// Objects choose their labels and annotations freely: beyond so many names, all are forgotten.
  private static let most = 10_000
  private static let known = Mutex(Known())

  /// `__meta_kubernetes_NAME`.
  static func whole(_ name: String) -> String {
    known.withLock { known in
      if let whole = known.plain[name] { return whole }
      let whole = MetaLabels.prefix + name
      known.makeRoom(upTo: most)
      known.plain[name] = whole
      return whole
    }
  }

  /// `__meta_kubernetes_STARTKEY`, with the key made a label name.
  static func whole(_ start: String, _ key: String) -> String {
    known.withLock { known in
      if let whole = known.sanitised[start]?[key] { return whole }
      let whole = MetaLabels.prefix + start + MetaLabels.sanitised(key)
      known.makeRoom(upTo: most)
      known.sanitised[start, default: [:]][key] = whole
      return whole
    }
  }
}
