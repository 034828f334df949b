extension BehaviourTable {
  /// What the proxy counts and tells.
  static let telling: [IstioBehaviour: BehaviourFact] = [
    .countsRequests: BehaviourFact(
      summary: "Every request on a filter chain for HTTP is counted in istio_requests_total, scrapes included",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc"),
    .countsConnections: BehaviourFact(
      summary: "Every connection on a filter chain for bytes is counted in istio_tcp_connections_opened_total",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc"),
    .unknownSource: BehaviourFact(
      summary: "A client without a sidecar is the source_workload unknown",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc, populatePeerInfo"),
    .namesPrincipal: BehaviourFact(
      summary: "source_principal is the SPIFFE ID of the certificate, and the namespace that in it",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc, populatePeerInfo"),
    .tellsSecurity: BehaviourFact(
      summary: "connection_security_policy is mutual_tls or none",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc, populatePeerInfo"),
    .namesPassthrough: BehaviourFact(
      summary: "For ports that no Service names, destination_service_name is InboundPassthroughCluster",
      source: "istio/proxy source/extensions/filters/http/istio_stats/istio_stats.cc"),
    .countsPolicies: BehaviourFact(
      summary: "What policies refuse and let through is counted",
      source: "istio/istio pkg/bootstrap/config.go, rbacEnvoyStatsMatcherInclusionSuffix"),
    .tellsListenerConnections: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "envoy_listener_downstream_cx_active is among the statistics",
      source: "istio/istio pkg/bootstrap/config.go, requiredEnvoyStatsMatcherInclusionSuffixes"),
    .readsUsedOnly: BehaviourFact(
      summary: "?usedonly leaves out what was never counted",
      source: "envoyproxy/envoy source/server/admin/stats_request.cc"),
    .statisticsPath: BehaviourFact(
      summary: "15090 answers on paths that begin with /stats/prometheus; others are a 404",
      source: "istio/istio tools/packaging/common/envoy_bootstrap.json"),
    .compressesStatistics: BehaviourFact(
      since: IstioVersion(1, 21, 0),
      summary: "The proxy compresses its statistics on 15090 for callers that ask for it",
      source: "istio/istio pkg/bootstrap/config.go, EnvoyMetricsStatsCompression",
      tests: "MeshRolesTests"),
    .separatesFamilies: BehaviourFact(
      until: IstioVersion(1, 16, 0),
      summary: "A blank line follows every family of the statistics",
      source: "envoyproxy/envoy source/server/admin/prometheus_stats.cc, outputStatType, #22403 (1.24)"),
    .answersProtobuf: BehaviourFact(
      since: IstioVersion(1, 30, 0),
      summary: "The statistics are protocol buffers for clients that name them in Accept",
      source: "istio/istio #60322 (Envoy 1.38); seen in Envoy 1.40"),
    .secureMetricsNeedCertificate: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "The secure ports take clients with a certificate of the mesh only",
      source: "istio/istio tools/packaging/common/envoy_bootstrap.json, secure_metrics_port"),
    .secureMetricsOfAnyDomain: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "The secure ports do not look at the trust domain",
      source: "istio/istio tools/packaging/common/envoy_bootstrap.json, secure_metrics_port"),
  ]
}
