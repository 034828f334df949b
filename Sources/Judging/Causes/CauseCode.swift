/// Why a series is missing, or a target down: a stable code, `hop.reason`.
///
/// Codes are never renamed and never used again for something else. `docs/causes.md` is made from ``CauseCatalogue``.
public enum CauseCode: String, Sendable, Codable, CaseIterable {
  // discovery: the scraper has no target that could carry the series
  case discoveryAnnotationsIgnored = "discovery.annotations-ignored"
  case discoveryNotAnnotated = "discovery.not-annotated"
  case discoveryScrapeDisabled = "discovery.scrape-disabled"
  case discoveryNoJob = "discovery.no-job"
  case discoveryDroppedByRelabelling = "discovery.dropped-by-relabelling"
  case discoveryNamespaceNotCovered = "discovery.namespace-not-covered"
  case discoveryForbidden = "discovery.forbidden"
  case discoveryPodRefused = "discovery.pod-refused"
  case discoveryPodNotRunning = "discovery.pod-not-running"
  case discoveryPortNotDeclared = "discovery.port-not-declared"
  case discoveryPortNotScraped = "discovery.port-not-scraped"
  case discoveryPathNotScraped = "discovery.path-not-scraped"
  case discoveryInvalidTarget = "discovery.invalid-target"

  // monitor: a PodMonitor or ServiceMonitor is there, but
  case monitorNotSelected = "monitor.not-selected"
  case monitorNamespaceNotSelected = "monitor.namespace-not-selected"
  case monitorRejected = "monitor.rejected"
  case monitorNamespaceNotCovered = "monitor.namespace-not-covered"
  case monitorNoMatchingPods = "monitor.no-matching-pods"
  case monitorPortNotDeclared = "monitor.port-not-declared"
  case monitorDroppedByRelabelling = "monitor.dropped-by-relabelling"
  case monitorUnsupported = "monitor.unsupported"

  // connection: the bytes did not get through
  case connectionRefused = "connection.refused"
  case connectionReset = "connection.reset"
  case connectionClosed = "connection.closed"
  case connectionTimeout = "connection.timeout"
  case connectionUnreachable = "connection.unreachable"
  case connectionSidecarExited = "connection.sidecar-exited"
  case connectionOwnProxyAnswers = "connection.own-proxy-answers"
  case connectionOwnProxyHasNoRoute = "connection.own-proxy-has-no-route"
  case connectionBlackHole = "connection.black-hole"
  case connectionLoadBalanced = "connection.load-balanced"

  // tls
  case tlsPlaintextToStrict = "tls.plaintext-to-strict"
  case tlsPassthroughToStrict = "tls.passthrough-to-strict"
  case tlsToPermissive = "tls.to-permissive"
  case tlsToPlaintext = "tls.to-plaintext"
  case tlsNoClientCertificate = "tls.no-client-certificate"
  case tlsClientCertificateUntrusted = "tls.client-certificate-untrusted"
  case tlsClientCertificateExpired = "tls.client-certificate-expired"
  case tlsClientCertificateUsage = "tls.client-certificate-usage"
  case tlsTrustDomainMismatch = "tls.trust-domain-mismatch"
  case tlsServerNotVerified = "tls.server-not-verified"
  case tlsWorkloadCertificateExpired = "tls.workload-certificate-expired"
  case tlsWorkloadCertificateUntrusted = "tls.workload-certificate-untrusted"
  case tlsCertificateFileMissing = "tls.certificate-file-missing"
  case tlsCertificateFilesMismatched = "tls.certificate-files-mismatched"
  case tlsHTTP2ToTCP = "tls.http2-to-tcp"

  // policy
  case policyAuthorizationDenied = "policy.authorization-denied"
  case policyNetworkDenied = "policy.network-denied"
  case policyLocalhostOnly = "policy.localhost-only"
  case policyIntentionDenied = "policy.intention-denied"

  // http: the target answers with a status
  case httpNotFound = "http.not-found"
  case httpUnauthorized = "http.unauthorized"
  case httpUpstreamFailed = "http.upstream-failed"
  case httpStatus = "http.status"
  case httpProtocol = "http.protocol"

  // merge: the merged target is up, the series is not in it
  case mergeNoAnnotations = "merge.no-annotations"
  case mergeDefaultPort = "merge.default-port"
  case mergePortNotConfigured = "merge.port-not-configured"
  case mergePathNotConfigured = "merge.path-not-configured"
  case mergeScrapeDisabled = "merge.scrape-disabled"
  case mergeApplicationRefused = "merge.application-refused"
  case mergeApplicationStatus = "merge.application-status"
  case mergeApplicationTimeout = "merge.application-timeout"
  case mergeApplicationTruncated = "merge.application-truncated"
  case mergeApplicationTLS = "merge.application-tls"
  case mergeProxyPortScraped = "merge.proxy-port-scraped"
  case mergeFailed = "merge.failed"
  case mergeNodeType = "merge.node-type"
  case mergeDisabled = "merge.disabled"
  case mergeBrokenAnswer = "merge.broken-answer"

  // parse: the body is no exposition
  case parseContentType = "parse.content-type"
  case parseNoEOF = "parse.no-eof"
  case parseAfterEOF = "parse.after-eof"
  case parseInvalid = "parse.invalid"

  // ingest: the series was in the body that the scraper read
  case ingestDuplicate = "ingest.duplicate"
  case ingestMetricRelabelling = "ingest.metric-relabelling"
  case ingestLabelsDiffer = "ingest.labels-differ"
  case ingestSampleLimit = "ingest.sample-limit"
  case ingestLabelLimit = "ingest.label-limit"
  case ingestBucketLimit = "ingest.bucket-limit"
  case ingestBodySizeLimit = "ingest.body-size-limit"
  case ingestTargetLimit = "ingest.target-limit"

  // app
  case appNotExposed = "app.not-exposed"
  case appNotListening = "app.not-listening"
  case appTooSlow = "app.too-slow"
  case appTruncated = "app.truncated"

  /// The hop at which the series ends: what stands before the dot.
  public var hop: Substring { rawValue.prefix { $0 != "." } }
}
