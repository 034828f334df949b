/// Makes targets of what discovery has found.
///
/// Source: prometheus/prometheus scrape/target.go `PopulateLabels`, `PopulateDiscoveredLabels`, 2.53 and 3.5.
public enum TargetBuilder {
  /// What became of a discovered target.
  public enum Outcome: Hashable, Sendable {
    /// It is scraped.
    case kept(Target)
    /// A rule has dropped it; its labels before relabelling.
    case dropped(discoveredLabels: Labels)
    /// It cannot be scraped, and Prometheus lists it nowhere, but logs why.
    case invalid(reason: String)
  }

  /// Makes a target of its discovered labels.
  public static func target(
    from discovered: Labels, config: ScrapeConfig, version: PrometheusVersion
  ) -> Outcome {
    let before = discoveredLabels(discovered, config: config, version: version)
    let added = addedNames.filter { discovered[$0] == nil }
    guard var labels = Relabelling.apply(config.relabelRules, to: before, last: added) else {
      return .dropped(discoveredLabels: before)
    }
    do {
      let (interval, timeout) = try check(&labels, config: config, version: version)
      labels = labels.withoutMeta()
      if labels[LabelName.instance] == nil { labels[LabelName.instance] = labels[LabelName.address] }
      return .kept(
        Target(
          labels: labels, discovered: before, parameters: config.parameters, scrapeInterval: interval,
          scrapeTimeout: timeout))
    } catch {
      return .invalid(reason: error.reason)
    }
  }

  /// The labels that a job adds, in Prometheus' order.
  private static let addedNames = [
    LabelName.job, LabelName.scrapeInterval, LabelName.scrapeTimeout, LabelName.metricsPath, LabelName.scheme,
  ]

  /// The labels with those that the job adds where discovery has none, as the API shows them.
  public static func discoveredLabels(
    _ discovered: Labels, config: ScrapeConfig, version: PrometheusVersion
  ) -> Labels {
    var additions = [
      (name: LabelName.job, value: config.jobName),
      (name: LabelName.scrapeInterval, value: config.scrapeInterval.description),
      (name: LabelName.scrapeTimeout, value: config.scrapeTimeout.description),
      (name: LabelName.metricsPath, value: config.metricsPath),
      (name: LabelName.scheme, value: config.scheme),
    ]
    if version.labelsHistogramSettings {
      additions += histogramSettings(config).map { (name: $0, value: $1 ? "true" : "false") }
    }
    var labels = discovered.adding(missing: additions)
    for (name, values) in config.parameters {
      guard let first = values.first else { continue }
      if version.parametersOverrideDiscovery {
        labels[LabelName.parameterPrefix + name] = first
      } else if labels[LabelName.parameterPrefix + name] == nil {
        labels[LabelName.parameterPrefix + name] = first
      }
    }
    return labels
  }

  private static func histogramSettings(_ config: ScrapeConfig) -> [(String, Bool)] {
    [
      (convertsLabel, config.convertsClassicHistograms), (classicLabel, config.alwaysScrapesClassicHistograms),
      (nativeLabel, config.scrapesNativeHistograms),
    ]
  }

  private static let convertsLabel = "__convert_classic_histograms_to_nhcb__"
  private static let classicLabel = "__always_scrape_classic_histograms__"
  private static let nativeLabel = "__scrape_native_histograms__"

  // MARK: - Checks

  private struct Refusal: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }

  /// Checks the relabelled labels, in Prometheus' order, and adds a default port where the version does.
  private static func check(
    _ labels: inout Labels, config: ScrapeConfig, version: PrometheusVersion
  ) throws(Refusal) -> (interval: ScrapeDuration, timeout: ScrapeDuration) {
    guard var address = labels[LabelName.address] else { throw Refusal("no address") }
    if version.addsDefaultPort, HostPort.lacksPort(address) {
      switch labels[LabelName.scheme] ?? "" {
      case "http", "": address += ":80"
      case "https": address += ":443"
      default: throw Refusal("invalid scheme: \(Quoting.quoted(config.scheme))")
      }
      labels[LabelName.address] = address
    }
    if address.utf8.contains(UInt8(ascii: "/")) {
      throw Refusal("\(Quoting.quoted(address)) is not a valid hostname")
    }
    let intervalText = labels[LabelName.scrapeInterval] ?? ""
    let timeoutText = labels[LabelName.scrapeTimeout] ?? ""
    let interval = try duration(intervalText, "scrape interval")
    let timeout = try duration(timeoutText, "scrape timeout")
    if timeout > interval {
      let (larger, smaller) = (Quoting.quoted(timeoutText), Quoting.quoted(intervalText))
      throw Refusal("scrape timeout cannot be greater than scrape interval (\(larger) > \(smaller))")
    }
    if version.labelsHistogramSettings { try checkHistogramSettings(labels) }
    return (interval, timeout)
  }

  private static func duration(_ text: String, _ name: String) throws(Refusal) -> ScrapeDuration {
    let duration: ScrapeDuration
    do {
      duration = try ScrapeDuration(parsing: text)
    } catch {
      throw Refusal("error parsing \(name): \(error.message)")
    }
    if duration == .zero { throw Refusal("\(name) cannot be 0") }
    return duration
  }

  /// Source: golang/go src/strconv/atob.go `ParseBool`, 1.24.
  private static func checkHistogramSettings(_ labels: Labels) throws(Refusal) {
    let booleans: Set = ["1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False"]
    let settings = [
      (convertsLabel, "convert classic histograms to nhcb"), (classicLabel, "always scrape classic histograms"),
      (nativeLabel, "scrape native histograms"),
    ]
    for (name, meaning) in settings {
      guard let value = labels[name], !booleans.contains(value) else { continue }
      let quoted = Quoting.quoted(value)
      throw Refusal("error parsing \(meaning): strconv.ParseBool: parsing \(quoted): invalid syntax")
    }
  }
}
