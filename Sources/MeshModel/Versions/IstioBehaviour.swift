public import Behaviours

/// Something that Istio does or does not do, mostly depending on the release: the keys of one table.
///
/// The raw value is the id under which the ledger, reports and mutants name the behaviour.
public enum IstioBehaviour: String, Sendable, Hashable, CaseIterable, Codable {
  // Which pods are injected.
  case revisionSelectors = "injection.revision-selectors"
  case injectLabelPreferred = "injection.label-preferred"
  case strictInjectValues = "injection.strict-values"
  case podsOptOut = "injection.pods-opt-out"
  case podsOptIn = "injection.pods-opt-in"
  case namespacesOptOut = "injection.namespaces-opt-out"
  case revisionTags = "injection.revision-tags"
  case injectsByDefault = "injection.enable-namespaces-by-default"
  case otherRevisionsIgnored = "injection.other-revisions-ignored"
  case ignoresHostNetwork = "injection.ignores-host-network"
  case ignoresSystemNamespaces = "injection.ignores-system-namespaces"
  case ignoresNodeNamespaces = "injection.ignores-node-namespaces"
  case validatesAnnotations = "injection.validates-annotations"

  // What injection adds.
  case readsTemplates = "injection.reads-templates"
  case tlsModeLabel = "injection.tls-mode-label"
  case canonicalLabels = "injection.canonical-labels"
  case revisionAnnotation = "injection.revision-annotation"
  case revisionLabel = "injection.revision-label"
  case keepsLabels = "injection.keeps-labels"
  case namesLogsContainer = "injection.names-logs-container"
  case namesDefaultContainer = "injection.names-default-container"
  case nativeSidecars = "injection.native-sidecars"
  case nativeSidecarsByKubelet = "injection.native-sidecars-by-kubelet"
  case nativeSidecarSetting = "injection.native-sidecar-setting"
  case nativeSidecarAnnotation = "injection.native-sidecar-annotation"
  case readsProxyConfig = "injection.reads-proxy-config"
  case declaresStatisticsPort = "injection.declares-15090"
  case agentDeclaresStatusPort = "injection.grpc-agent-declares-15020"
  case addsInitContainer = "injection.adds-istio-init"
  case carriesSidecar = "injection.sidecar-of-the-manifest"
  case renewsInjection = "injection.renews-earlier-injection"
  case laysUserContainerOver = "injection.lays-user-container-over"
  case statusNamesRevision = "injection.status-names-revision"
  case mountsCertificateSecret = "injection.mounts-istio-certs"
  case mountsWorkloadCertificates = "injection.mounts-workload-certs"
  case mountsCredentialSocket = "injection.mounts-credential-socket"
  case mountsRevocations = "injection.mounts-ca-crl"

  // What injection does to probes.
  case rewritesProbes = "injection.rewrites-probes"
  case rewriteProbesAnnotation = "injection.rewrite-probes-annotation"
  case grpcKeepsProbes = "injection.grpc-keeps-probes"
  case rewritesStartupProbes = "injection.rewrites-startup-probes"
  case rewritesTCPProbes = "injection.rewrites-tcp-probes"
  case rewritesInitProbes = "injection.rewrites-init-probes"

  // What injection does to annotations.
  case mergesMetrics = "injection.merge-metrics"
  case mergesByDefault = "injection.merge-by-default"
  case meshDecidesOnMerging = "injection.mesh-merge-setting"
  case mergeAnnotation = "injection.merge-annotation"
  case scrapeFalseRespected = "injection.scrape-false-respected"
  case setsScrape = "injection.sets-scrape"
  case annotationVariants = "injection.annotation-variants"
  case statusPortKept = "injection.status-port-kept"
  case scrapeTargets = "injection.scrape-targets"
  case reservedPortsRejected = "injection.reserved-ports-rejected"
  case securePortAnnotation = "injection.secure-port-annotation"
  case gatewayMergesNoApplication = "injection.gateway-merges-no-app"

  // Which inbound ports the proxy gets.
  case capturesAllPorts = "capture.all-ports"
  case excludesStatisticsPort = "capture.excludes-15090"
  case excludesHealthPort = "capture.excludes-15021"
  case excludesTunnelPort = "capture.excludes-15008"
  case excludesSSH = "capture.excludes-22"
  case excludesStatusPort = "capture.excludes-status-port"
  case statusPortAnnotation = "capture.status-port-annotation"
  case includeAnnotation = "capture.include-annotation"
  case excludeAnnotation = "capture.exclude-annotation"
  case interceptionNone = "capture.interception-none"
  case gatewayCapturesNothing = "capture.gateway-nothing"

