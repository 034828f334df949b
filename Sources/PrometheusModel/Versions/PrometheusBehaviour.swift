public import Behaviours

/// Something that Prometheus does or does not do, mostly depending on the release, and that decides on what arrives.
///
/// The raw value is the id under which the ledger, reports and mutants name the behaviour. What of PromQL, of the API and
/// of the words of errors changed from release to release is held against real engines instead.
public enum PrometheusBehaviour: String, Sendable, Hashable, CaseIterable {
  // Relabelling.
  case dotMatchesNewline = "relabel.dot-matches-newline"
  case relabelsToAnyName = "relabel.any-label-name"
  case relabelsByScheme = "relabel.names-by-scheme"
  case allowsAnyTemplate = "relabel.any-template"
  case expandsRemovedTarget = "relabel.expands-removed-target"

  // Discovery and targets.
  case endpointsCoverInitContainers = "discovery.init-containers-in-endpoints"
  case skipsSecondarySlices = "discovery.skips-secondary-slices"
  case skipsPodsOnUnknownNodes = "discovery.skips-pods-on-unknown-nodes"
  case matchesIngressWildcards = "discovery.ingress-wildcards"
  case lacksLaterLabels = "discovery.lacks-later-labels"
  case addsDefaultPort = "target.adds-default-port"
  case parametersOverrideDiscovery = "target.parameters-override-discovery"

  // Certificates.
  case scrapesWithoutCertificates = "target.scrapes-without-certificates"
  case readsCertificatesOnce = "target.reads-certificates-once"
  case readsLargeFrames = "target.reads-large-frames"

  // Bodies.
  case requiresContentType = "parse.requires-content-type"
  case endsEmptyOpenMetrics = "parse.empty-openmetrics-has-no-end"
  case quotesNames = "parse.quoted-names"
  case normalisesBounds = "parse.canonical-bounds"
  case takesAnyNames = "parse.any-names"
  case exemplarsEverywhere = "parse.exemplars-everywhere"

  // What is stored.
  case noticesRepeatedLines = "ingest.notices-repeated-lines"
  case refusesNamelessLabels = "ingest.refuses-nameless-labels"
  case passesOverHistograms = "ingest.passes-over-histograms"

  /// What the table says about the behaviour.
  var fact: Fact { Self.facts[self] ?? Fact(nil, nil, rawValue, "") }

  /// One row of the table.
  struct Fact: Sendable {
    /// The first release; nil for all that are modelled.
    var since: PrometheusVersion?
    /// The first release that no longer does it.
    var until: PrometheusVersion?
    var summary: String
    var source: String
    /// The tests that hold it where no scenario can.
    var tests: String?

    init(
      _ since: PrometheusVersion?, _ until: PrometheusVersion?, _ summary: String, _ source: String,
      tests: String? = nil
    ) {
      self.since = since
      self.until = until
      self.summary = summary
      self.source = source
      self.tests = tests
    }
  }

  /// Whether a release behaves in this way; mutations are not looked at.
  func holds(in version: PrometheusVersion) -> Bool {
    let fact = fact
    return fact.since.map { version >= $0 } ?? true && fact.until.map { version < $0 } ?? true
  }
}

extension PrometheusBehaviour: ModelledBehaviour {
  /// `Prometheus`.
  public static let subject = "Prometheus"

  /// What the ledger says of it.
  public var row: BehaviourRow {
    BehaviourRow(
      since: fact.since?.number, until: fact.until?.number, summary: fact.summary, source: fact.source,
      tests: fact.tests)
  }
}

extension PrometheusVersion {
  /// Whether the release behaves in this way, or, if the behaviour is mutated, whether it does not.
  public func exhibits(_ behaviour: PrometheusBehaviour) -> Bool {
    behaviour.holds(in: self) != (mutation == behaviour)
  }
}
