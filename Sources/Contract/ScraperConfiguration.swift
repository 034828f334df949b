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
    schedule: Schedule = .onCommand, features: [String] = [], fault: Fault? = nil
  ) {
    self.listener = listener
    self.version = version
    self.configurationFile = configurationFile
    self.sourceAddress = sourceAddress
    self.schedule = schedule
    self.features = features
    self.fault = fault
  }
}