  // What the proxy does with them.
  case sniffsInbound = "inbound.sniffing"
  case protocolByName = "inbound.protocol-by-name"
  case wellKnownTCPPorts = "inbound.well-known-tcp-ports"
  case readsAppProtocol = "inbound.app-protocol"
  case readsKubernetesAppProtocols = "inbound.kubernetes-app-protocols"
  case strictTakesTLSOnly = "inbound.strict-resets-plaintext"
  case disableTakesAnyBytes = "inbound.disable-takes-any-bytes"
  case permissiveTakesPlaintext = "inbound.permissive-takes-plaintext"
  case permissiveTellsByALPN = "inbound.permissive-tells-by-alpn"
  case permissivePassesTLS = "inbound.permissive-passes-tls"
  case undeclaredIsBytes = "inbound.undeclared-is-bytes"
  case offersHTTP2 = "inbound.offers-h2"
  case requiresCertificate = "inbound.requires-certificate"
  case checksTrustDomain = "inbound.checks-trust-domain"
  case takesAliases = "inbound.trust-domain-aliases"
  case passthroughHasPolicy = "inbound.passthrough-policy"
  case passthroughHasPortPolicy = "inbound.passthrough-port-policy"
  case dialsPodIP = "inbound.pod-ip"
  case passthroughDialsPodIP = "inbound.passthrough-dials-pod-ip"
  case drains = "inbound.drains"
  case answersForDeadPorts = "inbound.answers-for-dead-ports"
  case refusesHTTP10 = "inbound.refuses-http-1.0"
  case forwardsCertificate = "inbound.forwards-certificate"
  case namesRemoteFailure = "inbound.names-remote-failure"
  case spellsConnectError = "inbound.spells-connect-error"
  case withholdsConnectError = "inbound.withholds-connect-error"

  // Which mutual TLS holds.
  case permissiveByDefault = "mtls.permissive-by-default"
  case workloadPolicyWins = "mtls.workload-policy-wins"
  case namespacePolicyWins = "mtls.namespace-policy-wins"
  case oldestPolicyWins = "mtls.oldest-policy-wins"
  case unsetInherits = "mtls.unset-inherits"
  case rootSelectorIgnored = "mtls.root-selector-ignored"
  case portLevelNeedsSelector = "mtls.port-level-needs-selector"
  case policyStaysAtHome = "mtls.policy-stays-at-home"

  // Which requests are refused.
  case denyWins = "policy.deny-wins"
  case allowRefusesRest = "policy.allow-refuses-the-rest"
  case auditDecidesNothing = "policy.audit-decides-nothing"
  case dryRunDecidesNothing = "policy.dry-run-decides-nothing"
  case customDeniesMatches = "policy.custom-denies-matches"
  case rootPolicyHoldsEverywhere = "policy.root-policy-holds-everywhere"
  case policyForItsNamespace = "policy.holds-in-its-namespace"
  case policySelects = "policy.selects-workloads"
  case targetRefsAreNotForSidecars = "policy.target-refs"
  case answersForbidden = "policy.answers-403"
  case closesRefusedConnections = "policy.closes-connections"
  case httpRulesOnTCP = "policy.http-rules-on-tcp"
  case matchesPrincipals = "policy.principals"
  case matchesNamespaces = "policy.namespaces"
  case matchesServiceAccounts = "policy.service-accounts"
  case matchesTrustDomains = "policy.trust-domains"
  case matchesAddresses = "policy.ip-blocks"
  case matchesForwardedAddresses = "policy.remote-ip-blocks"
  case matchesHosts = "policy.hosts"
  case matchesMethods = "policy.methods"
  case matchesPaths = "policy.paths"
  case matchesPorts = "policy.ports"
  case matchesHeaders = "policy.headers"
  case matchesServerNames = "policy.server-names"
  case tokensMatchNothing = "policy.tokens-match-nothing"
  case matchesWildcards = "policy.wildcards"
  case pathTemplates = "policy.path-templates"
  case aliasesInPolicies = "policy.trust-domain-aliases"

