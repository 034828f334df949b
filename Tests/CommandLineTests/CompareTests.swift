import Foundation
import TestSupport
import Testing

/// `compare` and `engines` from outside, with engines that are there or not, right or wrong.
@Suite("Comparing with real engines")
struct CompareTests {
  static let story = "Scenarios/story/01-no-mesh-the-annotation-is-enough.yaml"

  struct Mistake: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var says: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  @Test(
    "A mistake",
    arguments: [
      Mistake(arguments: [], says: "needs the real engine to compare with"),
      Mistake(arguments: ["--scraper", "builtin"], says: "cannot be compared with itself"),
      Mistake(arguments: ["--scraper", "promtheus"], says: "--scraper takes builtin, prometheus"),
      Mistake(arguments: ["--scraper"], says: "--scraper needs a value"),
      Mistake(
        arguments: ["--scraper", "prometheus@9.9", "--format", "junit"], says: "--format takes pretty, json"),
      Mistake(arguments: ["--scraper", "prometheus@9.9", "--shard", "3/2"], says: "--shard takes I/N"),
      Mistake(arguments: ["--scraper", "prometheus@9.9", "Scenarios/nowhere"], says: "Scenarios/nowhere"),
    ])
  func mistake(_ mistake: Mistake) throws {
    let engines = try Self.engines("exit 1")
    let run = try CommandLineRun(
      ["compare"] + mistake.arguments, environment: ["MESHSCRAPE_ENGINES": engines.path])
    #expect(run.exitCode == 2)
    #expect(run.errors.contains(mistake.says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("An engine that is not there is named with what brings it, and is no mistake of the user's")
  func missing() throws {
    let engines = try Self.engines("exit 1")
    let run = try CommandLineRun(
      ["compare", "--scraper", "prometheus@2.53", Self.story], environment: ["MESHSCRAPE_ENGINES": engines.path]
    )
    #expect(run.exitCode == 3)
    #expect(run.errors.contains("no real prometheus 2.53 in \(engines.path): there are 9.9.9"), "\(run.errors)")
    #expect(run.errors.contains("'make engines'"))
  }

  @Test("An engine that refuses what the built-in scraper takes differs: exit 1, and the report says in what")
  func refusing() throws {
    let engines = try Self.engines("echo 'Error loading config' >&2; exit 1")
    let run = try CommandLineRun(
      ["compare", "--scraper", "prometheus@9.9", "--format", "json", Self.story],
      environment: ["MESHSCRAPE_ENGINES": engines.path])
    #expect(run.exitCode == 1, "\(run.errors)")
    let report = try Self.object(run.output)
    #expect(report["schema"] as? String == "meshscrape/comparison/v1")
    let summary = try #require(report["summary"] as? [String: Any])
    #expect(summary["differs"] as? Int == 1 && summary["total"] as? Int == 1)
    let scenario = try #require((report["scenarios"] as? [[String: Any]])?.first)
    #expect(scenario["builtInVersion"] as? String == "9.9.9")
    let state = try #require((scenario["states"] as? [[String: Any]])?.first)
    let difference = try #require((state["differences"] as? [[String: Any]])?.first)
    #expect(difference["aspect"] as? String == "configuration")
    #expect((difference["real"] as? String)?.contains("Error loading config") == true)
  }

  @Test("An engine that cannot run is a failure of the harness: exit 3, and it is named")
  func broken() throws {
    let engines = try Self.engines("echo 'out of luck' >&2; exit 4")
    let run = try CommandLineRun(
      ["compare", "--scraper", "prometheus@9.9", Self.story], environment: ["MESHSCRAPE_ENGINES": engines.path])
    #expect(run.exitCode == 3)
    #expect(run.output.contains("prometheus 9.9.9: ended (exited with status 4): out of luck"), "\(run.output)")
  }

  @Test("What there is, and what 'make engines' would bring")
  func list() throws {
    let engines = try Self.engines("exit 1")
    let environment = ["MESHSCRAPE_ENGINES": engines.path]
    let text = try CommandLineRun(["engines"], environment: environment)
    #expect(text.exitCode == 0)
    #expect(text.output.contains("9.9.9  \(engines.path)/prometheus-9.9.9/prometheus"), "\(text.output)")
    let json = try Self.object(
      try CommandLineRun(["engines", "--format", "json"], environment: environment).output)
    #expect((json["real"] as? [[String: Any]])?.map { $0["version"] as? String } == ["9.9.9"])
    // The pins stand in .ci/engines; both lists must say the same.
    let script = try String(contentsOfFile: Repository.path(".ci/engines"), encoding: .utf8)
    let obtainable = try #require(json["obtainable"] as? [[String: String]])
    #expect(obtainable.count == 4)
    for engine in obtainable {
      let (name, version) = (engine["name"] ?? "", engine["version"] ?? "")
      #expect(
        script.contains("\(name) \(version)+") || script.contains("\(name)='\(version)'"), "\(name) \(version)")
    }
  }

  /// A folder with one engine, `prometheus` 9.9.9, that is a shell script.
  private static func engines(_ script: String) throws -> Scratch {
    let folder = try Scratch()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/prometheus-9.9.9", withIntermediateDirectories: true)
    let file = try folder.write("#!/bin/sh\n\(script)\n", to: "prometheus-9.9.9/prometheus")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    return folder
  }

  private static func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
