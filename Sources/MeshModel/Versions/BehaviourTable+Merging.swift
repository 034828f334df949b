extension BehaviourTable {
  /// What the agent merges.
  static let merging: [IstioBehaviour: BehaviourFact] = [
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
        The answer has the application's content type if that is OpenMetrics, else text; before, none \
        was set and Go guessed text/plain; charset=utf-8
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, negotiateMetricsFormat"),
    .defaultContentType: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "Without an application to merge, the content type is text; before, it was empty",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .openMetricsVersions: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary: "OpenMetrics 1.0.0 and 0.0.1 are told apart; before, all OpenMetrics was answered as 0.0.1",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, negotiateMetricsFormat"),
    .squashesBlankLines: BehaviourFact(
      since: IstioVersion(1, 11, 0), until: IstioVersion(1, 16, 0),
      summary: "Pairs of line feeds in Envoy's part become one",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, processMetrics"),
    .metricsPath: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "/metrics answers as /stats/prometheus does",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .knowsItsPaths: BehaviourFact(
      summary: "What is none of the paths of the agent is a 404",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .refusesRecursion: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "The agent does not start if the application's port is its own",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer",
      tests: "MeshModelTests"),
    .agentRespectsScrapeFalse: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "The agent leaves an application alone whose scrape annotation is false",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer"),
    .defaultApplicationPort: BehaviourFact(
      summary: "Without a port annotation the agent asks port 80",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer"),
    .defaultApplicationPath: BehaviourFact(
      summary: "Without a path annotation the agent asks /metrics",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, NewServer"),
    .asksLocalhost: BehaviourFact(
      summary: "The agent asks the application on localhost",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .streams: BehaviourFact(
      since: IstioVersion(1, 16, 0),
      summary: """
        Bodies are copied as they come: one that breaks off is in the answer as far as it came; before, \
        bodies were read whole and a broken one was left out
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
    .forwardsTimeout: BehaviourFact(
      summary: "The timeout that the scraper names holds for each part",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, getHeaderTimeout"),
    .keepsCredentials: BehaviourFact(
      summary: "Credentials of the scraper do not go on to the application",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, applyHeaders"),
    .followsRedirects: BehaviourFact(
      summary: "Redirects of the application are followed",
      source: "golang/go src/net/http/client.go; istio/istio pilot/cmd/pilot-agent/status/server.go, scrape"),
    .compresses: BehaviourFact(
      since: IstioVersion(1, 30, 0),
      summary: "Answers are compressed for callers that ask for it",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run",
      tests: "MeshRolesTests"),
    .filtersAccept: BehaviourFact(
      since: IstioVersion(1, 30, 2),
      summary: """
        Envoy is asked for text only, the application for text and OpenMetrics; before, the caller's \
        Accept went through, so that Envoy could answer protobuf
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, allowedContentTypes"),
    .envoyCanBeLeftOut: BehaviourFact(
      since: IstioVersion(1, 30, 2),
      summary: "PILOT_AGENT_MERGE_ENVOY_STATS=false leaves Envoy's part out",
      source: "istio/istio pilot/pkg/features/telemetry.go"),
    .envoyPort: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: "ENVOY_PROMETHEUS_PORT says where the statistics of the proxy are asked",
      source: "istio/istio pilot/cmd/pilot-agent/options/options.go"),
    .withoutEnvoy: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "Without a proxy (gRPC without sidecar) no part of Envoy is fetched",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleStats"),
    .mergesSeveralTargets: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "Several applications of one pod are merged, each up to 10 MiB, with one # EOF",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, scrapeMultipleApps"),
    .limitsTargets: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "Of several applications one with more than 10 MiB is left out",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, defaultMaxAppMetricsBodyBytes"),
    .stripsEnds: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "The # EOF of each of several applications is taken out, and one written at the end",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, stripOpenMetricsEOF"),
    .quitsWhenAsked: BehaviourFact(
      summary: "A POST to /quitquitquit from within the pod ends the agent",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleQuit",
      tests: "MeshRolesTests"),
    .countsFailures: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "Failed parts are counted in istio_agent_scrape_failures_total by type",
      source: "istio/istio pilot/cmd/pilot-agent/metrics/metrics.go"),
    .countsScrapes: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "Answers are counted in istio_agent_scrapes_total",
      source: "istio/istio pilot/cmd/pilot-agent/metrics/metrics.go"),
    .measuresStartup: BehaviourFact(
      since: IstioVersion(1, 8, 0),
      summary: "The agent tells in istio_agent_startup_duration_seconds when it was ready",
      source: "istio/istio pilot/cmd/pilot-agent/metrics/metrics.go"),
  ]
}
