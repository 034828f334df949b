import Scenarios

/// `meshscrape behaviours`: the ledger of what is modelled.
enum BehavioursVerb: Verb {
  static let name = "behaviours"
  static let usage = "[--markdown [PATH…]]"
  static let summary = "Lists the behaviours that are modelled, with the releases in which they are so."
  static let options = [Option("--markdown", "as docs/behaviours.md, with the scenarios that notice each")]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.has("--markdown") else {
      guard arguments.positional.isEmpty else { throw UsageError("takes paths with --markdown only") }
      terminal.print(Ledger.plain)
      return 0
    }
    terminal.print(Ledger.markdown(claimedBy: try Selection.scenarios(arguments)))
    return 0
  }
}
