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
