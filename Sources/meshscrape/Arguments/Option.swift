/// An option of a verb.
struct Option: Sendable {
  /// `--format`.
  let long: String
  /// `-j`.
  let short: String?
  /// What the value is called in the help, nil for a switch.
  let value: String?
  /// The help line.
  let help: String

  init(_ long: String, short: String? = nil, value: String? = nil, _ help: String) {
    self.long = long
    self.short = short
    self.value = value
    self.help = help
  }
}

/// Something wrong with the command line; exit code 2.
struct UsageError: Error, Sendable, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
