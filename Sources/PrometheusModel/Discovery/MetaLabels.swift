internal import KubernetesModel

/// The labels that Kubernetes discovery is about to give to a target.
///
/// Names are written without their common start, `pod_name` for `__meta_kubernetes_pod_name`.
struct MetaLabels: Hashable, Sendable {
  /// What the name of every label starts with.
  static let prefix = "__meta_kubernetes_"

  /// The labels by their whole names.
  private(set) var pairs: [String: String] = [:]

  /// The label `__meta_kubernetes_NAME`.
  subscript(name: String) -> String? {
    get { pairs[Self.prefix + name] }
    set { pairs[Self.prefix + name] = newValue }
  }

  /// The label `__address__`.
  var address: String? {
    get { pairs["__address__"] }
    set { pairs["__address__"] = newValue }
  }

  /// The label `instance`, which only nodes have before relabelling.
  var instance: String? {
    get { pairs["instance"] }
    set { pairs["instance"] = newValue }
  }

  /// Takes over labels; those of `other` win.
  mutating func merge(_ other: MetaLabels) {
    pairs.merge(other.pairs) { _, theirs in theirs }
  }

  /// Takes out the labels that a Prometheus does not know yet.
  mutating func remove(where isUnknown: (Substring) -> Bool) {
    pairs = pairs.filter { name, _ in
      guard name.hasPrefix(Self.prefix) else { return true }
      return !isUnknown(name.dropFirst(Self.prefix.count))
    }
  }

  /// Adds an object's name, labels and annotations under its role.
  mutating func addObject(_ metadata: ObjectMeta, role: String) {
    self["\(role)_name"] = metadata.name
    addLabelsAndAnnotations(of: metadata, role: role)
  }

  /// Adds an object's labels and annotations, each with its mark of presence.
  ///
  /// Two names that come to the same label (`prometheus.io/port`, `prometheus-io/port`) leave the value to
  /// chance in Prometheus, which walks a Go map; here the last by name wins, always.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go` `addObjectAnnotationsAndLabels`, 3.14.0.
  mutating func addLabelsAndAnnotations(of metadata: ObjectMeta, role: String) {
    add(metadata.labels, value: "\(role)_label_", presence: "\(role)_labelpresent_")
    add(metadata.annotations, value: "\(role)_annotation_", presence: "\(role)_annotationpresent_")
  }

  /// Adds a map, its keys made label names.
  mutating func add(_ map: [String: String]?, value: String, presence: String) {
    guard let map else { return }
    for (key, text) in map.sorted(by: { $0.key < $1.key }) {
      let name = Self.sanitised(key)
      self[value + name] = text
      self[presence + name] = "true"
    }
  }

  /// A name with an underscore in place of each character that a label name cannot have.
  ///
  /// Source: prometheus/prometheus `util/strutil/strconv.go` `SanitizeLabelName`, 3.14.0.
  static func sanitised(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { isLabelCharacter($0) ? $0 : "_" }))
  }

  private static func isLabelCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": true
    default: false
    }
  }
}

/// A host and a port, the host in brackets if it is an IPv6 address, as Go's `net.JoinHostPort` has it.
func joined(host: String, port: some BinaryInteger) -> String {
  host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
}
