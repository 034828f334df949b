internal import KubernetesModel
internal import SourceText

/// A `Prometheus` resource of the operator: which monitors it takes and how it turns them into jobs.
///
/// Source: prometheus-operator `pkg/apis/monitoring/v1/prometheus_types.go`, 0.93.
struct PrometheusResource: Sendable {
  /// Its namespace.
  var namespace: String
  /// Its name.
  var name: String
  /// What it says.
  var spec: YAMLNode
  /// The version of Prometheus that it runs.
  var version: PrometheusVersion
  /// Whether it is a `PrometheusAgent`, which evaluates no rules.
  var isAgent = false

  /// The version that the operator runs where the resource names none.
  static let defaultVersion = PrometheusVersion(3, 13, 2)

  init(namespace: String, name: String, spec: YAMLNode, version: PrometheusVersion? = nil) {
    self.namespace = namespace
    self.name = name
    self.spec = spec
    self.version = version ?? spec.word("version").flatMap { PrometheusVersion($0) } ?? Self.defaultVersion
  }

  /// Takes a specification as the API server does.
  init(checking spec: YAMLNode, name: String, namespace: String, version: PrometheusVersion) throws(Diagnostics)
  {
    var check = SchemaCheck()
    let checked = check.checked(spec, .prometheus, path: "spec")
    if !check.problems.isEmpty { throw Diagnostics(check.problems) }
    self.init(namespace: namespace, name: name, spec: checked, version: version)
  }

  /// Whether a boolean of the specification is set.
  func claims(_ key: String) -> Bool { spec[key]?.bool ?? false }

  /// How many shards there are; 1 if none is asked for.
  var shards: Int {
    guard let number = spec["shards"]?.int, number > 1 else { return 1 }
    return number
  }

  /// The selector over monitors of a kind; nil selects none.
  func selector(of kind: Monitor.Kind) -> YAMLNode? { spec[Self.prefix(of: kind) + "Selector"] }

  /// The selector over the namespaces of monitors of a kind; nil is the resource's own.
  func namespaceSelector(of kind: Monitor.Kind) -> YAMLNode? {
    spec[Self.prefix(of: kind) + "NamespaceSelector"]
  }

  /// The name by which keys of the specification call a kind.
  static func prefix(of kind: Monitor.Kind) -> String {
    switch kind {
    case .serviceMonitor: "serviceMonitor"
    case .podMonitor: "podMonitor"
    case .probe: "probe"
    case .scrapeConfig: "scrapeConfig"
    }
  }

  /// The scrape class of that name; the default one if there is none of the name, or no name.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `getScrapeClassOrDefault`, 0.93.
  func scrapeClass(named name: String?) -> YAMLNode {
    let classes = spec.list("scrapeClasses")
    return classes.first { name != nil && $0["name"]?.string == name }
      ?? classes.first { $0["default"]?.bool == true } ?? .empty
  }

  /// Whether the rule that sets the enforced namespace label spares a monitor.
  ///
  /// Source: prometheus-operator `pkg/namespacelabeler/labeler.go` `IsExcluded`, 0.93.
  func sparesFromEnforcement(_ monitor: Monitor) -> Bool {
    spec.list("excludedFromEnforcement").contains { exclusion in
      let group = exclusion.word("group") ?? "monitoring.coreos.com"
      let name = exclusion.word("name")
      return group == "monitoring.coreos.com" && exclusion.word("resource") == monitor.kind.resource
        && exclusion.word("namespace") == monitor.namespace && (name == nil || name == monitor.name)
    }
  }
}

extension LabelSelector {
  /// Reads a selector; in the words of Kubernetes what is wrong with one that selects nothing sensible.
  ///
  /// Source: kubernetes/apimachinery `pkg/apis/meta/v1/helpers.go` `LabelSelectorAsSelector`, 1.34.
  init(node: YAMLNode) throws(Rejection) {
    self.init()
    for entry in node["matchLabels"]?.mapping ?? [] {
      matchLabels = (matchLabels ?? [:]).merging([entry.name: entry.value.string ?? ""]) { $1 }
    }
    for requirement in node.list("matchExpressions") {
      let word = requirement.word("operator") ?? ""
      guard let comparison = LabelSelectorRequirement.Operator(rawValue: word) else {
        throw Rejection("\(Quoting.quoted(word)) is not a valid label selector operator")
      }
      let values = requirement.words("values")
      let key = requirement.word("key") ?? ""
      switch comparison {
      case .in, .notIn:
        if values.isEmpty {
          throw Rejection(
            "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")
        }
      case .exists, .doesNotExist:
        if !values.isEmpty {
          throw Rejection(
            "values: Invalid value: \(Self.listed(values)): values set must be empty for exists and does not exist"
          )
        }
      }
      matchExpressions =
        (matchExpressions ?? []) + [
          LabelSelectorRequirement(key: key, operator: comparison, values: values)
        ]
    }
  }

  private static func listed(_ values: [String]) -> String {
    "[" + values.map { Quoting.quoted($0) }.joined(separator: ",") + "]"
  }

  /// The selector in the form that queries of the API have: `app=web,tier in (a,b),!canary`.
  ///
  /// Source: kubernetes/apimachinery `pkg/labels/selector.go` `Requirement.String`, 1.34.
  var queryText: String {
    var parts = (matchLabels ?? [:]).map { (key: $0.key, text: "\($0.key)=\($0.value)") }
    for requirement in matchExpressions ?? [] {
      let values = "(\((requirement.values ?? []).sorted().joined(separator: ",")))"
      let text =
        switch requirement.operator {
        case .in: "\(requirement.key) in \(values)"
        case .notIn: "\(requirement.key) notin \(values)"
        case .exists: requirement.key
        case .doesNotExist: "!\(requirement.key)"
        }
      parts.append((requirement.key, text))
    }
    return parts.sorted { $0.key < $1.key }.map(\.text).joined(separator: ",")
  }
}
