import PrometheusModel
import Synchronization
import Wire

/// The header fields that a target's one request has kept from scrape to scrape.
///
/// Prometheus makes a target's request once. From 3.13 on its HTTP client adds fields to that request itself, no
/// longer to a copy: credentials stay those of the first scrape, though their file changes, and `http_headers` come once
/// more with every scrape.
///
/// Source: prometheus/common `config/http_config.go`, `cloneRequest`, 0.69 (`maps.Copy` with its arguments swapped);
/// prometheus/prometheus `scrape/scrape.go`, `targetScraper.scrape`, 3.14.0. Observed on a build of 3.5.3 with a later
/// prometheus/common, too.
final class RequestMemory: Sendable {
  private let kept = Mutex<HTTPHeaders>([:])

  /// A memory for a target of this version; nil where every request begins anew.
  init?(version: PrometheusVersion) {
    guard version >= PrometheusVersion(3, 13) else { return nil }
  }

  /// Lets fields be added to those that are kept, and gives them all.
  func adding(_ add: (inout HTTPHeaders) throws(ScrapeFailure) -> Void) throws(ScrapeFailure) -> HTTPHeaders {
    var headers = kept.withLock { $0 }
    try add(&headers)
    let all = headers
    kept.withLock { $0 = all }
    return headers
  }
}
