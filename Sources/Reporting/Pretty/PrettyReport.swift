import Judging

/// The report for people: what ran, folder by folder; then what went wrong; then the sum.
struct PrettyReport {
  private let style: ReportStyle
  private let palette: Palette

  init(style: ReportStyle) {
    self.style = style
    palette = Palette(isOn: style.hasColour)
  }

  func text(_ run: RunVerdict) -> String {
    var blocks = Folder.grouped(run.scenarios).map(folder)
    let failures = FailureText(palette: palette, width: style.width)
    blocks += run.scenarios.filter { $0.status == .failed || $0.status == .errored }.map(failures.scenario)
    blocks.append(summary(run))
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func folder(_ folder: Folder) -> String {
    let durations = folder.scenarios.map { Wording.duration(seconds: $0.durationSeconds) }
    let durationWidth = durations.map(Columns.count).max() ?? 0
    let room = style.width.map { max(8, $0 - durationWidth - 6) }
    let names = folder.names.map { name in room.map { Columns.cut(name, to: $0) } ?? name }
    let nameWidth = names.map(Columns.count).max() ?? 0
    var lines = [palette.bold(folder.path.isEmpty ? "." : folder.path)]
    for (index, scenario) in folder.scenarios.enumerated() {
      let mark = palette.coloured(scenario.status.mark, as: scenario.status)
      let gap = String(repeating: " ", count: durationWidth - Columns.count(durations[index]))
      let name = Columns.padded(names[index], to: nameWidth)
      lines.append("  \(mark) \(name)  \(palette.faint(gap + durations[index]))")
    }
    return lines.joined(separator: "\n")
  }

  private func summary(_ run: RunVerdict) -> String {
    let worst: Status =
      run.count(.errored) > 0
      ? .errored : run.count(.failed) > 0 ? .failed : run.count(.passed) > 0 ? .passed : .skipped
    let sum = palette.bold(palette.coloured(Wording.summary(run), as: worst))
    let fidelity = Wording.fidelity(run)
    guard !fidelity.isEmpty else { return sum }
    return ([sum] + Columns.wrapped(fidelity, to: style.width).map(palette.faint)).joined(separator: "\n")
  }
}

/// Neighbouring scenarios of one folder.
private struct Folder {
  var path: String
  var scenarios: [ScenarioVerdict]

  /// What each is called within the folder.
  var names: [String] {
    scenarios.map { scenario in
      let file = scenario.path.split(separator: "/").last.map(String.init) ?? scenario.path
      let stem = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
      return scenario.cell.map { "\(stem) [\($0)]" } ?? stem
    }
  }

  static func grouped(_ scenarios: [ScenarioVerdict]) -> [Folder] {
    var folders: [Folder] = []
    for scenario in scenarios {
      let path = scenario.path.lastIndex(of: "/").map { String(scenario.path[..<$0]) } ?? ""
      if folders.last?.path == path {
        folders[folders.count - 1].scenarios.append(scenario)
      } else {
        folders.append(Folder(path: path, scenarios: [scenario]))
      }
    }
    return folders
  }
}
