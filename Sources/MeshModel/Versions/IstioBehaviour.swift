/// Something that Istio does or does not do, depending on the release: the keys of one table.
///
/// The raw value is the id under which documentation, reports and mutants name the behaviour.
public enum IstioBehaviour: String, Sendable, Hashable, CaseIterable, Codable {
  // Which pods are injected.
  case revisionSelectors = "injection.revision-selectors"
  case injectLabelPreferred = "injection.label-preferred"
  case strictInjectValues = "injection.strict-values"

  // What injection adds.
  case tlsModeLabel = "injection.tls-mode-label"
  case canonicalLabels = "injection.canonical-labels"
  case revisionAnnotation = "injection.revision-annotation"
  case revisionLabel = "injection.revision-label"
  case nativeSidecars = "injection.native-sidecars"

  // What injection does to annotations.
  case mergesMetrics = "injection.merge-metrics"
  case mergesByDefault = "injection.merge-by-default"
  case scrapeFalseRespected = "injection.scrape-false-respected"
  case annotationVariants = "injection.annotation-variants"
  case statusPortKept = "injection.status-port-kept"
  case scrapeTargets = "injection.scrape-targets"
  case reservedPortsRejected = "injection.reserved-ports-rejected"
  case securePortAnnotation = "injection.secure-port-annotation"

  // Which inbound ports the proxy gets.
  case capturesAllPorts = "capture.all-ports"
  case excludesStatisticsPort = "capture.excludes-15090"
  case excludesHealthPort = "capture.excludes-15021"
  case excludesTunnelPort = "capture.excludes-15008"
  case excludesSSH = "capture.excludes-22"

  // What the proxy does with them.
  case sniffsInbound = "inbound.sniffing"
  case passthroughHasPolicy = "inbound.passthrough-policy"
  case passthroughHasPortPolicy = "inbound.passthrough-port-policy"
  case dialsPodIP = "inbound.pod-ip"
  case readsAppProtocol = "inbound.app-protocol"
  case readsKubernetesAppProtocols = "inbound.kubernetes-app-protocols"
  case customDeniesMatches = "policy.custom-denies-matches"
  case compressesStatistics = "statistics.compresses"

  // What the agent merges.
  case agentMetrics = "merge.agent-metrics"
  case survivesFailures = "merge.survives-failures"
  case applicationLast = "merge.application-last"
  case setsContentType = "merge.content-type"
  case defaultContentType = "merge.default-content-type"
  case openMetricsVersions = "merge.open-metrics-versions"
  case squashesBlankLines = "merge.squashes-blank-lines"
  case metricsPath = "merge.metrics-path"
  case refusesRecursion = "merge.refuses-recursion"
  case agentRespectsScrapeFalse = "merge.scrape-false"
  case streams = "merge.streams"
  case localhostOnly = "merge.localhost-only"
  case forwardsQuery = "merge.forwards-query"
  case compresses = "merge.compresses"
  case filtersAccept = "merge.filters-accept"
  case envoyCanBeLeftOut = "merge.envoy-optional"
  case mergesSeveralTargets = "merge.several-targets"
  case withoutEnvoy = "merge.no-envoy"

  /// Whether a release behaves in this way; mutations are not looked at.
  public func holds(in version: IstioVersion) -> Bool {
    guard let fact = BehaviourTable.facts[self] else { return false }
    return fact.holds(in: version)
  }

  /// What the table says about the behaviour.
  public var fact: BehaviourFact {
    BehaviourTable.facts[self] ?? BehaviourFact(since: IstioVersion(0, 0), summary: rawValue, source: "")
  }
}

/// One row of the table: since when, until when, and where it is written.
public struct BehaviourFact: Sendable, Hashable {
  /// The first release.
  public var since: IstioVersion
  /// The first release that no longer does it.
  public var until: IstioVersion?
  /// What it is, in a sentence.
  public var summary: String
  /// Where it can be read: repository, path, symbol.
  public var source: String

  /// Writes a row.
  public init(since: IstioVersion, until: IstioVersion? = nil, summary: String, source: String) {
    self.since = since
    self.until = until
    self.summary = summary
    self.source = source
  }

  /// Whether a release lies between the two.
  public func holds(in version: IstioVersion) -> Bool {
    guard version.isAtLeast(since.major, since.minor, since.patch ?? 0) else { return false }
    guard let until else { return true }
    return !version.isAtLeast(until.major, until.minor, until.patch ?? 0)
  }
}
