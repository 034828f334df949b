import Scenarios

/// `meshscrape schema`: the JSON Schema of scenario files.
enum SchemaVerb: Verb {
  static let name = "schema"
  static let usage = ""
  static let summary = "Prints the JSON Schema of scenario files, for editors."
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.isEmpty else { throw UsageError("takes no argument") }
    terminal.print(ScenarioSchema.json)
    return 0
  }
}
