/// What was seen while one state of a scenario ran: read over HTTP from the scraper and from the processes
/// themselves. With the plan, all that a verdict is made of.
public struct Observation: Sendable, Codable, Equatable {
  /// The name of the step, nil for the scenario's first state.
  public var state: String?
  /// The active targets, from `/api/v1/targets`.
  public var activeTargets: [ObservedTarget]
  /// The dropped targets, from the same answer.
  public var droppedTargets: [ObservedTarget]
  /// The answer to each series query that the expectations ask for, by query text.
  public var queries: [String: [ObservedSeries]]
  /// The names of all series that the scraper stores.
  public var storedNames: [String]
  /// What the processes of the pods really serve, asked directly on the pod's own loopback.
  public var exposures: [ObservedExposure]
  /// The events of this state, in order of time.
  public var events: [EventRecord]

  /// Starts an observation with nothing seen.
  public init(state: String?) {
    self.state = state
    activeTargets = []
    droppedTargets = []
    queries = [:]
    storedNames = []
    exposures = []
    events = []
  }
}

/// A target as the scraper's API tells of it.
public struct ObservedTarget: Sendable, Codable, Equatable {
  /// The job.
  public var scrapePool: String
  /// The labels as discovered.
  public var discoveredLabels: [String: String]
  /// The labels after relabelling; empty for a dropped target.
  public var labels: [String: String]
  /// The URL; empty for a dropped target.
  public var scrapeURL: String
  /// `up`, `down`, `unknown`; empty for a dropped target.
  public var health: String
  /// Why it is down.
  public var lastError: String

  /// Records a target.
  public init(
    scrapePool: String, discoveredLabels: [String: String], labels: [String: String] = [:],
    scrapeURL: String = "",
    health: String = "", lastError: String = ""
  ) {
    self.scrapePool = scrapePool
    self.discoveredLabels = discoveredLabels
    self.labels = labels
    self.scrapeURL = scrapeURL
    self.health = health
    self.lastError = lastError
  }
}

/// A series with its current value.
public struct ObservedSeries: Sendable, Codable, Equatable {
  /// The labels, `__name__` among them.
  public var labels: [String: String]
  /// The value, nil where it is a native histogram.
  public var value: Double?

  /// Records a series.
  public init(labels: [String: String], value: Double?) {
    self.labels = labels
    self.value = value
  }

  enum CodingKeys: String, CodingKey { case labels, value }

  // JSON has no NaN and no infinities; Prometheus writes them as text, and so do we.
  /// Decodes the value from its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    labels = try container.decode([String: String].self, forKey: .labels)
    value = try container.decodeIfPresent(String.self, forKey: .value).flatMap { Double($0) }
  }

  /// Encodes the value as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(labels, forKey: .labels)
    try container.encodeIfPresent(value.map { "\($0)" }, forKey: .value)
  }
}

/// What one process of a pod serves when asked directly.
public struct ObservedExposure: Sendable, Codable, Equatable {
  /// Which process of the pod serves it.
  public enum Source: String, Sendable, Codable {
    /// An application container.
    case application
    /// The sidecar proxy's statistics.
    case proxy
    /// The agent's merged metrics.
    case agent
  }

  /// The pod.
  public var pod: PodReference
  /// The container, for an application.
  public var container: String?
  /// Which process serves it.
  public var source: Source
  /// The port in the pod.
  public var port: UInt16
  /// The path.
  public var path: String
  /// The HTTP status, nil if there was no answer.
  public var status: Int?
  /// The series of the answer, as far as it is an exposition.
  public var series: [ObservedSeries]
  /// Why there are no series, or not all.
  public var error: String?

  /// Records an exposure.
  public init(
    pod: PodReference, container: String?, source: Source, port: UInt16, path: String, status: Int?,
    series: [ObservedSeries], error: String?
  ) {
    self.pod = pod
    self.container = container
    self.source = source
    self.port = port
    self.path = path
    self.status = status
    self.series = series
    self.error = error
  }
}

/// Why the harness could not tell: a process that failed, a deadline that passed.
public struct HarnessFailure: Error, Sendable, Codable, Equatable, CustomStringConvertible {
  /// The process at fault as far as known: `proxy shop/cart-0`.
  public var process: String?
  /// What happened, and what was waited for.
  public var message: String

  /// Records a failure.
  public init(process: String? = nil, message: String) {
    self.process = process
    self.message = message
  }

  /// The process, if known, and what happened.
  public var description: String { process.map { "\($0): \(message)" } ?? message }
}
