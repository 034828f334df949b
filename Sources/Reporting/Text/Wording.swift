import Judging

/// Figures in words for people.
enum Wording {
  /// `1 scenario`, `3 scenarios`.
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `18 ms`, `1.24 s`, `2 min 3 s`.
  static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "? s" }
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 59.995 {
      let hundredths = Int((seconds * 100).rounded())
      return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) s"
    }
    guard seconds < 1e9 else { return "? s" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// `34 scenarios: 32 passed, 1 failed, 1 errored in 1.24 s`; what there is none of goes without saying.
  static func summary(_ run: RunVerdict) -> String {
    let parts = [Status.passed, .failed, .errored, .skipped].compactMap { status in
      let number = run.count(status)
      return number == 0 ? nil : "\(number) \(status.rawValue)"
    }
    let total = count(run.scenarios.count, "scenario")
    let outcome = parts.isEmpty ? total : "\(total): \(parts.joined(separator: ", "))"
    return "\(outcome) in \(duration(seconds: run.durationSeconds))"
  }

  /// The fidelity label of a run: which parts were built in and which real.
  static func fidelity(_ run: RunVerdict) -> String {
    let scrapers = distinct(run.scenarios.map(\.engines.scraper))
    let proxies = distinct(run.scenarios.compactMap(\.engines.proxy))
    let parts = [("scraper", scrapers), ("proxy", proxies)].compactMap { part, names in
      names.isEmpty ? nil : "\(part): \(names.joined(separator: "; "))"
    }
    return parts.joined(separator: " · ")
  }

  private static func distinct(_ names: [String]) -> [String] {
    let sorted = Set(names.filter { !$0.isEmpty }).sorted()
    return sorted.count <= 4 ? sorted : sorted.prefix(3) + ["and \(sorted.count - 3) more"]
  }
}
