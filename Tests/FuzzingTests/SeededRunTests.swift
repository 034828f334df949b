import TestSupport
import Testing

@testable import Fuzzing

/// A short run of every subject, always the same: none crashes, hangs, takes too much or breaks its rules.
///
/// Each is a process of its own, so that a crash is a finding with a name; `make fuzz` looks further.
@Suite struct SeededRunTests {
  @Test(arguments: Subject.all.map(\.name)) func survives(_ subject: String) throws {
    let inputs = ["scenario": 200, "configuration": 1000, "relabelling": 2000][subject] ?? 4000
    let run = try CommandLineRun(
      ["run", subject, "--inputs", String(inputs)], program: Repository.built("Fuzzing"))
    #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
    #expect(run.output.contains("\(inputs) inputs"))
  }
}
