internal import SourceText

/// The data of a flavour: two YAML documents, what is known of it and what it ships.
///
/// They stand in Swift files, so that they are inside of the executable without a bundle beside it.
struct FlavourData: Sendable {
  /// The flavour's name.
  let name: String
  /// Its version.
  let version: String?
  /// Other names.
  let aliases: [String]
  /// The two documents.
  let text: String

  init(_ name: String, version: String? = nil, aliases: [String] = [], text: String) {
    self.name = name
    self.version = version
    self.aliases = aliases
    self.text = text
  }

  /// The data of a name, an alias, or either with `@version`.
  static func named(_ text: String) -> FlavourData? {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return all.first { data in
      let isNamed = data.name == parts[0] || data.aliases.contains(parts[0])
      return isNamed && (parts.count == 1 || data.version == parts[1])
    }
  }

  /// The documents, read.
  func document() throws(Diagnostics) -> FlavourDocument {
    do {
      let documents = try YAMLReader.documents(text, file: version.map { "\(name)@\($0)" } ?? name)
      guard documents.count == 2 else {
        throw Diagnostic(
          "a flavour has two documents: what is known of it and what it ships", at: documents.first?.span)
      }
      return try FlavourDocument(metadata: documents[0], body: documents[1], data: self)
    } catch let problem as Diagnostic {
      throw Diagnostics(problem)
    } catch let problems as Diagnostics {
      throw problems
    } catch {
      throw Diagnostics(Diagnostic("the flavour cannot be read: \(error)", at: nil))
    }
  }
}

/// The data of a flavour, read.
struct FlavourDocument: Sendable {
  /// How a flavour turns what it ships into a configuration.
  enum Rendering: String, CaseIterable, Sendable {
    /// It ships a prometheus.yml, which nothing changes.
    case configuration
    /// The templates of prometheus-community/prometheus.
    case prometheusChart = "prometheus-chart"
    /// The templates of prometheus-community/kube-prometheus-stack.
    case kubePrometheusStack = "kube-prometheus-stack"
    /// The templates of bitnami/kube-prometheus.
    case bitnamiKubePrometheus = "bitnami-kube-prometheus"
    /// A chart whose values hold a list of jobs.
    case jobList = "job-list"
    /// It ships a Prometheus resource for the operator.
    case resource
    /// The user brings the Prometheus resource.
    case userResource = "user-resource"
    /// OpenTelemetry's target allocator, which has no resource but translates as the operator does.
    case targetAllocator = "target-allocator"
  }

  /// What is known of it.
  var flavour: Flavour
  /// How it is rendered.
  var rendering: Rendering
  /// What it ships: values of a chart, a prometheus.yml or a Prometheus resource.
  var body: YAMLNode
  /// Keys of a chart's values that decide nothing about scraping, by the path of the mapping that they are in.
  var otherValues: [String: [String]]
  /// Where a chart with a list of jobs has what in its values: `global`, `jobs`, `extraJobs`, `image`.
  var paths: [String: String]
  /// Paths of mappings of a chart's values to which a user adds keys as they like.
  var openValues: [String]

  init(metadata: YAMLNode, body: YAMLNode, data: FlavourData) throws(Diagnostics) {
    let problems = DiagnosticCollector()
    var reader = MappingReader(metadata, as: "a flavour", into: problems)
    let title = reader.string("title") ?? ""
    let about = reader.string("about") ?? ""
    let source = reader.string("source") ?? ""
    let date = reader.string("date")
    let prometheus = reader.string("prometheus") ?? ""
    let operatorVersion = reader.string("operator")
    rendering = reader.word("rendering", Rendering.self) ?? .configuration
    let annotations = reader.strings("annotations") ?? []
    let monitors = reader.word("monitors", Flavour.MonitorPolicy.self) ?? .none
    let namespaces = reader.strings("namespaces")
    let fixedNamespace = reader.string("namespace")
    let leftOut = reader.stringMap("leftOut") ?? [:]
    openValues = reader.strings("openValues") ?? []
    paths = reader.stringMap("paths") ?? [:]
    otherValues = [:]
    for entry in reader.take("otherValues")?.mapping ?? [] {
      otherValues[entry.name] = (entry.value.sequence ?? []).compactMap(\.string)
    }
    reader.finish()
    guard let version = PrometheusVersion(prometheus) else {
      problems.error("`prometheus` must be a version", at: metadata.span)
      throw Diagnostics(problems.all)
    }
    try problems.throwErrors()
    flavour = Flavour(
      name: data.name, aliases: data.aliases, title: title, about: about, source: source, date: date,
      chartVersion: data.version, prometheusVersion: version, operatorVersion: operatorVersion,
      honoursPodAnnotations: annotations.contains("pods"),
      honoursServiceAnnotations: annotations.contains("services"), monitorPolicy: monitors,
      reach: namespaces.map { .namespaces($0) } ?? .cluster, fixedNamespace: fixedNamespace,
      leftOut: leftOut.sorted { $0.key < $1.key }.map { Flavour.LeftOut(job: $0.key, reason: $0.value) })
    self.body = body
  }
}
