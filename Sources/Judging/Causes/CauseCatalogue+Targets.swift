extension CauseCatalogue {
  /// The scraper has no target that could carry the series.
  static let discovery: [CauseEntry] = [
    CauseEntry(
      .discoveryAnnotationsIgnored,
      "the pod asks by prometheus.io annotations, the install has no job that reads them",
      evidence:
        "the pod has scrape=true after injection; no job's relabelling reads the annotation; no target of the pod",
      remedy: "a PodMonitor (Istio's sample), or a scrape job for annotations"),
    CauseEntry(
      .discoveryNotAnnotated, "jobs go by the annotation, the pod has none",
      evidence: "a dropped target of the pod; the rule is a keep on the scrape annotation, which is absent",
      remedy: "annotate the pod template: prometheus.io/scrape: \"true\""),
    CauseEntry(
      .discoveryScrapeDisabled, "the scrape annotation is there and is not \"true\"",
      evidence: "the same rule, with another value of the annotation", remedy: "prometheus.io/scrape: \"true\""),
    CauseEntry(
      .discoveryNoJob, "nothing in prometheus.yml discovers the pod",
      evidence: "neither an active nor a dropped target",
      remedy: "a PodMonitor or a scrape job"),
    CauseEntry(
      .discoveryDroppedByRelabelling, "a keep or drop rule dropped every target of the pod",
      evidence: "the relabelling, traced: job, rule and value"),
    CauseEntry(
      .discoveryNamespaceNotCovered, "every job that would take the pod looks at other namespaces",
      evidence: "kubernetes_sd_configs[].namespaces"),
    CauseEntry(
      .discoveryForbidden, "Prometheus may not list the pods of that namespace",
      evidence: "the API server answered 403", remedy: "a Role and RoleBinding in that namespace"),
    CauseEntry(
      .discoveryPodRefused, "the injection webhook refuses the pod, so it does not exist",
      evidence: "the webhook's message"),
    CauseEntry(
      .discoveryPodNotRunning, "the pod does not run, or has no IP", evidence: "the pod's phase"),
    CauseEntry(
      .discoveryPortNotDeclared, "a job keeps by declared port, and no container declares it",
      evidence: "the keep on the container's or endpoint's port matches no target of the pod",
      remedy: "declare the port in a container"),
    CauseEntry(
      .discoveryPortNotScraped, "the pod is scraped, but not at the port that serves the series",
      evidence: "the ports of the pod's active targets",
      remedy: "merging, scrape-targets (Istio 1.31), or a PodMonitor with several endpoints"),
    CauseEntry(
      .discoveryPathNotScraped, "the port is scraped at another path", evidence: "the target's URL",
      remedy: "prometheus.io/path, or the endpoint's path"),
    CauseEntry(
      .discoveryInvalidTarget, "the target could not be made", evidence: "the scraper's reason"),
  ]

  /// A PodMonitor or ServiceMonitor is there, but.
  static let monitors: [CauseEntry] = [
    CauseEntry(
      .monitorNotSelected, "the monitor's labels do not match the Prometheus object's selector",
      evidence: "the operator's selection", remedy: "the release label, or …SelectorNilUsesHelmValues: false"),
    CauseEntry(
      .monitorNamespaceNotSelected, "the monitor's namespace is not selected by the Prometheus object",
      evidence: "the operator's selection"),
    CauseEntry(.monitorRejected, "the operator refuses the monitor", evidence: "the operator's reason"),
    CauseEntry(
      .monitorNamespaceNotCovered, "the monitor's namespaceSelector does not cover the pod's namespace",
      evidence: "the namespaces of its job", remedy: "namespaceSelector: {any: true} or matchNames"),
    CauseEntry(
      .monitorNoMatchingPods, "the monitor's selector does not match the pod",
      evidence: "the dropping rule is made from the selector"),
    CauseEntry(
      .monitorPortNotDeclared, "no container declares the port that the monitor names",
      evidence: "the dropping rule is the keep on the port",
      remedy: "declare the port, or rewrite the address as Istio's sample does"),
    CauseEntry(
      .monitorDroppedByRelabelling, "the monitor's own relabelings drop the pod",
      evidence: "the relabelling, traced"),
    CauseEntry(
      .monitorUnsupported, "the install has no operator, a monitor means nothing to it",
      evidence: "the install takes no monitors"),
  ]

  /// The bytes did not get through.
  static let connections: [CauseEntry] = [
    CauseEntry(
      .connectionRefused, "nobody listens at the target's address", evidence: "connect: connection refused"),
    CauseEntry(
      .connectionReset, "the connection was reset, and no process says why",
      evidence: "read: connection reset by peer, without a proxy's word"),
    CauseEntry(.connectionClosed, "the connection was closed before an answer", evidence: "EOF"),
    CauseEntry(
      .connectionTimeout, "no connection in time", evidence: "context deadline exceeded, no connection"),
    CauseEntry(.connectionUnreachable, "there is no way to the address", evidence: "no route to host"),
    CauseEntry(
      .connectionSidecarExited, "the sidecar's container exits, so that nobody takes what is redirected to it",
      evidence: "connection refused; injection gave the container arguments that it does not know"),
    CauseEntry(
      .connectionOwnProxyAnswers, "the sidecar of Prometheus' own pod answers in the place of the pod's",
      evidence: "that sidecar's own listener took the connection: 15090 and 15021 are its own on every address",
      remedy: "traffic.sidecar.istio.io/excludeOutboundPorts: \"15090\", or includeOutboundIPRanges: \"\""),
    CauseEntry(
      .connectionOwnProxyHasNoRoute, "the sidecar of Prometheus' own pod has no route for the pod's IP",
      evidence: "its 404", remedy: "includeOutboundIPRanges: \"\", or a port that is declared tcp"),
    CauseEntry(
      .connectionBlackHole, "the sidecar of Prometheus' own pod lets nothing out to where no Service is",
      evidence: "REGISTRY_ONLY: 502 (http) or a reset (tcp), and the sidecar's word on BlackHoleCluster",
      remedy: "includeOutboundIPRanges: \"\", or outboundTrafficPolicy ALLOW_ANY"),
    CauseEntry(
      .connectionLoadBalanced, "the target is a Service, behind which each scrape finds another pod",
      evidence: "the target's address is a cluster IP", remedy: "discover pods or endpoints"),
    CauseEntry(
      .tlsPassthroughToStrict,
      "the sidecar of Prometheus' own pod does not know the pod's IP, and passes plaintext on to a port that is STRICT",
      evidence: "PassthroughCluster, and the pod's proxy found no filter chain: 503 (http) or a reset (tcp)",
      remedy: "includeOutboundIPRanges: \"\" and merging, or certificates"),
    CauseEntry(
      .tlsPlaintextToStrict, "a plaintext scrape of a port that is STRICT",
      evidence: "the proxy found no filter chain and reset the connection without a byte",
      remedy: "merging (scrape 15020), or client certificates, or port-level PERMISSIVE"),
    CauseEntry(
      .tlsToPermissive, "a TLS scrape without Istio's ALPN of a port that is PERMISSIVE",
      evidence: "the proxy reset it (http) or passed it to the plaintext application (auto, tcp)",
      remedy: "scheme http, or STRICT"),
    CauseEntry(
      .tlsToPlaintext, "a TLS scrape of a port that speaks plaintext",
      evidence: "server gave HTTP response to HTTPS client; first record does not look like a TLS handshake",
      remedy: "scheme http"),
    CauseEntry(
      .tlsNoClientCertificate, "STRICT asks for a client certificate, the scraper has none",
      evidence: "the proxy refused the handshake; tls: certificate required",
      remedy: "tls_config with Istio's certificates"),
    CauseEntry(
      .tlsClientCertificateUntrusted, "the client certificate is of another authority",
      evidence: "tls: unknown certificate authority"),
    CauseEntry(
      .tlsClientCertificateExpired, "the client certificate has expired or is not yet valid",
      evidence: "tls: expired certificate"),
    CauseEntry(
      .tlsClientCertificateUsage, "the client certificate is not for clients",
      evidence: "tls: unsupported certificate; the proxy's word on its purpose",
      remedy: "extended key usage clientAuth"),
    CauseEntry(
      .tlsTrustDomainMismatch, "the client's SPIFFE ID is of another trust domain",
      evidence: "tls: unknown certificate", remedy: "trustDomainAliases"),
    CauseEntry(
      .tlsServerNotVerified, "the scraper does not accept the workload's certificate",
      evidence: "x509: …, as SPIFFE certificates carry no name or IP", remedy: "insecure_skip_verify: true"),
    CauseEntry(
      .tlsWorkloadCertificateExpired, "the workload's certificate has expired or is not yet valid",
      evidence: "x509: certificate has expired or is not yet valid"),
    CauseEntry(
      .tlsWorkloadCertificateUntrusted, "the scraper does not know the authority of the workload's certificate",
      evidence: "x509: certificate signed by unknown authority", remedy: "the mesh's root in ca_file"),
    CauseEntry(
      .tlsCertificateFileMissing, "a file that tls_config names is not there",
      evidence: "unable to read …; a job that names it and would keep the pod has no scrape pool",
      remedy:
        """
        mount the file: Istio's certificates need Prometheus' own sidecar, with OUTPUT_CERTS and a volume. Prometheus \
        looks again with the next change of a target, or of its configuration
        """),
    CauseEntry(
      .tlsCertificateFilesMismatched, "certificate and key that tls_config names do not belong together",
      evidence: "private key does not match public key; or no target of the job"),
    CauseEntry(
      .tlsHTTP2ToTCP, "HTTP/2 was negotiated on a port whose protocol is tcp or auto",
      evidence: "http2: frame too large; unexpected EOF",
      remedy: "enable_http2: false, or declare the port http"),
  ]
}
