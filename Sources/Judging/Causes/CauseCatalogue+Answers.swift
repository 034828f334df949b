extension CauseCatalogue {
  /// Policies and statuses.
  static let exchanges: [CauseEntry] = [
    CauseEntry(
      .policyAuthorizationDenied, "an AuthorizationPolicy, or a policy of Linkerd's, denies the scrape",
      evidence: "403 (http) or a closed connection (tcp), and the proxy's word that a policy refuses it",
      remedy: "an ALLOW rule for the metrics port"),
    CauseEntry(
      .policyNetworkDenied, "a NetworkPolicy drops the scrape", evidence: "a timeout without a connection"),
    CauseEntry(
      .policyLocalhostOnly, "the agent answers only to the pod itself", evidence: "403 on the merged port",
      remedy: "METRICS_LOCALHOST_ACCESS_ONLY=false"),
    CauseEntry(
      .policyIntentionDenied, "Consul's intentions do not let the scraper's service connect",
      evidence: "the public listener took the certificate and closed the connection, by the proxy's word",
      remedy: "ServiceIntentions that allow it, or the listener for Prometheus (20200)"),
    CauseEntry(.httpNotFound, "nothing is served at that path", evidence: "404"),
    CauseEntry(.httpUnauthorized, "the application refuses the scraper", evidence: "401 or 403"),
    CauseEntry(
      .httpUpstreamFailed, "a proxy on the way could not reach what is behind it", evidence: "502, 503, 504"),
    CauseEntry(.httpStatus, "the answer has another status than 200", evidence: "the status"),
    CauseEntry(.httpProtocol, "what answers does not speak HTTP", evidence: "malformed HTTP response"),
  ]

  /// The merged target is up, the series is not in it.
  static let merging: [CauseEntry] = [
    CauseEntry(
      .mergeNoAnnotations, "the pod had no annotation when it was injected, the agent asks no application",
      evidence: "the agent's environment has no ISTIO_PROMETHEUS_ANNOTATIONS",
      remedy: "annotate the pod template with prometheus.io/port"),
    CauseEntry(
      .mergeDefaultPort, "without a port annotation the agent asks port 80",
      evidence: "an empty port in the environment",
      remedy: "prometheus.io/port"),
    CauseEntry(
      .mergePortNotConfigured, "the agent asks another port than the one that serves the series",
      evidence: "the port in the environment",
      remedy: "prometheus.io/port; for several ports scrape-targets (Istio 1.31) or a PodMonitor"),
    CauseEntry(
      .mergePathNotConfigured, "the agent asks another path than the one that serves the series",
      evidence: "the path in the environment", remedy: "prometheus.io/path"),
    CauseEntry(
      .mergeScrapeDisabled, "the agent is told not to scrape the application",
      evidence: "scrape in the environment"),
    CauseEntry(
      .mergeApplicationRefused, "the agent cannot reach the application on localhost",
      evidence: "the agent's fetch failed without a status",
      remedy: "bind 0.0.0.0 or localhost, not the pod IP only"),
    CauseEntry(
      .mergeApplicationStatus, "the application answers the agent with another status than 200",
      evidence: "the status"),
    CauseEntry(
      .mergeApplicationTimeout, "the application is too slow for the agent",
      evidence: "a deadline in the agent's fetch"),
    CauseEntry(
      .mergeApplicationTruncated, "the application's answer to the agent broke off",
      evidence: "bytes, then an error"),
    CauseEntry(
      .mergeApplicationTLS, "the application serves HTTPS, the agent asks by plain HTTP",
      evidence: "the agent's fetch failed; the exposure is HTTPS"),
    CauseEntry(
      .mergeProxyPortScraped,
      "the proxy's own statistics (15090) are scraped instead of the merged port (15020)",
      evidence: "an active target at 15090, none at the merged port",
      remedy: "scrape 15020: the annotation's port, as Istio's sample PodMonitor does"),
    CauseEntry(
      .mergeFailed, "the agent answers 500, because a part failed", evidence: "status 500 on the merged port"),
    CauseEntry(
      .mergeNodeType, "a gateway's agent never merges application metrics", evidence: "the injection template"),
    CauseEntry(
      .mergeDisabled, "the sidecar's metrics are scraped, the application's are not merged into them",
      evidence: "Consul: metrics are enabled, merging is not, or the service has no port",
      remedy:
        "consul.hashicorp.com/enable-metrics-merging: \"true\" or connectInject.metrics.defaultEnableMerging"),
    CauseEntry(
      .mergeBrokenAnswer,
      "a part of the merged metrics failed, and the line that says so makes the whole answer no exposition",
      evidence: "a parser's error on the merged port, and a part of the merging that failed",
      remedy: "point service-metrics-port and -path at metrics, or switch merging off for the pod"),
  ]

  /// What was in the body, and what became of it; and the application itself.
  static let bodies: [CauseEntry] = [
    CauseEntry(
      .parseContentType, "Prometheus 3 does not take the answer's Content-Type", evidence: "the last error",
      remedy: "fallback_scrape_protocol"),
    CauseEntry(.parseNoEOF, "an OpenMetrics body without # EOF", evidence: "data does not end with # EOF"),
    CauseEntry(
      .parseAfterEOF, "an OpenMetrics body that goes on after # EOF", evidence: "unexpected data after # EOF"),
    CauseEntry(
      .parseInvalid, "a line that is no exposition: the whole scrape is lost", evidence: "the parser's error"),
    CauseEntry(
      .ingestDuplicate, "the body holds the series twice, the first one wins",
      evidence: "duplicates counted in the scrape"),
    CauseEntry(
      .ingestMetricRelabelling, "metric_relabel_configs dropped the series",
      evidence: "fewer samples kept than scraped"),
    CauseEntry(
      .ingestLabelsDiffer, "the series is stored with other labels than asked for",
      evidence: "stored series of the same name and target"),
    CauseEntry(.ingestSampleLimit, "more samples than sample_limit", evidence: "sample limit exceeded"),
    CauseEntry(.ingestLabelLimit, "more or longer labels than the limits", evidence: "label_limit exceeded"),
    CauseEntry(
      .ingestBucketLimit, "a native histogram with more buckets than native_histogram_bucket_limit",
      evidence: "histogram bucket limit exceeded"),
    CauseEntry(
      .ingestBodySizeLimit, "a larger body than body_size_limit", evidence: "body size limit exceeded"),
    CauseEntry(.ingestTargetLimit, "more targets than target_limit", evidence: "target_limit exceeded"),
    CauseEntry(
      .appNotExposed, "no process of any pod serves such a series", evidence: "every pod was asked directly"),
    CauseEntry(
      .appNotListening, "the application does not open the port",
      evidence: "refused; behind a sidecar 503 or a reset, with the proxy's word that its upstream failed"),
    CauseEntry(
      .appTooSlow, "the application is slower than the scrape timeout", evidence: "context deadline exceeded"),
    CauseEntry(.appTruncated, "the application's answer breaks off", evidence: "unexpected EOF"),
  ]
}
