import Contract
import Running
import Scenarios
import SourceText
import Worlds

/// The random worlds that `compare --worlds N` compares over.
struct WorldSelection {
  /// The worlds, one a seed.
  let worlds: [World]
  /// Where those that differ are kept.
  let folder: String?
  /// How many of those that differ are shrunk.
  let shrunk: Int
  private let engine: ComparedEngine

  static let options = [
    Option("--worlds", value: "N", "compare over N random worlds instead of scenarios"),
    Option("--seed", value: "S", "the seed of the first world; each next has the next seed; default: 0"),
    Option("--shrink", value: "N", "shrink N of the worlds that differ to the least that does; default: 4"),
    Option("--keep", value: "DIR", "keep the worlds that differ, and the least that does, in DIR"),
  ]

  /// Takes the worlds that the arguments ask for; nil if they ask for scenarios.
  init?(_ arguments: Arguments, engine: ComparedEngine) throws {
    guard let count = try arguments.number("--worlds") else {
      for option in ["--seed", "--shrink", "--keep"] where arguments.has(option) {
        throw UsageError("\(option) belongs to --worlds")
      }
      return nil
    }
    guard arguments.positional.isEmpty else { throw UsageError("takes scenarios or --worlds, not both") }
    guard engine.name == "prometheus" else { throw UsageError("--worlds are made for a version of prometheus") }
    self.engine = engine
    let generator = WorldGenerator(version: engine.version)
    let first = try WorldSeed.read(arguments.value("--seed"))
    worlds = (0..<UInt64(count)).map { generator.world(seed: first &+ $0) }
    folder = arguments.value("--keep")
    shrunk = try arguments.number("--shrink", minimum: 0) ?? 4
    if let folder, !EvidenceFolder.makeFolders(folder) {
      throw HarnessFailure(message: "cannot make \(folder)")
    }
  }

  /// The worlds as scenarios.
  /// - Throws: what is wrong with a world, which the generator has to answer for.
  func scenarios() throws -> [Scenario] { try worlds.flatMap { try Self.scenarios(of: $0) } }

  /// A world as the one scenario that it is.
  static func scenarios(of world: World) throws(Diagnostics) -> [Scenario] {
    try ScenarioLoader.load(SourceFile(path: path(of: world), text: world.text))
  }

  /// The name of a world's file.
  static func path(of world: World) -> String { "world-\(world.seed).yaml" }

  /// How to have one world again.
  func again(_ world: World) -> String {
    "meshscrape compare --scraper \(engine.name)@\(engine.version) --worlds 1 --seed \(world.seed)"
  }
}
