import Behaviours
import Foundation
import Scenarios
import TestSupport
import Testing

@Suite("The ledger of behaviours")
struct LedgerTests {
  static let scenarios: [Scenario] = RepositoryScenariosTests.files.flatMap {
    (try? ScenarioLoader.load($0)) ?? []
  }

  @Test("every id stands once, and says where it belongs")
  func identifiers() {
    let ids = Ledger.entries.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.split(separator: ".", omittingEmptySubsequences: false).count >= 2 })
    #expect(ids.allSatisfy { Ledger.entry($0)?.id == $0 })
  }

  @Test("a row is a sentence with a source", arguments: Ledger.entries.map(\.id))
  func rows(id: String) throws {
    let row = try #require(Ledger.entry(id)).row
    #expect(!row.summary.isEmpty && row.summary.last != ".")
    #expect(row.source.contains("/"), "\(row.source) names no repository")
  }

  @Test("every behaviour is noticed by a scenario that says so, or left to tests")
  func claims() {
    let claims = Ledger.claims(of: Self.scenarios)
    for entry in Ledger.entries where entry.row.tests == nil {
      #expect(claims[entry.id] != nil, "no scenario claims \(entry.id)")
    }
  }

  @Test("a mutant is wrong in every state in which the behaviour can show, and in no other scenario")
  func mutants() throws {
    let entry = try #require(Ledger.entry("merge.streams"))
    for scenario in Self.scenarios {
      let mutant = scenario.mutated(by: entry)
      #expect((mutant == nil) == scenario.states.allSatisfy { $0.mesh.kind != .istio })
      for state in mutant?.states ?? [] where state.mesh.kind == .istio {
        #expect(state.mesh.version.hasSuffix("~merge.streams"))
      }
      #expect(mutant?.mutation == (mutant == nil ? nil : entry.id))
    }
  }

  @Test("the page in docs is fresh")
  func page() throws {
    let prefix = Repository.path("")
    let relative = Self.scenarios.map { scenario in
      var scenario = scenario
      if scenario.path.hasPrefix(prefix) { scenario.path.removeFirst(prefix.count) }
      return scenario
    }
    let path = Repository.path("docs/behaviours.md")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Ledger.markdown(claimedBy: relative).write(toFile: path, atomically: true, encoding: .utf8)
    }
    let committed = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    #expect(
      committed == Ledger.markdown(claimedBy: relative), "run RECORD=1 swift test --filter ScenariosTests")
  }
}
