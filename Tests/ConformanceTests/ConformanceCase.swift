import Contract
import Foundation
import Running
import Scenarios
import SourceText
import TestSupport
import Testing

/// One scenario or matrix cell.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  let scenario: Scenario

  /// The path below Scenarios/ with the cell.
  var testDescription: String {
    let path = scenario.path.split(separator: "/").drop { $0 != "Scenarios" }.dropFirst().joined(separator: "/")
    return scenario.cell.map { "\(path)[\($0)]" } ?? path
  }

  /// What SCENARIO selects, all by default.
  static let selected: [ConformanceCase] = {
    let pick = ProcessInfo.processInfo.environment["SCENARIO"] ?? ""
    return loaded.cases.filter { pick.isEmpty || $0.testDescription.contains(pick) }
  }()

  /// What is wrong with the files.
  static var problems: [String] { loaded.problems }

  private static let loaded: (cases: [ConformanceCase], problems: [String]) = {
    do throws(Diagnostics) {
      let files = try ScenarioLoader.files(at: [Repository.path("Scenarios")])
      var cases: [ConformanceCase] = []
      var problems: [String] = []
      for file in files where !file.contains("/invalid/") {
        do throws(Diagnostics) {
          cases += try ScenarioLoader.load(file).map { ConformanceCase(scenario: $0) }
        } catch {
          problems += error.all.map(\.description)
        }
      }
      return (cases, problems)
    } catch {
      return ([], error.all.map(\.description))
    }
  }()

  static let suite: Result<SuiteRun, any Error> = Result {
    try SuiteRun(executable: Repository.executable)
  }

  /// As many at a time as the processors carry: a scenario has processes of its own.
  static let gate = Gate(width: 2 * ProcessInfo.processInfo.activeProcessorCount)
}
