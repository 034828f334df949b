import PrometheusModel

/// One entry of `scrape_configs`, taken apart for those who use it.
struct ConfiguredJob: Sendable {
  /// How its targets are scraped.
  var scraping: ScrapeJob
  /// Where its targets come from.
  var providers: [ProviderDescription]
  /// Relabels a discovered target.
  var assemble: @Sendable (Labels) -> TargetOutcome
}

/// A configuration that the scraper can work by.
struct ScraperSettings: Sendable {
  /// The jobs.
  var jobs: [ConfiguredJob]
  /// The jobs for which no pool could be made, and why; Prometheus goes on without them.
  var failures: [String] = []
  /// The configuration as YAML, for `/api/v1/status/config`.
  var text: String
}
