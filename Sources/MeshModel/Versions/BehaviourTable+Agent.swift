extension BehaviourTable {
  /// What the agent answers besides metrics.
  static let agent: [IstioBehaviour: BehaviourFact] = [
    .statisticsOnItsPort: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "The agent has the path /stats/prometheus",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .answersProbes: BehaviourFact(
      since: IstioVersion(1, 1, 0),
      summary: "Under /app-health/ the agent asks the application what the kubelet would have asked it",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleAppProbe"),
    .takesAnyPathForProbe: BehaviourFact(
      since: IstioVersion(1, 1, 0), until: IstioVersion(1, 3, 0),
      summary: "Every path but that of readiness is looked up among the probes, and is a 400",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, Run"),
    .knowsItsProbes: BehaviourFact(
      summary: "A path under /app-health/ that is no probe of the pod is a 400",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleAppProbe"),
    .probesPodIP: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: """
        Probes go to the pod IP, as the kubelet's do, unless REWRITE_PROBE_LEGACY_LOCALHOST_DESTINATION is set; \
        before, to localhost
        """,
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, appProbersDestination"),
    .handsOnProbeBody: BehaviourFact(
      since: IstioVersion(1, 21, 0),
      summary: "The answer to a probe has the application's body, up to 10 KiB; before, only its status",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleAppProbeHTTPGet"),
    .takesRedirectsForReady: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: "A probe that is redirected to another host has succeeded, as for the kubelet",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, redirectChecker"),
    .quitPath: BehaviourFact(
      since: IstioVersion(1, 3, 0),
      summary: "The agent has the path /quitquitquit",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleQuit"),
    .quitsForLocalhost: BehaviourFact(
      since: IstioVersion(1, 3, 0),
      summary: "/quitquitquit and /drain are for callers of the pod itself; others get a 403",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleQuit"),
    .quitsForPost: BehaviourFact(
      since: IstioVersion(1, 3, 0),
      summary: "/quitquitquit and /drain take POST only; other methods get a 405",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleQuit"),
    .drainPath: BehaviourFact(
      since: IstioVersion(1, 21, 0),
      summary: "The agent has the path /drain",
      source: "istio/istio pilot/cmd/pilot-agent/status/server.go, handleDrain"),
  ]
}
