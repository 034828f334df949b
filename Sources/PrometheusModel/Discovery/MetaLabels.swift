internal import KubernetesModel

/// The labels that Kubernetes discovery is about to give to a target.
///
/// Names are written without their common start, `pod_name` for `__meta_kubernetes_pod_name`.
struct MetaLabels: Hashable, Sendable {
  /// What the name of every label starts with.
  static let prefix = "__meta_kubernetes_"

  /// A label by its whole name.
  struct Pair: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// The labels, sorted by the bytes of their names; an empty value is kept, as it may take one away.
  private(set) var pairs: [Pair] = []

  /// The label `__meta_kubernetes_NAME`.
  subscript(name: String) -> String? {
    get { value(of: MetaLabelNames.whole(name)) }
    set { set(MetaLabelNames.whole(name), to: newValue) }
  }

  /// The label `__address__`.
  var address: String? {
    get { value(of: LabelName.address) }
    set { set(LabelName.address, to: newValue) }
  }

  /// The label `instance`, which only nodes have before relabelling.
  var instance: String? {
    get { value(of: LabelName.instance) }
    set { set(LabelName.instance, to: newValue) }
  }

  private func value(of name: String) -> String? {
    let place = place(of: name)
    return place < pairs.count && Bytes.equal(pairs[place].name, name) ? pairs[place].value : nil
  }

  private mutating func set(_ name: String, to value: String?) {
    let place = place(of: name)
    let isThere = place < pairs.count && Bytes.equal(pairs[place].name, name)
    switch (value, isThere) {
    case (let value?, true): pairs[place].value = value
    case (let value?, false): pairs.insert(Pair(name: name, value: value), at: place)
    case (nil, true): pairs.remove(at: place)
    case (nil, false): break
    }
  }

  /// Where a name stands, or belongs.
  private func place(of name: String) -> Int {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if Bytes.precede(pairs[middle].name, name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Takes over labels; those of `other` win.
  mutating func merge(_ other: MetaLabels) {
    if pairs.isEmpty { return pairs = other.pairs }
    for pair in other.pairs { set(pair.name, to: pair.value) }
  }

  /// Without the labels that a Prometheus does not know yet, in memory that is just large enough: these stay.
  func without(_ isUnknown: (Substring.UTF8View) -> Bool) -> MetaLabels {
    func stays(_ pair: Pair) -> Bool {
      !Bytes.startsWith(pair.name, Self.prefix)
        || !isUnknown(Substring(pair.name).utf8.dropFirst(Self.prefix.utf8.count))
    }
    var result = MetaLabels()
    result.pairs.reserveCapacity(pairs.count)
    for pair in pairs where stays(pair) { result.pairs.append(pair) }
    return result
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
      set(MetaLabelNames.whole(value, key), to: text)
      set(MetaLabelNames.whole(presence, key), to: "true")
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
