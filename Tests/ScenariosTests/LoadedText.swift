import Scenarios
import SourceText

/// A scenario with what a test does not care for filled in.
enum LoadedText {
  static func scenarios(_ text: String) throws -> [Scenario] {
    try ScenarioLoader.load(SourceFile(path: "s.yaml", text: filled(text)))
  }

  static func scenario(_ text: String) throws -> Scenario {
    let all = try scenarios(text)
    return try all.count == 1 ? all[0] : { throw Diagnostic("\(all.count) scenarios", at: nil) }()
  }

  /// The messages with line and column, the lines counted as in `text`.
  static func errors(_ text: String) -> [String] {
    do {
      _ = try scenarios(text)
      return []
    } catch {
      return ((error as? Diagnostics)?.all ?? []).map { $0.description.replacing("s.yaml:", with: "") }
    }
  }

  /// Keys that are missing are appended, so that lines stay what they are.
  private static func filled(_ text: String) -> String {
    let defaults = [
      ("title", "title: A test"), ("prometheus", "prometheus: {flavour: plain}"),
      ("expect", "expect: [{arrives: up}]"),
    ]
    let missing = defaults.filter { key, _ in !"\n\(text)".contains("\n\(key):") }.map(\.1)
    return text + "\n" + missing.joined(separator: "\n") + "\n"
  }
}
