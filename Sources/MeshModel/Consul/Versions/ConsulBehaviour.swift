public import Behaviours

/// Something that Consul on Kubernetes does or does not do, depending on the release: the keys of one table.
///
/// The raw value is the id under which documentation, reports and mutants name the behaviour.
public enum ConsulBehaviour: String, Sendable, Hashable, CaseIterable, Codable {
  // Which pods are injected, and whether they start.
  case annotationBeforeDefault = "consul.injection.annotation-before-default"
  case skipsDeniedNamespaces = "consul.injection.skips-denied-namespaces"
  case refusesUnreadable = "consul.injection.refuses-unreadable"
  case needsService = "consul.injection.needs-service"
  case needsOneService = "consul.injection.needs-one-service"
  case needsAccountOfService = "consul.injection.needs-account-of-service"

  // What injection adds.
  case dataplane = "consul.injection.dataplane"
  case overwritesAnnotations = "consul.injection.overwrites-annotations"
  case severalDefaultPorts = "consul.injection.several-default-ports"
  case declaresScrapePort = "consul.injection.declares-scrape-port"
  case nativeSidecar = "consul.injection.native-sidecar"

  // Which inbound ports the proxy gets.
  case transparentByDefault = "consul.capture.by-default"
  case podBeforeNamespace = "consul.capture.pod-before-namespace"
  case excludesScrapePort = "consul.capture.excludes-scrape-port"
  case excludesAnnotatedPorts = "consul.capture.excludes-annotated-ports"

  // The listener for Prometheus.
  case alwaysMerges = "consul.listener.always-merges"
  case scrapePathAlways = "consul.listener.path-without-merging"
  case answersOnePath = "consul.listener.one-path"
  case servesTLS = "consul.listener.tls"
  case refusesTLSFlag = "consul.listener.tls-flag-unknown"

  // The server that merges.
  case asksServicePort = "consul.merge.service-port"
  case mergesOwnMetrics = "consul.merge.own-metrics"
  case refusesWithoutEnvoy = "consul.merge.refuses-without-envoy"
  case dropsRefusedBodies = "consul.merge.drops-refused-bodies"
  case tellsSuccess = "consul.merge.success-series"
  case failureBreaksAnswer = "consul.merge.failure-breaks-answer"
  case forwardsQuery = "consul.merge.forwards-query"
  case mergesOnEveryAddress = "consul.merge.every-address"

  // Who may connect.
  case takesTLSOnly = "consul.inbound.tls-only"
  case leadsToOnePort = "consul.inbound.one-port"
  case permissiveMutualTLS = "consul.inbound.permissive"
  case followsIntentions = "consul.inbound.intentions"
  case namedSourceFirst = "consul.inbound.named-source-first"
  case deniesByDefault = "consul.inbound.acls-deny"

  // The servers' own metrics.
  case agentsOverHTTPS = "consul.agent.https-annotations"
  case refusesAgentMetricsOverHTTPS = "consul.agent.refuses-https-only"

  /// What the table says about the behaviour.
  public var fact: ConsulBehaviourFact {
    ConsulBehaviourTable.facts[self]
      ?? ConsulBehaviourFact(summary: rawValue, source: "")
  }
}

/// One row of the table: since when, until when, and where it is written.
public struct ConsulBehaviourFact: Sendable, Hashable {
  /// The first release; nil for all that are modelled.
  public var since: ConsulVersion?
  /// Patches of earlier lines from which on they do it, too.
  public var backports: [ConsulVersion]
  /// The first release that no longer does it.
  public var until: ConsulVersion?
  /// What it is, in a sentence.
  public var summary: String
  /// Where it can be read: repository, path, symbol.
  public var source: String
  /// The tests that hold it where no scrape can tell.
  public var tests: String?

  /// Writes a row.
  public init(
    since: ConsulVersion? = nil, backports: [ConsulVersion] = [], until: ConsulVersion? = nil, summary: String,
    source: String, tests: String? = nil
  ) {
    self.since = since
    self.backports = backports
    self.until = until
    self.summary = summary
    self.source = source
    self.tests = tests
  }

  /// Whether a release is one of those.
  public func holds(in version: ConsulVersion) -> Bool {
    if let until, version.isAtLeast(until) { return false }
    guard let since else { return true }
    return version.isAtLeast(since)
      || backports.contains { $0.major == version.major && $0.minor == version.minor && version.isAtLeast($0) }
  }
}

extension ConsulBehaviour: ModelledBehaviour {
  /// `Consul on Kubernetes`.
  public static let subject = "Consul on Kubernetes"

  /// What the ledger says of it.
  public var row: BehaviourRow {
    let fact = fact
    let releases = (fact.backports + [fact.since].compactMap { $0 }).map(\.number)
    return BehaviourRow(
      since: releases.isEmpty ? nil : releases.joined(separator: ", "), until: fact.until?.number,
      summary: fact.summary, source: fact.source, tests: fact.tests)
  }
}
