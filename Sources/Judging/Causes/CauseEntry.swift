/// What the catalogue says of one cause.
public struct CauseEntry: Sendable {
  /// The cause.
  public var code: CauseCode
  /// What it means.
  public var meaning: String
  /// What Judging sees when it finds it.
  public var evidence: String
  /// What remedies it, nil where that depends on the case.
  public var remedy: String?

  init(_ code: CauseCode, _ meaning: String, evidence: String, remedy: String? = nil) {
    self.code = code
    self.meaning = meaning
    self.evidence = evidence
    self.remedy = remedy
  }
}

/// All causes, in the order of the hops.
public enum CauseCatalogue {
  /// One entry a code.
  public static let all: [CauseEntry] = discovery + monitors + connections + exchanges + merging + bodies

  /// The entry of a code.
  public static func entry(_ code: CauseCode) -> CauseEntry? { all.first { $0.code == code } }

  /// `docs/causes.md`.
  public static var markdown: String {
    var text = """
      # Causes

      Why a series is missing, or a target down. `because:` in a scenario takes these codes. Codes are stable: none
      is renamed, none used again for something else. This page is written by `meshscrape causes --markdown`.

      """
    var hop: Substring = ""
    for entry in all {
      if entry.code.hop != hop {
        hop = entry.code.hop
        text += "\n## \(hop)\n\n| code | meaning | evidence | remedy |\n|---|---|---|---|\n"
      }
      let cells = [entry.meaning, entry.evidence, entry.remedy ?? ""].map(escaped)
      text += "| `\(entry.code.rawValue)` | \(cells.joined(separator: " | ")) |\n"
    }
    return text
  }

  /// The catalogue for a terminal.
  public static var plain: String {
    let width = all.map { $0.code.rawValue.count }.max() ?? 0
    return all.map { entry in
      let code = entry.code.rawValue
      return code + String(repeating: " ", count: width - code.count + 2) + entry.meaning + "\n"
    }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
