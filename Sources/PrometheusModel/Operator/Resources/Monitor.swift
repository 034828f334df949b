public import SourceText

/// A resource of the operator that says what to scrape.
public struct Monitor: Sendable {
  /// The kinds of it, in the order in which the operator writes their jobs.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Endpoints behind Services.
    case serviceMonitor = "ServiceMonitor"
    /// Pods.
    case podMonitor = "PodMonitor"
    /// Hosts or Ingresses, probed by a prober.
    case probe = "Probe"
    /// Anything that Prometheus can discover.
    case scrapeConfig = "ScrapeConfig"

    /// The version of the API that the kind is in.
    public var apiVersion: String {
      self == .scrapeConfig ? "monitoring.coreos.com/v1alpha1" : "monitoring.coreos.com/v1"
    }

    /// The plural name in URLs.
    var resource: String { rawValue.lowercased() + "s" }

    var schema: Schema {
      switch self {
      case .serviceMonitor: .serviceMonitor
      case .podMonitor: .podMonitor
      case .probe: .probe
      case .scrapeConfig: .scrapeConfig
      }
    }
  }

  /// Its kind.
  public var kind: Kind
  /// Its namespace.
  public var namespace: String
  /// Its name.
  public var name: String
  /// Its own labels, which a Prometheus selects it by.
  public var labels: [String: String]
  /// What it says, checked, with the API server's defaults.
  public var spec: YAMLNode
  /// Where it stands.
  public var span: Span

  /// `namespace/name`.
  public var reference: String { "\(namespace)/\(name)" }

  /// Reads a manifest as the API server takes it with strict field validation.
  ///
  /// - Parameter namespace: the namespace of a manifest that names none.
  /// - Parameter operatorVersion: the operator whose definitions the cluster has; nil for the newest.
  public init(
    manifest: YAMLNode, namespace: String = "default", operatorVersion: String? = nil
  ) throws(Diagnostics) {
    try self.init(
      manifest: manifest, namespace: namespace, operatorVersion: operatorVersion, fillsDefaults: true)
  }

  init(
    manifest: YAMLNode, namespace: String, operatorVersion: String? = nil, fillsDefaults: Bool
  ) throws(Diagnostics) {
    let names = Kind.allCases.map(\.rawValue)
    guard let word = manifest["kind"]?.string, let kind = Kind(rawValue: word) else {
      let found = manifest["kind"]?.string.map { "`\($0)`" + suggestion(for: $0, among: names) } ?? "no `kind`"
      throw Diagnostics(
        Diagnostic(
          "a monitor must be one of \(names.joined(separator: ", ")), but here is \(found)", at: manifest.span))
    }
    var problems: [Diagnostic] = []
    if manifest["apiVersion"]?.string != kind.apiVersion {
      problems.append(
        Diagnostic(
          "a \(word) has `apiVersion: \(kind.apiVersion)`", at: manifest["apiVersion"]?.span ?? manifest.span))
    }
    var check = SchemaCheck()
    let shape = Schema.object([
      "apiVersion": Schema.anything.optional, "kind": Schema.anything.optional,
      "metadata": Schema.objectMeta.required, "spec": kind.schema.required, "status": Schema.anything.optional,
    ])
    let checked = check.checked(manifest, shape, path: word)
    problems += check.problems
    problems += FieldHistory.newerFields(in: manifest, kind: kind, than: operatorVersion)
    if !problems.isEmpty { throw Diagnostics(problems) }
    let metadata = manifest["metadata"]
    self.kind = kind
    self.namespace = metadata?.word("namespace") ?? namespace
    name = metadata?.word("name") ?? ""
    labels = [:]
    for entry in metadata?["labels"]?.mapping ?? [] { labels[entry.name] = entry.value.string ?? "" }
    spec = (fillsDefaults ? checked["spec"] : manifest["spec"]) ?? .empty
    span = manifest.span
  }
}

extension Schema {
  /// Metadata as a user writes it, and as kubectl prints it.
  static let objectMeta = Schema.object(
    keys([
      "namespace": .text, "labels": .map(.text), "annotations": .map(.text), "generateName": .text,
      "finalizers": .anything, "ownerReferences": .anything, "creationTimestamp": .anything, "uid": .anything,
      "resourceVersion": .anything, "generation": .anything, "managedFields": .anything, "selfLink": .anything,
      "deletionTimestamp": .anything, "deletionGracePeriodSeconds": .anything,
    ]) + ["name": notEmpty.required])
}
