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

  static func proxy(_ text: String) throws -> ProxySoftware {
    guard let proxy = try ProxySoftware(text) else {
      throw UsageError("--proxy takes builtin, envoy or envoy@VERSION, not '\(text)'")
    }
    return proxy
  }
}
