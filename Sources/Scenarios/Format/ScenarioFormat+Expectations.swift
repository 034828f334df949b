extension ScenarioFormat {
  static let expectation = Shape.variants(
    [("arrives", arrives), ("missing", missing), ("target", target)], subject: "an expectation")

  private static let because = Key("because", .text(.sentence), "The code of the cause that must be found.")

  static let arrives = Record(
    name: "Arrives", subject: "an expectation that something arrives", about: "That Prometheus has series.",
    keys: [
      Key("arrives", .text(.selector), "Which series, as a PromQL selector.", required: true),
      Key("series", .integer(1...100_000_000), "Exactly how many; without it, at least one."),
      Key("value", .number, "The value that each of them has."),
    ])

  static let missing = Record(
    name: "Missing", subject: "an expectation that something is missing",
    about: "That Prometheus does not have series which some process exposes.",
    keys: [
      Key("missing", .text(.selector), "Which series, as a PromQL selector.", required: true), because,
      Key("exposed", .boolean, "false: nothing exposes them, so nothing has to prove it; true."),
    ])

  static let target = Record(
    name: "Target", subject: "an expectation on targets", about: "That targets of Prometheus are as described.",
    keys: [
      Key("target", .map(.anyScalar), "Which targets, by patterns of their labels.", required: true),
      Key("health", .word(Health.allCases.map(\.rawValue)), "Their health."),
      Key("url", .text(.sentence), "A pattern of their scrape URL."),
      Key("lastError", .text(.any), "A pattern of their last error."),
      Key("count", .integer(0...10_000_000), "Exactly how many; without it, at least one."), because,
      Key("dropped", .boolean, "Means targets that relabelling dropped, by labels of discovery; false."),
    ])
}
