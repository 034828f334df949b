import Foundation
import Scenarios
import SourceText
import TestSupport
import Testing

@Suite struct RepositoryScenariosTests {
  static let schema = SchemaChecker(YAMLNode(json: ScenarioSchema.json) ?? .null)

  static let files: [String] = (try? ScenarioLoader.files(at: [Repository.path("Scenarios")])) ?? []

  @Test func thereAreSomeAndNoneOfTheInvalid() {
    #expect(Self.files.count >= 20)
    #expect(!Self.files.contains { $0.contains("/invalid/") })
    #expect(Self.files == Self.files.sorted())
  }

  @Test func everyScenarioLoads() {
    for file in Self.files {
      do throws(Diagnostics) {
        let scenarios = try ScenarioLoader.load(file)
        #expect(!scenarios.isEmpty && scenarios.allSatisfy { !$0.states.isEmpty })
      } catch {
        Issue.record("\(error)")
      }
    }
  }

  @Test func theSchemaAcceptsEveryScenario() throws {
    for file in Self.files {
      let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
      let faults = Self.schema.faults(of: try YAMLReader.document(text, file: file))
      #expect(faults == [], "\(file)")
    }
  }

  /// `RECORD=1` writes it anew.
  @Test func theSchemaInDocsIsFresh() throws {
    let path = Repository.path("docs/scenario.schema.json")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try ScenarioSchema.json.write(toFile: path, atomically: true, encoding: .utf8)
    }
    let committed = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    #expect(committed == ScenarioSchema.json, "run RECORD=1 swift test --filter ScenariosTests")
  }
}
