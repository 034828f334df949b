import Judging

/// `meshscrape causes`: the catalogue of cause codes.
enum CausesVerb: Verb {
  static let name = "causes"
  static let usage = "[--markdown]"
  static let summary = "Lists the causes that a missing series or a down target can have."
  static let options = [Option("--markdown", "as docs/causes.md")]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.isEmpty else { throw UsageError("takes no argument") }
    terminal.print(arguments.has("--markdown") ? CauseCatalogue.markdown : CauseCatalogue.plain)
    return 0
  }
}
