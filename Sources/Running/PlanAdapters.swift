import Planning
import PrometheusModel
import Scenarios
import SourceText

extension Installation {
  /// The jobs that find their targets through the API server.
  var discoveringJobs: [String] {
    (configuration["scrape_configs"]?.sequence ?? []).compactMap { job in
      job["kubernetes_sd_configs"]?.sequence?.isEmpty == false ? job["job_name"]?.string : nil
    }
  }

  /// The jobs that ask for their targets again and again.
  var pollingJobs: [String] {
    let sources = ["consul_sd_configs", "file_sd_configs", "http_sd_configs"]
    return (configuration["scrape_configs"]?.sequence ?? []).compactMap { job in
      sources.contains { job[$0]?.sequence?.isEmpty == false } ? job["job_name"]?.string : nil
    }
  }
}

extension Installation {
  /// The names of all jobs.
  var jobs: [String] {
    (configuration["scrape_configs"]?.sequence ?? []).compactMap { $0["job_name"]?.string }
  }
}

extension Expectation {
  /// The series that the expectation is about.
  var selector: SeriesSelector? {
    switch kind {
    case .arrives(let arrives): arrives.selector
    case .missing(let missing): missing.selector
    case .target: nil
    }
  }

  /// Whether it expects the series to be missing.
  var isMissing: Bool {
    if case .missing = kind { true } else { false }
  }
}
