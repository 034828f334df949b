import SourceText
import Testing

@testable import Worlds

@Suite("Shrinking worlds")
struct ShrinkerTests {
  private static func world(_ yaml: String) throws -> World {
    World(seed: 0, version: "3.5.3", document: try YAMLReader.document(yaml, file: "world.yaml"))
  }

  @Test(
    "To what a predicate needs",
    arguments: [
      ("a: [1, 2, 3, 4, 5]\nb: {c: 1, d: 2}\n", "3", "a: [3]"),
      ("a: [{x: 1, y: needle}, {x: 2}]\nb: c\n", "needle", "a: [{y: needle}]"),
      ("a: |\n  one\n  two needle x\n  three\n", "needle", "a: needle"),
      ("a: xxneedlexx\n", "needle", "a: needle"),
      ("a: {b: {c: [x, needle]}}\nd: {e: f}\n", "needle", "a: {b: {c: [needle]}}"),
    ], [1, 8])
  func finds(_ example: (String, String, String), _ width: Int) throws {
    let shrinker = Shrinker(width: width)
    let least = try shrinker.least(Self.world(example.0)) { YAMLWriter.text($0.document).contains(example.1) }
    #expect(least.document == (try YAMLReader.document(example.2, file: "expected.yaml")))
  }

  @Test("Keeps two parts that are needed together")
  func keepsPairs() throws {
    let least = try Shrinker(width: 4).least(Self.world("a: [1, 2, 3, 4, 5, 6, 7, 8]\n")) { world in
      let numbers = world.document["a"]?.sequence?.compactMap(\.int) ?? []
      return numbers.contains(2) && numbers.contains(7)
    }
    #expect(least.document["a"]?.sequence?.compactMap(\.int) == [2, 7])
  }

  @Test("Tries no more candidates than it may", arguments: [0, 1, 7, 20])
  func isBounded(_ limit: Int) {
    let world = WorldGenerator(version: "3.5.3").world(seed: 3)
    var count = 0
    _ = Shrinker(width: 5, limit: limit).least(world) { _ in
      count += 1
      return false
    }
    #expect(count == limit)
  }

  @Test("Never takes out what keeps a world a scenario of its version", arguments: [UInt64(1), 2, 3])
  func keepsForm(_ seed: UInt64) throws {
    let world = WorldGenerator(version: "2.53.3").world(seed: seed)
    let least = Shrinker(width: 16, limit: 100_000).least(world) { _ in true }
    #expect(least.document["title"]?.string == world.document["title"]?.string)
    #expect(least.document["prometheus"]?["version"]?.string == "2.53.3")
    #expect(least.document["expect"] == world.document["expect"])
    #expect(least.document["pods"]?.sequence?.isEmpty == true)
    #expect(least.document["prometheus"]?["scrapeConfigs"]?.sequence?.isEmpty == true)
  }

  @Test("What a predicate throws gets out")
  func throwsOn() throws {
    struct Failure: Error {}
    let world = try Self.world("a: [1, 2]\n")
    #expect(throws: Failure.self) { try Shrinker().least(world) { _ in throw Failure() } }
  }

  @Test("Halves, quarters, …, single ones", arguments: [(0, 0), (1, 1), (2, 3), (5, 11)])
  func chunks(_ count: Int, _ expected: Int) {
    #expect(Reduction.chunks(of: count).count == expected)
    #expect(Reduction.chunks(of: count).allSatisfy { !$0.isEmpty && $0.upperBound <= count })
  }
}
