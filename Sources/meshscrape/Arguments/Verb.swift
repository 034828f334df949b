/// One verb of the command line: what it is called, what it takes, what it does.
protocol Verb: Sendable {
  /// `run`.
  static var name: String { get }
  /// The rest of the usage line: `[PATH…]`.
  static var usage: String { get }
  /// One line for the list of verbs.
  static var summary: String { get }
  /// The options it takes, besides `--help`.
  static var options: [Option] { get }
  /// Does it.
  /// - Returns: the exit code.
  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32
}

extension Verb {
  /// The help of the verb.
  static var help: String {
    var text = "usage: meshscrape \(name) \(usage)\n\n\(summary)\n"
    if !options.isEmpty {
      text += "\noptions:\n"
      let rows = options.map { option in
        let short = option.short.map { "\($0), " } ?? "    "
        return (short + option.long + (option.value.map { " \($0)" } ?? ""), option.help)
      }
      let width = rows.map(\.0.count).max() ?? 0
      for (left, right) in rows {
        text += "  " + left + String(repeating: " ", count: width - left.count + 2) + right + "\n"
      }
    }
    return text
  }
}
