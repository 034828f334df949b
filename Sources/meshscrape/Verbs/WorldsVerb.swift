import Contract
import SourceText
import Worlds

/// `meshscrape worlds`: writes random worlds as scenario files.
enum WorldsVerb: Verb {
  static let name = "worlds"
  static let usage = "DIR [options]"
  static let summary = "Writes random worlds as scenario files, for `compare`."
  static let options = [
    Option("--count", value: "N", "how many; default: 1"),
    Option("--seed", value: "S", "the seed of the first; each next has the next seed; default: 0"),
    Option("--prometheus", value: "VERSION", "the version of Prometheus that they are for; default: 3.5.3"),
  ]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.count == 1 else { throw UsageError("takes one folder") }
    let folder = arguments.positional[0]
    let seed = try WorldSeed.read(arguments.value("--seed"))
    let generator = WorldGenerator(version: arguments.value("--prometheus") ?? "3.5.3")
    guard EvidenceFolder.makeFolders(folder) else { throw HarnessFailure(message: "cannot make \(folder)") }
    for index in 0..<UInt64(try arguments.number("--count") ?? 1) {
      let world = generator.world(seed: seed &+ index)
      EvidenceFolder.write(world.text, to: "\(folder)/world-\(world.seed).yaml")
    }
    return 0
  }
}

/// A seed as an argument.
enum WorldSeed {
  /// Reads a seed, 0 without one.
  static func read(_ text: String?) throws(UsageError) -> UInt64 {
    guard let text else { return 0 }
    guard let seed = UInt64(text) else { throw UsageError("--seed takes a whole number, not '\(text)'") }
    return seed
  }
}
