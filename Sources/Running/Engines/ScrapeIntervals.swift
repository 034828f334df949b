import SourceText

/// The intervals of a configuration that a real engine runs.
enum ScrapeIntervals {
  /// Every job scrapes once a second: a real engine has no command to scrape, and its verdict is the same.
  ///
  /// Nothing else changes, but that a timeout of more than the interval, which Prometheus refuses, becomes it.
  static func shortened(_ configuration: YAMLNode) -> YAMLNode {
    var configuration = configuration
    var global = configuration["global"] ?? .mapping([])
    global["scrape_interval"] = .string(interval)
    global["scrape_timeout"] = .string(interval)
    configuration["global"] = global
    if let jobs = configuration["scrape_configs"]?.sequence {
      configuration["scrape_configs"] = .sequence(jobs.map(shortened(job:)))
    }
    return configuration
  }

  /// The interval of every job.
  static let milliseconds = 1000

  private static let interval = "1s"

  private static func shortened(job: YAMLNode) -> YAMLNode {
    var job = job
    if job["scrape_interval"] != nil { job["scrape_interval"] = .string(interval) }
    // How often sources are asked changes no verdict, either.
    for source in ["consul_sd_configs", "file_sd_configs", "http_sd_configs"] {
      guard let entries = job[source]?.sequence else { continue }
      job[source] = .sequence(
        entries.map { entry in
          var entry = entry
          if entry.mapping != nil { entry["refresh_interval"] = .string(interval) }
          return entry
        })
    }
    if let timeout = job["scrape_timeout"]?.string, !timeout.hasSuffix("ms") {
      job["scrape_timeout"] = .string(interval)
    }
    return job
  }
}
