import PrometheusModel

/// `meshscrape flavours`: the ways of installing Prometheus.
enum FlavoursVerb: Verb {
  static let name = "flavours"
  static let usage = ""
  static let summary = "Lists the ways of installing Prometheus and what each honours."
  static let options: [Option] = []

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    guard arguments.positional.isEmpty else { throw UsageError("takes no argument") }
    let width = Flavour.all.map { $0.identifier.count }.max() ?? 0
    for flavour in Flavour.all {
      terminal.print(
        flavour.identifier + String(repeating: " ", count: width - flavour.identifier.count + 2)
          + (flavour.honoursPodAnnotations ? "annotations  " : "             ")
          + (flavour.acceptsMonitors ? "monitors  " : "          ") + flavour.title + "\n")
    }
    return 0
  }
}
