import CSystem
import Foundation
import Running
import TestSupport
import Testing

/// Whatever happens to the runner, nothing is left.
@Suite("Tear-down", .serialized)
struct TearDownTests {
  private static let scenario = Repository.path("Scenarios/story")

  /// The role processes whose runner was started with a mark in its environment.
  private func processes(marked mark: String) -> [Int32] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap(Int32.init).filter { pid in
      guard let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ") else { return false }
      return String(decoding: environment, as: UTF8.self).contains(mark)
    }
  }

  private func start(_ arguments: [String], mark: String) throws -> (Process, Pipe) {
    let process = Process()
    process.executableURL = URL(filePath: Repository.executable)
    process.arguments = arguments
    process.currentDirectoryURL = Repository.root
    process.environment = ProcessInfo.processInfo.environment.merging(["MESHSCRAPE_MARK": mark]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }

  /// Waits for processes to be gone through their pidfds' equivalent: the read end of a pipe that they inherit.
  @Test("SIGKILL or SIGINT of the runner leaves no process", arguments: [SIGKILL, SIGINT, SIGTERM])
  func killed(_ signal: Int32) throws {
    let mark = "mark-\(UUID().uuidString)"
    let story = try FileManager.default.contentsOfDirectory(atPath: Self.scenario).filter {
      $0.hasSuffix(".yaml")
    }
    .sorted()
    let (process, output) = try start(["up", "\(Self.scenario)/\(try #require(story.last))"], mark: mark)
    // The guide is printed when everything runs.
    let guide = output.fileHandleForReading.availableData
    #expect(!guide.isEmpty)
    #expect(processes(marked: mark).count >= 4)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    // The roles inherit standard output: its end of file is the end of the last of them.
    _ = output.fileHandleForReading.readDataToEndOfFile()
    let left = processes(marked: mark).filter { pid in
      let status = FileManager.default.contents(atPath: "/proc/\(pid)/status") ?? Data()
      return !String(decoding: status, as: UTF8.self).contains("State:\tZ")
    }
    #expect(left.isEmpty)
    if signal != SIGKILL { #expect(process.terminationStatus == 130) }
  }

  /// Programs that are not ours, as options of `up`, with the name of the program.
  private static let engines: [(options: [String], program: String)] = {
    if ProcessInfo.processInfo.environment["MESHSCRAPE_ENGINES"] == nil {
      setenv("MESHSCRAPE_ENGINES", Repository.path(".engines"), 0)
    }
    return [
      (["--scraper", "prometheus"], "prometheus"), (["--scraper", "victoriametrics"], "victoria-metrics"),
      (["--proxy", "envoy"], "envoy"),
    ].filter { (try? EngineCatalogue.engine($0.1, version: nil)) != nil }
  }()

  @Test(
    "A real engine does not outlive a runner that is killed",
    .enabled(if: !engines.isEmpty, "'make engines' brings real engines; none is there"), arguments: engines)
  func engineOfKilled(options: [String], program: String) throws {
    let mark = "mark-\(UUID().uuidString)"
    let scenario = "\(Self.scenario)/05-strict-resets-the-direct-scrape.yaml"
    let (process, output) = try start(["up", scenario] + options, mark: mark)
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    let programs = processes(marked: mark).filter { pid in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe"))?.hasSuffix(program)
        == true
    }
    #expect(!programs.isEmpty)
    let endings = try programs.map { try ProcessEnding(of: $0) }
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    for ending in endings { #expect(ending.comes(withinSeconds: 60)) }
    #expect(processes(marked: mark).isEmpty)
  }

  @Test("Two runs at once do not collide")
  func together() async throws {
    let runs = try await withThrowingTaskGroup(of: CommandLineRun.self) { group in
      for _ in 0..<2 {
        group.addTask { try CommandLineRun(["run", "-j", "2", "Scenarios/story"]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for run in runs { #expect(run.exitCode == 0, "\(run.output)\(run.errors)") }
  }
}

/// The end of a process that need not be a child: an event, by its pidfd.
private final class ProcessEnding {
  private let descriptor: Int32

  init(of pid: Int32) throws {
    descriptor = ms_process_descriptor(pid)
    try #require(descriptor >= 0, "no process \(pid)")
  }

  deinit { close(descriptor) }

  /// Waits for the end.
  func comes(withinSeconds seconds: Int32) -> Bool { ms_wait_readable(descriptor, seconds * 1000) == 1 }
}
