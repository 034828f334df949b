import Scenarios
import SourceText
import TestSupport
import Testing

@Suite struct RepositoryScenariosTests {
  @Test func everyScenarioLoads() throws {
    let files = try ScenarioLoader.files(at: [Repository.path("Scenarios")])
    #expect(files.count >= 20)
    #expect(!files.contains { $0.contains("/invalid/") })
    for file in files {
      do throws(Diagnostics) {
        let scenarios = try ScenarioLoader.load(file)
        #expect(!scenarios.isEmpty && scenarios.allSatisfy { !$0.states.isEmpty })
      } catch {
        Issue.record("\(error)")
      }
    }
  }
}
