import Contract
import Running

/// The engines that the command line names.
enum EngineChoice {
  static func scraper(_ text: String) throws -> ScraperEngine {
    guard let engine = try ScraperEngine(text) else {
      throw UsageError(
        "--scraper takes builtin, prometheus, prometheus@VERSION or victoriametrics, not '\(text)'")
    }
    return engine
  }
}
