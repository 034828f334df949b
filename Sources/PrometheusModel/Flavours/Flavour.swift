/// A way of installing Prometheus that people use, as it ships.
public struct Flavour: Sendable, Hashable {
  /// Which monitors of a user's it takes without being told.
  public enum MonitorPolicy: String, Sendable, Hashable, CaseIterable {
    /// None: no operator reads them.
    case none
    /// Those that carry the label `release: RELEASE`.
    case withReleaseLabel = "release-label"
    /// Every one.
    case all
    /// None, until the user writes a Prometheus resource that selects some.
    case onRequest = "on-request"
  }

  /// Which objects its rights let it see.
  public enum Reach: Sendable, Hashable {
    /// Those of all namespaces.
    case cluster
    /// Those of these namespaces; `$(namespace)` stands for its own.
    case namespaces([String])
  }

  /// A job that the flavour ships and that is left out here.
  public struct LeftOut: Sendable, Hashable {
    /// The job's name.
    public var job: String
    /// Why it is left out.
    public var reason: String
  }

  /// Its name, `prometheus-community/prometheus`.
  public let name: String
  /// Other names by which it can be asked for.
  public let aliases: [String]
  /// What it is, in a line.
  public let title: String
  /// What is worth knowing of it.
  public let about: String
  /// Where its facts come from.
  public let source: String
  /// When that was published, `2026-08-18`.
  public let date: String?
  /// The version of the chart or the manifests; nil where there is none.
  public let chartVersion: String?
  /// The Prometheus that it runs.
  public let prometheusVersion: PrometheusVersion
  /// The operator that it runs, if any.
  public let operatorVersion: String?
  /// Whether it scrapes pods that carry `prometheus.io/scrape: "true"`.
  public let honoursPodAnnotations: Bool
  /// Whether it scrapes what is behind Services that carry `prometheus.io/scrape: "true"`.
  public let honoursServiceAnnotations: Bool
  /// Which monitors it takes.
  public let monitorPolicy: MonitorPolicy
  /// What it sees.
  public let reach: Reach
  /// The namespace into which it installs itself, where it is fixed.
  public let fixedNamespace: String?
  /// Jobs that it ships and that are left out here.
  public let leftOut: [LeftOut]

  /// Whether any operator reads monitors.
  public var acceptsMonitors: Bool { monitorPolicy != .none }

  /// `name@version`, which asks for exactly this one.
  public var identifier: String { chartVersion.map { "\(name)@\($0)" } ?? name }

  /// All flavours; versions of one stand together, the newest first.
  public static let all: [Flavour] = FlavourData.all.compactMap { try? $0.document().flavour }

  /// The flavour of a name, an alias, or `name@version`; without a version the newest.
  public static func named(_ name: String) -> Flavour? {
    FlavourData.named(name).flatMap { try? $0.document().flavour }
  }

  /// The names of all flavours, without aliases and versions.
  public static var names: [String] {
    all.map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
