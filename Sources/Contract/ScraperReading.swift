/// All that a scraper's API tells at one moment: its targets, and every series with its value.
public struct ScraperReading: Sendable, Codable, Equatable {
  /// The active targets, from `/api/v1/targets`.
  public var active: [Target]
  /// The dropped targets, from the same answer.
  public var dropped: [DroppedTarget]
  /// How many targets of each scrape pool were dropped; nil where the answer does not say.
  public var droppedCounts: [String: Int]?
  /// Every series that is not stale.
  public var series: [Series]
  /// Why it does not take its configuration, in its own words; nil if it does.
  public var refusal: String?

  /// Starts a reading with nothing read.
  public init(
    active: [Target] = [], dropped: [DroppedTarget] = [], droppedCounts: [String: Int]? = nil,
    series: [Series] = [], refusal: String? = nil
  ) {
    self.active = active
    self.dropped = dropped
    self.droppedCounts = droppedCounts
    self.series = series
    self.refusal = refusal
  }

  /// A target that is scraped, by the keys of `/api/v1/targets`.
  public struct Target: Sendable, Codable, Equatable {
    /// The job.
    public var scrapePool: String
    /// The labels as discovered.
    public var discoveredLabels: [String: String]
    /// The labels after relabelling.
    public var labels: [String: String]
    /// The URL that is scraped.
    public var scrapeURL: String
    /// The URL as others see it.
    public var globalURL: String?
    /// `up`, `down`, `unknown`.
    public var health: String
    /// Why it is down.
    public var lastError: String
    /// When the newest scrape began, as the scraper writes it.
    public var lastScrape: String
    /// The `Content-Type` of the newest answer; nil where nobody says.
    public var contentType: String?
    /// `1s`; nil where the answer does not say.
    public var scrapeInterval: String?
    /// `1s`; nil where the answer does not say.
    public var scrapeTimeout: String?

    /// Records a target.
    public init(
      scrapePool: String, discoveredLabels: [String: String] = [:], labels: [String: String],
      scrapeURL: String, globalURL: String? = nil, health: String = "up", lastError: String = "",
      lastScrape: String = "", scrapeInterval: String? = nil, scrapeTimeout: String? = nil
    ) {
      self.scrapePool = scrapePool
      self.discoveredLabels = discoveredLabels
      self.labels = labels
      self.scrapeURL = scrapeURL
      self.globalURL = globalURL
      self.health = health
      self.lastError = lastError
      self.lastScrape = lastScrape
      self.scrapeInterval = scrapeInterval
      self.scrapeTimeout = scrapeTimeout
    }
  }

  /// A target that relabelling dropped.
  public struct DroppedTarget: Sendable, Codable, Hashable {
    /// The job; nil where the answer does not say.
    public var scrapePool: String?
    /// The labels as discovered.
    public var discoveredLabels: [String: String]

    /// Records a dropped target.
    public init(scrapePool: String?, discoveredLabels: [String: String]) {
      self.scrapePool = scrapePool
      self.discoveredLabels = discoveredLabels
    }
  }

  /// A series with its newest value.
  public struct Series: Sendable, Codable, Equatable {
    /// The labels, `__name__` among them.
    public var labels: [String: String]
    /// The value as the API writes it; of a native histogram its count, sum and buckets.
    public var value: String
    /// Whether the value changed between two readings of one state, as that of a counter of scrapes does.
    public var isRestless: Bool

    /// Records a series.
    public init(labels: [String: String], value: String, isRestless: Bool = false) {
      self.labels = labels
      self.value = value
      self.isRestless = isRestless
    }
  }
}

/// What two scrapers told of the same running pods in one state of a scenario.
public struct ComparedState: Sendable, Codable, Equatable {
  /// The name of the step, nil for the scenario's first state.
  public var name: String?
  /// What the built-in scraper told.
  public var builtIn: ScraperReading
  /// What the real one told.
  public var real: ScraperReading

  /// The labels of targets whose job a reload has removed, in this state or before.
  public var removedTargets: Set<[String: String]>
  /// The labels as discovered of every target of an earlier state.
  public var earlierTargets: Set<[String: String]> = []

  /// Records a state.
  public init(
    name: String?, builtIn: ScraperReading, real: ScraperReading,
    removedTargets: Set<[String: String]> = []
  ) {
    self.name = name
    self.removedTargets = removedTargets
    self.builtIn = builtIn
    self.real = real
  }
}

/// A real engine that the built-in scraper is held against.
public struct ComparedEngine: Sendable, Codable, Hashable, CustomStringConvertible {
  /// `prometheus`, `victoria-metrics`.
  public var name: String
  /// `3.5.3`.
  public var version: String

  /// Names an engine.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }

  /// `prometheus 3.5.3`.
  public var description: String { "\(name) \(version)" }
}
