/// The built-in scraper: a Prometheus that reads a real prometheus.yml.
public struct ScraperConfiguration: Sendable, Codable, Equatable {
  /// Where its HTTP API listens (9090).
  public var listener: Listener
  /// Prometheus' version, `3.5.0`; decides version-keyed behaviour.
  public var version: String
  /// The path of prometheus.yml.
  public var configurationFile: String
  /// The address from which it dials: its own pod IP.
  public var sourceAddress: IPAddress
  /// When it scrapes.
  public var schedule: Schedule
  /// What `--enable-feature` names: `native-histograms`, `extra-scrape-metrics`.
  public var features: [String]
  /// A fault to play.
  public var fault: Fault?
  /// The real engine that plays the scraper; nil for the built-in one. The runner fills it in.
  public var engine: ScraperProgram?

  /// When targets are scraped.
  public enum Schedule: String, Sendable, Codable {
    /// A new target at once, and all of them on ``Command/scrape(id:)``: for verdicts.
    case onCommand
    /// As `scrape_interval` says, the first scrape at once: for `meshscrape up`.
    case interval
    /// As `scrape_interval` says, each target at its own offset within it, as Prometheus spreads its load.
    case spread
  }

  /// Configures a scraper.
  public init(
    listener: Listener, version: String, configurationFile: String, sourceAddress: IPAddress,
    schedule: Schedule = .onCommand, features: [String] = [], fault: Fault? = nil, engine: ScraperProgram? = nil
  ) {
    self.listener = listener
    self.version = version
    self.configurationFile = configurationFile
    self.sourceAddress = sourceAddress
    self.schedule = schedule
    self.features = features
    self.fault = fault
    self.engine = engine
  }
}

/// A real engine in the place of the built-in scraper.
public struct ScraperProgram: Sendable, Codable, Equatable {
  /// The name by which events and reports speak of it: `prometheus 3.5.3`.
  public var name: String
  /// The path of the program.
  public var program: String
  /// Its arguments.
  public var arguments: [String]
  /// The path of its log; nobody else writes to it.
  public var log: String

  /// Names a program and what it is started with.
  public init(name: String, program: String, arguments: [String], log: String) {
    self.name = name
    self.program = program
    self.arguments = arguments
    self.log = log
  }
}
