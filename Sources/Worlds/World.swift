public import SourceText

/// A small cluster with a configuration of Prometheus, made to be scraped by two scrapers and compared.
///
/// It is a scenario as a tree, so that parts can be taken out of it again.
public struct World: Sendable, Hashable {
  /// The seed that makes it again.
  public var seed: UInt64
  /// The version of Prometheus that it is for: `2.53.3`.
  public var version: String
  /// The scenario, without what keeps its targets on this machine.
  public var document: YAMLNode

  /// Takes a scenario for the world of a seed.
  public init(seed: UInt64, version: String, document: YAMLNode) {
    self.seed = seed
    self.version = version
    self.document = document
  }

  /// The scenario file.
  ///
  /// Every job ends with a rule that keeps only targets on addresses that runs use, so that nothing is ever
  /// dialled elsewhere and no name is looked up, whatever else is taken out of the world.
  public var text: String {
    var scenario = document
    if var prometheus = scenario["prometheus"], let jobs = prometheus["scrapeConfigs"]?.sequence {
      prometheus["scrapeConfigs"] = .sequence(jobs.map(Self.guarded))
      scenario["prometheus"] = prometheus
    }
    return "# yaml-language-server: $schema=../../docs/scenario.schema.json\n" + YAMLWriter.text(scenario)
  }

  /// The addresses from the first slice of 127/8 that runs take to one past the last, which nobody listens on.
  static let guardPattern =
    #"127\.(1[6-9]|[2-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-4])\.[0-9]+\.[0-9]+(:[0-9]+)?"#

  private static func guarded(_ job: YAMLNode) -> YAMLNode {
    guard job.mapping != nil else { return job }
    var job = job
    let rule: YAMLNode = .mapping([
      ("source_labels", ["__address__"]), ("regex", .string(guardPattern)), ("action", "keep"),
    ])
    job["relabel_configs"] = .sequence((job["relabel_configs"]?.sequence ?? []) + [rule])
    return job
  }
}
