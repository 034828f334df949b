import SourceText

/// The arguments of a verb, taken apart.
struct Arguments: Sendable {
  /// What is no option, in order.
  private(set) var positional: [String] = []
  private var values: [String: String] = [:]

  /// Takes arguments apart: `--name value`, `--name=value`, `-n value`, `-n5`, `--` ends the options.
  init(_ arguments: ArraySlice<String>, options: [Option]) throws(UsageError) {
    var rest = arguments
    while let argument = rest.popFirst() {
      if argument == "--" {
        positional += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        positional.append(argument)
        continue
      }
      try take(argument, &rest, options)
    }
  }

  private mutating func take(
    _ argument: String, _ rest: inout ArraySlice<String>, _ options: [Option]
  ) throws(UsageError) {
    var name = argument
    var attached: String?
    if argument.hasPrefix("--") {
      if let equals = argument.firstIndex(of: "=") {
        name = String(argument[..<equals])
        attached = String(argument[argument.index(after: equals)...])
      }
    } else if argument.count > 2 {
      name = String(argument.prefix(2))
      attached = String(argument.dropFirst(2))
    }
    guard let option = options.first(where: { $0.long == name || $0.short == name }) else {
      let hint = nearest(name, among: options.map(\.long)).map { ", did you mean \($0)?" } ?? ""
      throw UsageError("unknown option \(name)\(hint)")
    }
    guard option.value != nil else {
      if attached != nil { throw UsageError("\(option.long) takes no value") }
      values[option.long] = ""
      return
    }
    guard let value = attached ?? rest.popFirst() else {
      throw UsageError("\(option.long) needs a value: \(option.long) \(option.value ?? "")")
    }
    values[option.long] = value
  }

  /// Whether a switch was given.
  func has(_ option: String) -> Bool { values[option] != nil }

  /// The value of an option.
  func value(_ option: String) -> String? { values[option] }

  /// The value of an option that is a number of at least `minimum`.
  func number(_ option: String, minimum: Int = 1) throws(UsageError) -> Int? {
    guard let text = values[option] else { return nil }
    guard let number = Int(text), number >= minimum, number <= 1_000_000_000 else {
      throw UsageError("\(option) takes a whole number of at least \(minimum), not '\(text)'")
    }
    return number
  }

  /// The value of an option that is one of an enumeration's.
  func choice<Choice: RawRepresentable & CaseIterable>(_ option: String, _: Choice.Type) throws(UsageError)
    -> Choice?
  where Choice.RawValue == String {
    guard let text = values[option] else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let all = Choice.allCases.map(\.rawValue)
    let hint = nearest(text, among: all).map { ", did you mean \($0)?" } ?? ""
    throw UsageError("\(option) takes \(all.joined(separator: ", ")), not '\(text)'\(hint)")
  }

  /// The value of an option that is a duration (`500ms`, `10s`, `2m`), in milliseconds.
  func duration(_ option: String) throws(UsageError) -> Int? {
    guard let text = values[option] else { return nil }
    let digits = text.prefix { $0.isNumber }
    let scale =
      switch text[digits.endIndex...] {
      case "ms": 1
      case "s", "": 1000
      case "m": 60_000
      default: 0
      }
    guard scale > 0, let number = Int(digits), number > 0, number <= 1_000_000 else {
      throw UsageError("\(option) takes a duration such as 500ms, 10s or 2m, not '\(text)'")
    }
    return number * scale
  }
}
