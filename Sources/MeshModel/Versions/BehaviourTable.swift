/// The table behind ``IstioBehaviour``: every row read from the releases on both sides of the change.
enum BehaviourTable {
  static let facts: [IstioBehaviour: BehaviourFact] = [
    .revisionSelectors: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: """
        Four webhook selectors: revision or istio-injection on the namespace, revision or \
        sidecar.istio.io/inject on the pod; before, only istio-injection: enabled on the \
        namespace
        """,
      source: """
        istio/istio manifests/charts/istio-control/istio- \
        discovery/templates/mutatingwebhook.yaml, useLegacySelectors false
        """),
    .injectLabelPreferred: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "The label sidecar.istio.io/inject wins over the annotation of the same name",
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .strictInjectValues: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary: """
        sidecar.istio.io/inject takes only true and false; before, also y, yes and on, and \
        anything else was false
        """,
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .tlsModeLabel: BehaviourFact(
      since: IstioVersion(1, 4, 0),
      summary: "Injected pods get security.istio.io/tlsMode: istio",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .canonicalLabels: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: "Injected pods get service.istio.io/canonical-name and canonical-revision",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .revisionLabel: BehaviourFact(
      since: IstioVersion(1, 6, 0), until: IstioVersion(1, 11, 0),
      summary: "Injected pods get the label istio.io/rev",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .revisionAnnotation: BehaviourFact(
      since: IstioVersion(1, 18, 0),
      summary: "Injected pods get the annotation istio.io/rev",
      source: "istio/istio files/injection-template.yaml"),
    .nativeSidecars: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary: "On Kubernetes 1.33 and later the sidecar is an init container with restartPolicy Always",
      source: """
        istio/istio pilot/pkg/features/pilot.go, ENABLE_NATIVE_SIDECARS; \
        pkg/kube/inject/webhook.go, DetectNativeSidecar
        """),
    .mergesMetrics: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "Injection can point the prometheus.io annotations at the agent, which merges metrics",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .mergesByDefault: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "Merging is on unless switched off; in 1.6 the charts set it to false",
      source: "istio/istio manifests/charts/global.yaml, meshConfig.enablePrometheusMerge"),
    .scrapeFalseRespected: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "With prometheus.io/scrape false, injection leaves the annotations alone",
      source: "istio/istio pkg/kube/inject/webhook.go, getPrometheusScrape"),
    .annotationVariants: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "All annotation names that sanitise to the same label are read and cleared",
      source: "istio/istio pkg/kube/inject/webhook.go, clearPrometheusAnnotations"),
    .statusPortKept: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "A pod whose prometheus.io/port is the status port already is left alone",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .scrapeTargets: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "prometheus.istio.io/scrape-targets lists several endpoints of one pod",
      source: "istio/istio pkg/kube/inject/webhook.go, getPrometheusScrapeConfiguration"),
    .reservedPortsRejected: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "Injection refuses to point merging at Istio's own ports or at what is no port",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .securePortAnnotation: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "ENVOY_SECURE_MERGED_METRICS_PORT on the sidecar becomes prometheus.istio.io/secure-port",
      source: "istio/istio pkg/kube/inject/webhook.go, applySecurePrometheusAnnotation"),
    .capturesAllPorts: BehaviourFact(
      since: IstioVersion(1, 3, 0),
      summary: "Every inbound port is captured; before, only those that a container declares",
      source: "istio/istio files/injection-template.yaml, -b"),
    .excludesStatisticsPort: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: "15090 is not captured",
      source: "istio/istio manifests/istio-control/istio-discovery/files/injection-template.yaml, -d"),
    .excludesHealthPort: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "15021 is not captured",
      source: """
        istio/istio manifests/charts/istio-control/istio-discovery/files/injection- \
        template.yaml, -d
        """),
    .excludesTunnelPort: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "15008 is not captured",
      source: "istio/istio tools/istio-iptables, INBOUND_TUNNEL_PORT"),
    .excludesSSH: BehaviourFact(
      since: IstioVersion(1, 3, 0), until: IstioVersion(1, 13, 0),
      summary: "Port 22 is not captured where all ports are",
      source: "istio/istio tools/istio-iptables, --dport 22"),
    .sniffsInbound: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "A port without a declared protocol is sniffed; before, it was TCP",
      source: "istio/istio charts' pilot.enableProtocolSniffingForInbound"),
    .passthroughHasPolicy: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: """
        Mutual TLS of the workload holds for ports that no Service names, too; before, such a port took \
        plaintext and passed every byte, even in STRICT
        """,
      source:
        "istio/istio pilot/pkg/networking/core/v1alpha3/listener_builder.go, newInboundPassthroughFilterChains"),
    .passthroughHasPortPolicy: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "portLevelMtls holds for ports that no Service names, too",
      source:
        "istio/istio pilot/pkg/networking/core/v1alpha3/listener_builder.go, needPerPortPassthroughFilterChain"),
    .dialsPodIP: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "The proxy forwards to the pod IP; before, to 127.0.0.1",
      source: "istio/istio pilot/pkg/features/pilot.go, PILOT_ENABLE_INBOUND_PASSTHROUGH"),
    .readsAppProtocol: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "appProtocol of a Service port wins over the prefix of its name",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .readsKubernetesAppProtocols: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary: "appProtocol kubernetes.io/h2c, /ws and /wss are understood",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .customDeniesMatches: BehaviourFact(
      since: IstioVersion(1, 20, 0),
      summary: """
        A policy CUSTOM whose provider the mesh does not know denies the requests that its rules match; before, \
        it denied every request
        """,
      source: "istio/istio pilot/pkg/security/authz/builder/builder.go, getBadCustomDenyRules"),
    .compressesStatistics: BehaviourFact(
      since: IstioVersion(1, 21, 0),
      summary: "The proxy compresses its statistics on 15090 for callers that ask for it",
      source: "istio/istio pkg/bootstrap/config.go, EnvoyMetricsStatsCompression"),
    .agentMetrics: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "The agent's own metrics are part of the merged answer",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .survivesFailures: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "A part that fails is counted and left out; before, the whole answer was a 500",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .applicationLast: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: "Agent, Envoy, application; before: Envoy, application, agent",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .setsContentType: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: """
        The answer has the application's content type if that is OpenMetrics, else text; before, \
        none was set and Go guessed text/plain; charset=utf-8
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, negotiateMetricsFormat"),
    .defaultContentType: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "Without an application to merge, the content type is text; before, it was empty",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .openMetricsVersions: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary: """
        OpenMetrics 1.0.0 and 0.0.1 are told apart; before, all OpenMetrics was answered as \
        0.0.1
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, negotiateMetricsFormat"),
    .squashesBlankLines: BehaviourFact(
      since: IstioVersion(1, 11, 0), until: IstioVersion(1, 16, 0),
      summary: "Pairs of line feeds in Envoy's part become one",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, processMetrics"),
    .metricsPath: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "/metrics answers as /stats/prometheus does",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .refusesRecursion: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "The agent does not start if the application's port is its own",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer"),
    .agentRespectsScrapeFalse: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "The agent leaves an application alone whose scrape annotation is false",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer"),
    .streams: BehaviourFact(
      since: IstioVersion(1, 16, 0),
      summary: """
        Bodies are copied as they come: one that breaks off is in the answer as far as it came; \
        before, bodies were read whole and a broken one was left out
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .localhostOnly: BehaviourFact(
      since: IstioVersion(1, 22, 0),
      summary: "METRICS_LOCALHOST_ACCESS_ONLY answers 403 to callers from outside the pod",
      source: "istio/istio pkg/features/telemetry.go"),
    .forwardsQuery: BehaviourFact(
      since: IstioVersion(1, 24, 0),
      summary: "The query of the request is passed on to Envoy",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .compresses: BehaviourFact(
      since: IstioVersion(1, 30, 0),
      summary: "Answers are compressed for callers that ask for it",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .filtersAccept: BehaviourFact(
      since: IstioVersion(1, 30, 2),
      summary: """
        Envoy is asked for text only, the application for text and OpenMetrics; before, the \
        caller's Accept went through, so that Envoy could answer protobuf
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, allowedContentTypes"),
    .envoyCanBeLeftOut: BehaviourFact(
      since: IstioVersion(1, 30, 2),
      summary: "PILOT_AGENT_MERGE_ENVOY_STATS=false leaves Envoy's part out",
      source: "istio/istio pilot/pkg/features/telemetry.go"),
    .mergesSeveralTargets: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "Several applications of one pod are merged, each up to 10 MiB, with one # EOF",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, scrapeMultipleApps"),
    .withoutEnvoy: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "Without a proxy (gRPC without sidecar) no part of Envoy is fetched",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
  ]
}
