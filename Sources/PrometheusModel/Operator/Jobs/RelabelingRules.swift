internal import SourceText

/// Relabelling rules under construction, each with its keys in the order in which the operator writes them.
struct RelabelingRules {
  /// The rules so far.
  private(set) var rules: [YAMLNode] = []

  /// The rule that every job of the operator starts with: it keeps the name of the job from being overwritten.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `initRelabelings`, 0.93.
  static let initial: RelabelingRules = {
    var rules = RelabelingRules()
    rules.copy("job", to: "__tmp_prometheus_job_name")
    return rules
  }()

  /// The list.
  var node: YAMLNode { .sequence(rules) }

  /// Appends rules.
  mutating func append(_ more: [YAMLNode]) { rules += more }

  /// Appends rules that are written out.
  mutating func append(_ more: [YAMLPairs]) { rules += more.map(\.node) }

  /// Keeps, or drops, targets whose labels, joined, match.
  mutating func filter(_ action: String, _ labels: [String], regex: YAMLNode) {
    append([["action": .string(action), "source_labels": .words(labels), "regex": regex]])
  }

  /// Copies a label to another, whatever it is.
  mutating func copy(_ label: String, to target: String) {
    append([["source_labels": .words([label]), "target_label": .string(target)]])
  }

  /// Copies a label to another if it is not empty.
  mutating func copyIfPresent(_ label: String, to target: String) {
    append([
      [
        "source_labels": .words([label]), "target_label": .string(target), "regex": "(.+)",
        "replacement": "${1}",
      ]
    ])
  }

  /// Sets a label.
  mutating func set(_ target: String, to value: YAMLNode) {
    append([["target_label": .string(target), "replacement": value]])
  }

  /// Keeps the targets whose object a selector selects.
  ///
  /// Values stand in the regex as they are, unescaped: `v1.2` also matches `v1x2`.
  ///
  /// - Parameter role: `pod`, `service` or `ingress`.
  mutating func select(_ selector: YAMLNode?, role: String) {
    guard let selector else { return }
    func labels(_ key: String) -> [String] {
      let name = MetaLabels.sanitised(key)
      return ["__meta_kubernetes_\(role)_label_\(name)", "__meta_kubernetes_\(role)_labelpresent_\(name)"]
    }
    for (key, value) in selector.sortedTexts("matchLabels") {
      filter("keep", labels(key), regex: "(\(value));true")
    }
    for requirement in selector.list("matchExpressions") {
      let labels = labels(requirement.word("key") ?? "")
      let values: YAMLNode = "(\(requirement.words("values").joined(separator: "|")));true"
      switch requirement.word("operator") {
      case "In": filter("keep", labels, regex: values)
      case "NotIn": filter("drop", labels, regex: values)
      case "Exists": filter("keep", [labels[1]], regex: "true")
      case "DoesNotExist": filter("drop", [labels[1]], regex: "true")
      default: break
      }
    }
  }

  /// Drops the targets of completed pods.
  mutating func dropCompletedPods() {
    filter("drop", ["__meta_kubernetes_pod_phase"], regex: "(Failed|Succeeded)")
  }

  /// The rules that a user wrote in a monitor, as prometheus.yml has them.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateRelabelConfig`, 0.93.
  static func translated(_ rules: [YAMLNode]) -> [YAMLNode] {
    rules.map { rule in
      var entries: [YAMLEntry] = []
      func add(_ key: String, _ value: YAMLNode?) {
        guard let value else { return }
        entries.append(YAMLEntry(key: .string(key), value: value))
      }
      add("source_labels", rule["sourceLabels"].flatMap { $0.unless($0.sequence?.isEmpty ?? true) })
      add("separator", rule["separator"])
      add("target_label", rule.filled("targetLabel"))
      add("regex", rule.filled("regex"))
      add("modulus", rule["modulus"].flatMap { $0.unless($0.int == 0) })
      add("replacement", rule["replacement"])
      add("action", rule.filled("action")?.lowercased)
      return YAMLNode(.mapping(entries), span: rule.span)
    }
  }
}
