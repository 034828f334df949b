import TestSupport
import Testing

/// What people see when the command line is wrong: exit code 2 and a sentence that helps.
@Suite("Usage")
struct UsageTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var says: String
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let mistakes = [
    Mistake(arguments: [], says: "usage: meshscrape VERB"),
    Mistake(arguments: ["rum"], says: "unknown verb 'rum', did you mean 'run'?"),
    Mistake(arguments: ["run", "--fomat", "json"], says: "unknown option --fomat, did you mean --format?"),
    Mistake(arguments: ["run", "--format", "jsn"], says: "not 'jsn', did you mean json?"),
    Mistake(arguments: ["run", "--format"], says: "--format needs a value"),
    Mistake(arguments: ["run", "-j", "0"], says: "--jobs takes a whole number of at least 1, not '0'"),
    Mistake(arguments: ["run", "-j", "99999999999999999999"], says: "--jobs takes a whole number"),
    Mistake(arguments: ["run", "--shard", "3/2"], says: "--shard takes I/N"),
    Mistake(arguments: ["run", "--timeout", "soon"], says: "--timeout takes a duration such as 500ms"),
    Mistake(arguments: ["run", "--tags", "a and"], says: "ends where a tag should stand"),
    Mistake(arguments: ["run", "--tags", "(a", "Scenarios"], says: "a ')' is missing"),
    Mistake(arguments: ["run", "--filter", "no such scenario"], says: "scenarios under Scenarios is selected"),
    Mistake(arguments: ["run", "Scenarios/nowhere"], says: "Scenarios/nowhere"),
    Mistake(arguments: ["validate"], says: "takes at least one file or folder"),
    Mistake(arguments: ["plan"], says: "takes one scenario file"),
    Mistake(arguments: ["judge", "Sources"], says: "holds no kept run"),
    Mistake(arguments: ["schema", "x"], says: "takes no argument"),
    Mistake(
      arguments: ["mutate", "--behaviour", "merge.streems"],
      says:
        "no behaviour is called 'merge.streems', did you mean merge.streams; 'meshscrape behaviours' lists them"
    ),
    Mistake(arguments: ["behaviours", "Scenarios"], says: "takes paths with --markdown only"),
  ]

  @Test("A mistake", arguments: mistakes)
  func mistake(_ mistake: Mistake) throws {
    let run = try CommandLineRun(mistake.arguments)
    #expect(run.exitCode == 2)
    #expect(run.errors.contains(mistake.says), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test(
    "Help",
    arguments: [
      "run", "validate", "plan", "list", "schema", "up", "judge", "causes", "flavours", "worlds", "behaviours",
      "mutate",
    ])
  func help(_ verb: String) throws {
    let run = try CommandLineRun(["help", verb])
    #expect(run.exitCode == 0)
    #expect(run.output.hasPrefix("usage: meshscrape \(verb)"))
  }
}
