public import Judging

/// How far a run is, for people who wait: one line that is drawn anew on a terminal, or a line a scenario.
public enum ProgressLine {
  /// The line for a terminal, drawn over the one before: a bar, the count, the newest scenario.
  ///
  /// A scenario that did not pass stays on a line of its own above it.
  public static func text(done: Int, of count: Int, newest: ScenarioVerdict, width: Int) -> String {
    let width = max(width, 20)
    var text = clear
    if newest.status != .passed {
      text += Columns.cut("\(newest.status.mark) \(newest.name)", to: width - 1) + "\n"
    }
    let filled = count > 0 ? barWidth * min(max(done, 0), count) / count : 0
    let bar = String(repeating: "━", count: filled) + String(repeating: "┄", count: barWidth - filled)
    return text + Columns.cut("\(bar) \(done)/\(count) \(newest.name)", to: width - 1)
  }

  /// The line where there is no terminal: `[12/34] ✓ Scenarios/story/05-….yaml 23 ms`.
  public static func plain(done: Int, of count: Int, newest: ScenarioVerdict) -> String {
    let duration = Wording.duration(seconds: newest.durationSeconds)
    return "[\(done)/\(count)] \(newest.status.mark) \(newest.name) \(duration)\n"
  }

  /// Takes the line away.
  public static let clear = "\r\u{1B}[2K"

  private static let barWidth = 20
}

extension ScenarioVerdict {
  /// The path, and the cell if the scenario has a matrix: `flavours/pods.yaml [mode=STRICT]`.
  var name: String { cell.map { "\(path) [\($0)]" } ?? path }
}
