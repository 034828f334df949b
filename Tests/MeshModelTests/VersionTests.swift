import MeshModel
import Testing

@Suite("Istio versions")
struct VersionTests {
  @Test(
    "reads releases, lines and pre-releases",
    arguments: [
      ("1.30.3", "1.30.3"), ("v1.7.0", "1.7.0"), ("1.30", "1.30"), ("1.31.0-rc.0", "1.31.0"),
      ("1.30.3~merge.streams", "1.30.3~merge.streams"),
    ])
  func reads(text: String, description: String) {
    #expect(IstioVersion(text)?.description == description)
  }

  @Test(
    "refuses what is no release",
    arguments: ["", "1", "latest", "1.30.3.1", "1..3", "1.x", "0.0", "1.30~nothing", "1.99999", "1.-3"])
  func refuses(text: String) {
    #expect(IstioVersion(text) == nil)
  }

  @Test(
    "a line counts as its newest patch",
    arguments: [("1.30", "1.30.2", true), ("1.30.1", "1.30.2", false), ("1.31", "1.30.9", true)])
  func lines(version: String, other: String, isLater: Bool) throws {
    let (version, other) = (try #require(IstioVersion(version)), try #require(IstioVersion(other)))
    #expect((other < version) == isLater)
  }

  @Test(
    "behaviours begin and end with a release",
    arguments: [
      (IstioBehaviour.mergesByDefault, "1.6.14", false), (.mergesByDefault, "1.7.0", true),
      (.filtersAccept, "1.30.1", false), (.filtersAccept, "1.30.2", true), (.filtersAccept, "1.30", true),
      (.squashesBlankLines, "1.10.6", false), (.squashesBlankLines, "1.15.7", true),
      (.squashesBlankLines, "1.16.0", false), (.scrapeTargets, "1.30.3", false),
      (.scrapeTargets, "1.31.0", true),
    ])
  func ranges(behaviour: IstioBehaviour, version: String, holds: Bool) throws {
    #expect(try #require(IstioVersion(version)).exhibits(behaviour) == holds)
  }

  @Test("a mutated behaviour is its opposite", arguments: IstioBehaviour.allCases)
  func mutation(behaviour: IstioBehaviour) throws {
    for number in ["1.5.0", "1.12.0", "1.30.3"] {
      let plain = try #require(IstioVersion(number))
      let mutant = try #require(IstioVersion("\(number)~\(behaviour.rawValue)"))
      #expect(mutant.exhibits(behaviour) != plain.exhibits(behaviour))
    }
  }

  @Test("every behaviour has a row with a sentence and a source", arguments: IstioBehaviour.allCases)
  func table(behaviour: IstioBehaviour) {
    let fact = behaviour.fact
    #expect(!fact.summary.isEmpty && fact.summary.last != "." && fact.source.contains("/"))
    if let since = fact.since, let until = fact.until { #expect(since < until) }
    for release in [fact.since, fact.until] {
      #expect(release.map { $0.major == 1 && $0.patch != nil } != false)
    }
  }
}
