import SourceText

/// Makes worlds from seeds: random, valid, and odd.
///
/// Every choice is drawn from the seed, so that a seed and a version are enough to have a world again.
public struct WorldGenerator: Sendable {
  /// The version of Prometheus: `2.53.3`.
  public let version: String

  /// Makes worlds for a version of Prometheus, which decides the fields that there are.
  public init(version: String) { self.version = version }

  /// The world of a seed.
  public func world(seed: UInt64) -> World {
    var dice = Dice(seed: seed)
    let namespaces = dice.some(dice.number(1...2), of: Vocabulary.namespaces)
    let hasMesh = dice.chance(8)
    var pods: [YAMLNode] = []
    let podDrawing = PodDrawing(namespaces: namespaces)
    for index in 0..<dice.one(weighted: [(20, 1), (35, 2), (25, 3), (10, 4), (5, 5), (5, 6)]) {
      pods.append(podDrawing.pod(index, &dice))
    }
    var jobs: [YAMLNode] = []
    let jobDrawing = JobDrawing(isThree: isThree, namespaces: namespaces)
    let names = dice.some(dice.one(weighted: [(45, 1), (30, 2), (15, 3), (10, 4)]), of: Vocabulary.jobs)
    for name in names { jobs.append(jobDrawing.job(name, &dice)) }
    var services: [YAMLNode] = []
    let serviceDrawing = ServiceDrawing(namespaces: namespaces)
    // Jobs that look for Services find some.
    let needsServices = jobs.contains { job in
      job["kubernetes_sd_configs"]?.sequence?.contains { !["pod", "node"].contains($0["role"]?.string) }
        ?? false
    }
    for index in 0..<dice.one(weighted: needsServices ? [(50, 1), (30, 2), (20, 3)] : [(80, 0), (20, 1)]) {
      services.append(serviceDrawing.service(index, &dice))
    }

    var entries: [(String, YAMLNode)] = [("title", .string("World \(seed) of Prometheus \(version)"))]
    if hasMesh { entries.append(("mesh", Self.mesh(&dice))) }
    entries.append(
      (
        "prometheus",
        .mapping([
          ("flavour", "plain"), ("version", .string(version)), ("scrapeConfigs", .sequence(jobs)),
        ])
      ))
    if dice.chance(30) { entries.append(("namespaces", Self.namespaces(namespaces, &dice))) }
    entries.append(("pods", .sequence(pods)))
    if !services.isEmpty { entries.append(("services", .sequence(services))) }
    // Worlds are compared, not judged; a scenario has to expect something.
    entries.append(
      ("expect", [.mapping([("target", .mapping([("job", "nobody-has-this-job")])), ("count", 0)])]))
    return World(seed: seed, version: version, document: .mapping(entries))
  }

  private var isThree: Bool { !version.hasPrefix("2.") }

  private static func mesh(_ dice: inout Dice) -> YAMLNode {
    var entries: [(String, YAMLNode)] = [
      ("kind", "istio"), ("version", .string(dice.one(of: ["1.30", "1.24", "1.20"]))),
      ("mtls", .string(dice.one(of: ["STRICT", "PERMISSIVE", "DISABLE"]))),
    ]
    if dice.chance(60) { entries.append(("merging", .bool(dice.chance(60)))) }
    return .mapping(entries)
  }

  private static func namespaces(_ names: [String], _ dice: inout Dice) -> YAMLNode {
    .sequence(
      names.map { name in
        var entries: [(String, YAMLNode)] = [("name", .string(name))]
        if dice.chance(70) { entries.append(("labels", Vocabulary.labels(dice.number(0...3), &dice))) }
        return .mapping(entries)
      })
  }
}