  // What the proxy counts and tells.
  case countsRequests = "statistics.counts-requests"
  case countsConnections = "statistics.counts-connections"
  case unknownSource = "statistics.unknown-source"
  case namesPrincipal = "statistics.names-principal"
  case tellsSecurity = "statistics.tells-security"
  case namesPassthrough = "statistics.names-passthrough"
  case countsPolicies = "statistics.counts-policies"
  case tellsListenerConnections = "statistics.listener-connections"
  case readsUsedOnly = "statistics.used-only"
  case statisticsPath = "statistics.path"
  case compressesStatistics = "statistics.compresses"
  case separatesFamilies = "statistics.blank-lines"
  case answersProtobuf = "statistics.protobuf"
  case secureMetricsNeedCertificate = "statistics.secure-needs-certificate"
  case secureMetricsOfAnyDomain = "statistics.secure-takes-any-domain"

  // What a sidecar does with its own pod's connections.
  case headlessSniffedPerPod = "outbound.headless-sniffed"
  case sniffedTakesAnyHost = "outbound.sniffed-any-host"

  // Where certificates come from.
  case writesSecrets = "certificates.secrets"
  case writesCertificates = "certificates.files"
  case bundledWritesCertificates = "certificates.bundled-files"

  // What the agent merges.
  case agentMetrics = "merge.agent-metrics"
  case survivesFailures = "merge.survives-failures"
  case applicationLast = "merge.application-last"
  case setsContentType = "merge.content-type"
  case defaultContentType = "merge.default-content-type"
  case openMetricsVersions = "merge.open-metrics-versions"
  case squashesBlankLines = "merge.squashes-blank-lines"
  case metricsPath = "merge.metrics-path"
  case knowsItsPaths = "merge.knows-its-paths"
  case refusesRecursion = "merge.refuses-recursion"
  case agentRespectsScrapeFalse = "merge.scrape-false"
  case defaultApplicationPort = "merge.default-port"
  case defaultApplicationPath = "merge.default-path"
  case asksLocalhost = "merge.asks-localhost"
  case streams = "merge.streams"
  case localhostOnly = "merge.localhost-only"
  case forwardsQuery = "merge.forwards-query"
  case forwardsTimeout = "merge.forwards-timeout"
  case keepsCredentials = "merge.keeps-credentials"
  case followsRedirects = "merge.follows-redirects"
  case compresses = "merge.compresses"
  case filtersAccept = "merge.filters-accept"
  case envoyCanBeLeftOut = "merge.envoy-optional"
  case envoyPort = "merge.envoy-port"
  case withoutEnvoy = "merge.no-envoy"
  case mergesSeveralTargets = "merge.several-targets"
  case limitsTargets = "merge.limits-targets"
  case stripsEnds = "merge.strips-ends"
  case quitsWhenAsked = "merge.quits-when-asked"
  case countsFailures = "merge.counts-failures"
  case countsScrapes = "merge.counts-scrapes"
  case measuresStartup = "merge.measures-startup"

  // What else the agent answers.
  case statisticsOnItsPort = "agent.stats-path"
  case answersProbes = "agent.answers-probes"
  case takesAnyPathForProbe = "agent.takes-any-path-for-a-probe"
  case knowsItsProbes = "agent.knows-its-probes"
  case probesPodIP = "agent.probes-pod-ip"
  case handsOnProbeBody = "agent.probe-body"
  case takesRedirectsForReady = "agent.probe-redirects"
  case quitPath = "agent.quit-path"
  case quitsForLocalhost = "agent.quits-for-localhost-only"
  case quitsForPost = "agent.quits-for-post-only"
  case drainPath = "agent.drain-path"

  /// Whether a release behaves in this way; mutations are not looked at.
  public func holds(in version: IstioVersion) -> Bool {
    guard let fact = BehaviourTable.facts[self] else { return false }
    return fact.holds(in: version)
  }

  /// What the table says about the behaviour.
  public var fact: BehaviourFact {
    BehaviourTable.facts[self] ?? BehaviourFact(summary: rawValue, source: "")
  }
}

extension IstioBehaviour: ModelledBehaviour {
  /// `Istio`.
  public static let subject = "Istio"

  /// What the ledger says of it.
  public var row: BehaviourRow {
    BehaviourRow(
      since: fact.since?.number, until: fact.until?.number, summary: fact.summary, source: fact.source,
      tests: fact.tests)
  }
}
