import Behaviours

extension Ledger {
  /// `docs/behaviours.md`, with the scenarios that claim each behaviour.
  public static func markdown(claimedBy scenarios: [Scenario]) -> String {
    let claims = claims(of: scenarios)
    var text = """
      # Behaviours

      What is modelled, behaviour by behaviour, with the releases in which it is so, where it can be read, and the
      scenarios that would notice if it were otherwise. `meshscrape mutate` makes one at a time wrong and checks that each
      of these scenarios fails. A few cannot be seen by scraping; tests hold them. This page is written by
      `meshscrape behaviours --markdown`.

      """
    for chapter in chapters {
      text += "\n## \(chapter.subject)\n\n"
      text += "| id | what | since | until | source | noticed by |\n|---|---|---|---|---|---|\n"
      for entry in chapter.entries {
        let row = entry.row
        let cells = [
          "`\(entry.id)`", row.summary, row.since ?? "", row.until ?? "", row.source,
          noticed(entry, claims[entry.id] ?? []),
        ]
        text += "| \(cells.map(escaped).joined(separator: " | ")) |\n"
      }
    }
    return text
  }

  /// The ledger for a terminal.
  public static var plain: String {
    let width = entries.map(\.id.count).max() ?? 0
    return entries.map { entry in
      let releases = [entry.row.since.map { "since \($0)" }, entry.row.until.map { "until \($0)" }]
        .compactMap { $0 }.joined(separator: ", ")
      return entry.id + String(repeating: " ", count: width - entry.id.count + 2) + entry.row.summary
        + (releases.isEmpty ? "" : " (\(releases))") + "\n"
    }.joined()
  }

  /// The files that claim a behaviour, by its id.
  public static func claims(of scenarios: [Scenario]) -> [String: [String]] {
    var claims: [String: [String]] = [:]
    for scenario in scenarios {
      for id in scenario.behaviours where claims[id]?.contains(scenario.path) != true {
        claims[id, default: []].append(scenario.path)
      }
    }
    return claims
  }

  private static func noticed(_ entry: Entry, _ paths: [String]) -> String {
    let names = paths.map { path in
      let parts = path.split(separator: "/").suffix(2).joined(separator: "/")
      return parts.hasSuffix(".yaml") ? String(parts.dropLast(5)) : parts
    }
    return (names + [entry.row.tests.map { "tests: \($0)" }].compactMap { $0 }).joined(separator: ", ")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
