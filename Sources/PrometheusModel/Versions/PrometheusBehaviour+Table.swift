extension PrometheusBehaviour {
  /// The table behind the enumeration. Changes are named by their commit or pull request in prometheus/prometheus.
  static let facts: [PrometheusBehaviour: Fact] = [
    .dotMatchesNewline: Fact(
      PrometheusVersion(3, 0), nil, "A dot in the regular expressions of relabelling matches the end of a line",
      "prometheus/prometheus model/relabel/relabel.go, NewRegexp"),
    .relabelsToAnyName: Fact(
      PrometheusVersion(3, 0), nil,
      "Relabelling takes label names of any characters; before, those of old only",
      "prometheus/prometheus model/relabel/relabel.go, Validate, 2.53 and 3.5"),
    .relabelsByScheme: Fact(
      PrometheusVersion(3, 7), nil, "Which label names relabelling takes is what the job's scheme says",
      "prometheus/prometheus model/relabel/relabel.go, Validate, 3.5 and 3.7"),
    .allowsAnyTemplate: Fact(
      PrometheusVersion(3, 2), nil,
      "Target labels with references to groups may hold any character between them",
      "prometheus/prometheus model/relabel/relabel.go, #15851",
      tests: "PrometheusModelTests"),
    .expandsRemovedTarget: Fact(
      PrometheusVersion(2, 50), nil,
      "An empty replacement removes the target label with its references expanded",
      "prometheus/prometheus model/relabel/relabel.go, relabel"),
    .endpointsCoverInitContainers: Fact(
      PrometheusVersion(3, 0), nil, "The roles endpoints and endpointslice look at init containers, too",
      "prometheus/prometheus discovery/kubernetes/endpoints.go, a10dc9298e"),
    .skipsSecondarySlices: Fact(
      PrometheusVersion(3, 11), nil, "The second slice of a Service with two families of addresses is left out",
      "prometheus/prometheus discovery/kubernetes/endpointslice.go, a87b603464"),
    .skipsPodsOnUnknownNodes: Fact(
      PrometheusVersion(3, 11), nil,
      "With node metadata attached, a pod on a node that discovery does not see is left out",
      "prometheus/prometheus discovery/kubernetes/pod.go, 99e464c239"),
    .matchesIngressWildcards: Fact(
      PrometheusVersion(2, 30), nil, "A star in the hosts of an Ingress' TLS stands for one label",
      "prometheus/prometheus discovery/kubernetes/ingress.go, 0af7250c52"),
    .lacksLaterLabels: Fact(
      nil, nil, "Labels that a later release brought to discovery are not there",
      "prometheus/prometheus discovery/kubernetes, its history"),
    .addsDefaultPort: Fact(
      nil, PrometheusVersion(3, 0), "An address without a port gets that of its scheme",
      "prometheus/prometheus scrape/target.go, #14160"),
    .parametersOverrideDiscovery: Fact(
      nil, PrometheusVersion(3, 0), "Parameters of the job win over those that discovery has set",
      "prometheus/prometheus scrape/target.go, PopulateLabels, 2.53 and 3.0"),
    .scrapesWithoutCertificates: Fact(
      nil, PrometheusVersion(2, 8),
      "A job whose certificates cannot be read is scraped by a client that knows none; from then on it has no pool",
      "prometheus/prometheus scrape/scrape.go, newScrapePool, 2.7.0 and 2.8.0"),
    .readsCertificatesOnce: Fact(
      nil, PrometheusVersion(2, 9),
      "Certificate and key are read once and for all, later with every handshake",
      "prometheus/common config/http_config.go, NewTLSConfig, b36ad289a3ea and 0.3.0"),
    .readsLargeFrames: Fact(
      nil, PrometheusVersion(3, 0),
      "HTTP/1.1 where HTTP/2 was agreed on is an unexpected end; from then on a frame that is too large",
      "golang/net http2/transport.go, 0.28, and http2/config.go, defaultMaxReadFrameSize, 0.30"),
    .requiresContentType: Fact(
      PrometheusVersion(3, 0), nil, "A scrape without a usable Content-Type fails, unless a fallback is set",
      "prometheus/prometheus model/textparse/interface.go, 421a3c22ea"),
    .endsEmptyOpenMetrics: Fact(
      nil, PrometheusVersion(3, 0), "An empty body of OpenMetrics fails, because it has no end",
      "prometheus/prometheus scrape/scrape.go, 6b09f094e1"),
    .quotesNames: Fact(
      PrometheusVersion(2, 51), nil, "Names of metrics and labels may stand in quotes",
      "prometheus/prometheus model/textparse/promlex.l, a28d7865ad"),
    .normalisesBounds: Fact(
      PrometheusVersion(3, 0), nil, "The values of le and quantile become canonical numbers",
      "prometheus/prometheus model/textparse/openmetricsparse.go, 8bcb4d865d"),
    .takesAnyNames: Fact(
      PrometheusVersion(3, 0), nil, "Names of metrics and labels may have any character",
      "prometheus/prometheus config/config.go, DefaultGlobalConfig; prometheus/common model/metric.go"),
    .exemplarsEverywhere: Fact(
      PrometheusVersion(2, 43), nil, "Exemplars may stand at any series, not only at counters and buckets",
      "prometheus/prometheus model/textparse/openmetricsparse.go, 9225d118dc"),
    .noticesRepeatedLines: Fact(
      PrometheusVersion(2, 52), nil, "The same line twice in a body counts as a duplicate",
      "prometheus/prometheus scrape/scrape.go, 50c81bed86"),
    .refusesNamelessLabels: Fact(
      PrometheusVersion(3, 0), nil, "Of a target with a label without a name nothing is stored, not even up",
      "prometheus/prometheus model/labels/labels_stringlabels.go, HasDuplicateLabelNames"),
    .passesOverHistograms: Fact(
      PrometheusVersion(3, 3), nil,
      "Native histograms that are not wanted leave no trace; before, a sample of 0",
      "prometheus/prometheus scrape/scrape.go, append, 2.53.3 and 3.3.0", tests: "ScraperTests"),
  ]
}
