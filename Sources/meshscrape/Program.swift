import Contract
import Glibc
import Running
import SourceText

/// The command line: finds the verb, runs it, and turns what goes wrong into an exit code.
enum Program {
  static let verbs: [any Verb.Type] = [
    RunVerb.self, ValidateVerb.self, PlanVerb.self, UpVerb.self, ListVerb.self, SchemaVerb.self,
    FlavoursVerb.self, CausesVerb.self, BehavioursVerb.self, JudgeVerb.self, CompareVerb.self, MutateVerb.self,
    WorldsVerb.self, EnginesVerb.self,
  ]

  /// Exit codes, as the design fixes them.
  enum ExitCode {
    static let inputIsWrong: Int32 = 2
    static let harnessFailed: Int32 = 3
    static let interrupted: Int32 = 130
  }

  static func main(_ arguments: [String]) -> Never {
    exit(run(arguments.dropFirst(), Terminal()))
  }

  private static func run(_ arguments: ArraySlice<String>, _ terminal: Terminal) -> Int32 {
    var rest = arguments
    guard let name = rest.popFirst() else {
      terminal.complain(help)
      return ExitCode.inputIsWrong
    }
    if name == "help" || name == "--help" || name == "-h" {
      if let verb = rest.first.flatMap(verb(named:)) {
        terminal.print(verb.help)
      } else {
        terminal.print(help)
      }
      return 0
    }
    guard let verb = verb(named: name) else {
      let hint = nearest(name, among: verbs.map { $0.name }).map { ", did you mean '\($0)'?" } ?? ""
      terminal.complain("meshscrape: unknown verb '\(name)'\(hint)\n\n\(help)")
      return ExitCode.inputIsWrong
    }
    if rest.contains("--help") || rest.contains("-h") {
      terminal.print(verb.help)
      return 0
    }
    return run(verb, rest, terminal)
  }

  private static func run(_ verb: any Verb.Type, _ rest: ArraySlice<String>, _ terminal: Terminal) -> Int32 {
    do {
      return try verb.run(try Arguments(rest, options: verb.options), terminal)
    } catch let error as UsageError {
      terminal.complain("meshscrape \(verb.name): \(error)\nusage: meshscrape \(verb.name) \(verb.usage)\n")
      return ExitCode.inputIsWrong
    } catch let diagnostics as Diagnostics {
      terminal.complain(DiagnosticText.render(diagnostics, colour: terminal.hasColour))
      return ExitCode.inputIsWrong
    } catch let failure as HarnessFailure {
      if failure == .interrupted { return ExitCode.interrupted }
      terminal.complain("meshscrape \(verb.name): \(failure)\n")
      return ExitCode.harnessFailed
    } catch {
      terminal.complain("meshscrape \(verb.name): \(error)\n")
      return ExitCode.harnessFailed
    }
  }

  private static func verb(named name: String) -> (any Verb.Type)? { verbs.first { $0.name == name } }

  private static var help: String {
    var text = """
      meshscrape: do my metrics reach Prometheus when my pods sit in a service mesh?

      usage: meshscrape VERB …

      """
    let width = verbs.map { $0.name.count }.max() ?? 0
    text += "\n"
    for verb in verbs {
      text += "  \(verb.name)\(String(repeating: " ", count: width - verb.name.count + 2))\(verb.summary)\n"
    }
    return text + """

      'meshscrape help VERB' tells of its options.
      exit codes: 0 all expectations hold, 1 some do not, 2 the input is wrong, 3 the harness could not do its
      work, 130 interrupted

      """
  }
}
