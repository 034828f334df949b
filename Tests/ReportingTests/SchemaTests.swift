import Foundation
import Judging
import Reporting
import Testing

@Suite("The JSON report keeps to docs/report.schema.json")
struct SchemaTests {
  private func schema() throws -> JSONSchema {
    try JSONSchema(try Snapshot.repositoryFile("docs/report.schema.json"))
  }

  private func report(_ run: RunVerdict) throws -> Any {
    let text = ReportRenderer.render(run, format: .json, style: ReportStyle(hasColour: false, width: nil))
    return try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  @Test(arguments: [0, 1, 6])
  func reportsAreValid(scenarios count: Int) throws {
    let run = RunVerdict(scenarios: Array(SampleRun.run.scenarios.prefix(count)), durationSeconds: 0)
    #expect(try schema().faults(of: try report(run)) == [])
  }

  @Test func everyKeyOfTheDesignIsThere() throws {
    let report = try #require(try report(SampleRun.run) as? [String: Any])
    #expect(report["schema"] as? String == "meshscrape/report/v1")
    let summary = try #require(report["summary"] as? [String: Any])
    #expect(summary["total"] as? Int == 6)
    #expect(summary["passed"] as? Int == 2)
    #expect(summary["failed"] as? Int == 2)
    #expect(summary["errored"] as? Int == 1)
    #expect(summary["skipped"] as? Int == 1)
    let scenarios = try #require(report["scenarios"] as? [[String: Any]])
    let keys: Set = [
      "path", "title", "cell", "tags", "status", "durationSeconds", "expectations", "targets", "engines",
    ]
    for scenario in scenarios { #expect(keys.isSubset(of: scenario.keys)) }
  }

  @Test(arguments: [
    ("schema", "$.schema"), ("extra", "$.extra"), ("total", "$.summary.total"),
    ("status", "$.scenarios[0].status"),
    ("because", "$.scenarios[1].expectations[0].because"), ("proxy", "$.scenarios[1].engines"),
  ])
  func aBrokenReportIsNoticed(_ fault: String, _ path: String) throws {
    var report = try #require(try report(SampleRun.run) as? [String: Any])
    var summary = try #require(report["summary"] as? [String: Any])
    var scenarios = try #require(report["scenarios"] as? [[String: Any]])
    var expectations = try #require(scenarios[1]["expectations"] as? [[String: Any]])
    switch fault {
    case "schema": report["schema"] = "meshscrape/report/v2"
    case "extra": report["extra"] = 1
    case "total": summary["total"] = -1
    case "status": scenarios[0]["status"] = "green"
    case "because": expectations[0]["because"] = "Because!"
    default: scenarios[1]["engines"] = ["scraper": "x"]
    }
    scenarios[1]["expectations"] = expectations
    report["summary"] = summary
    report["scenarios"] = scenarios
    let faults = try schema().faults(of: report)
    #expect(faults.count == 1)
    #expect(faults.first?.hasPrefix(path) == true, "\(faults)")
  }
}
