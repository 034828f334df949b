import Reporting
import Running

/// `meshscrape engines`: what can play a part, built in or real.
enum EnginesVerb: Verb {
  static let name = "engines"
  static let usage = "[--format text|json]"
  static let summary = "Lists the engines that are there, and those that 'make engines' would bring."
  static let options = [Option("--format", value: "FORMAT", "text or json; default: text")]

  private enum Format: String, CaseIterable {
    case text
    case json
  }

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.isEmpty else { throw UsageError("takes no argument") }
    let format = try arguments.choice("--format", Format.self) ?? .text
    let list = EngineList(
      folder: EngineCatalogue.folder,
      there: EngineCatalogue.all().map { .init(name: $0.name, version: $0.version, path: $0.path) },
      obtainable: ObtainableEngine.all.map { .init(name: $0.name, version: $0.version, origin: $0.origin) })
    terminal.print(format == .json ? list.json : list.text)
    return 0
  }
}
