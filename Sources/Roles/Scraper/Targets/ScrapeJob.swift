import Exposition
import PrometheusModel
import Wire

/// A job as far as scraping goes: what its targets have in common. Made of a scrape configuration.
struct ScrapeJob: Sendable {
  /// `job_name`.
  var name: String
  /// What happens to samples; the target's labels are filled in a target.
  var rules: IngestionRules
  /// How targets are spoken to.
  var client: TargetClient
  /// The fields of every request.
  var headers: HTTPHeaders
  /// `body_size_limit` in bytes; 0 is no limit.
  var bodySizeLimit = 0
  /// `target_limit`; 0 is no limit.
  var targetLimit = 0
  /// `keep_dropped_targets`; 0 is no limit.
  var keptDroppedTargets = 0
  /// Whether two configurations are the same to a scrape.
  var fingerprint: JobFingerprint
}

/// A job that all its targets refer to.
final class SharedJob: Sendable {
  let job: ScrapeJob

  init(_ job: ScrapeJob) { self.job = job }
}

/// What discovery and relabelling make of one discovered target.
enum TargetOutcome: Sendable {
  /// It is scraped.
  case kept(AssembledTarget)
  /// Relabelling drops it.
  case dropped(discovered: Labels)
  /// It cannot be scraped; Prometheus logs the reason and forgets it.
  case invalid(reason: String)
}

/// A target ready to be scraped.
struct AssembledTarget: Sendable {
  /// The labels before relabelling.
  var discovered: Labels
  /// The labels after relabelling, without `__meta_…`.
  var labels: Labels
  /// The URL with its parameters.
  var url: String
  /// How often it is scraped, in milliseconds.
  var intervalMilliseconds: Int64 = 60_000
  /// How long a scrape may take, in milliseconds.
  var timeoutMilliseconds: Int64 = 10_000

  /// What makes two targets the same: Prometheus scrapes only one of them.
  ///
  /// Source: prometheus/prometheus `scrape/target.go`, `Target.hash`, 3.5.0.
  struct Identity: Hashable, Sendable {
    var labels: Labels
    var url: String

    /// The URL says most: few targets of a job share one, and labels are long.
    func hash(into hasher: inout Hasher) { hasher.combine(url) }
  }

  /// What makes two targets the same.
  var identity: Identity { Identity(labels: labels, url: url) }
}
