import Contract
import MeshModel
import SourceText

/// What an agent does, as its environment says.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/options/options.go` and `status/server.go`, 1.30.3.
struct AgentSettings: Sendable {
  let configuration: AgentConfiguration
  let rules: MergeRules
  /// `PROXY_CONFIG`'s status port.
  let statusPort: UInt16
  /// `ENVOY_PROMETHEUS_PORT`.
  let envoyPort: String
  /// Whether there is a proxy, and its statistics are wanted.
  let mergesEnvoy: Bool
  /// `DISABLE_ENVOY`.
  let hasProxy: Bool
  /// `METRICS_LOCALHOST_ACCESS_ONLY`.
  let isLocalhostOnly: Bool
  /// The application's endpoints; empty if none is merged.
  let applications: [ScrapeConfiguration.Target]
  /// Whether there is an application to merge at all.
  let mergesApplication: Bool
  /// The application's probes.
  let probes: AppProbes

  /// Reads the environment. A refusal is what the agent would say as it exits.
  init(_ configuration: AgentConfiguration) throws(ScrapeConfiguration.Refusal) {
    self.configuration = configuration
    guard let version = IstioVersion(configuration.version) else {
      throw ScrapeConfiguration.Refusal(message: "\(configuration.version) is no version of Istio")
    }
    rules = MergeRules(version: version)
    let environment = configuration.environment
    let proxy = environment["PROXY_CONFIG"].flatMap { YAMLNode(json: $0) }
    statusPort = proxy?["statusPort"]?.int.flatMap { UInt16(exactly: $0) } ?? 15020
    envoyPort = version.exhibits(.envoyPort) ? environment["ENVOY_PROMETHEUS_PORT"] ?? "15090" : "15090"
    hasProxy = !(Self.isTrue(environment["DISABLE_ENVOY"]) && version.exhibits(.withoutEnvoy))
    let wantsEnvoy = environment["PILOT_AGENT_MERGE_ENVOY_STATS"].map(Self.isTrue) ?? true
    mergesEnvoy = hasProxy && (wantsEnvoy || !version.exhibits(.envoyCanBeLeftOut))
    isLocalhostOnly =
      version.exhibits(.localhostOnly) && Self.isTrue(environment["METRICS_LOCALHOST_ACCESS_ONLY"])
    if let json = environment[ScrapeConfiguration.variable] {
      guard let scrape = ScrapeConfiguration(json: json) else {
        throw ScrapeConfiguration.Refusal(
          message: "failed to unmarshal \(ScrapeConfiguration.variable): invalid JSON")
      }
      applications = try scrape.endpoints(statusPort: statusPort, version: version)
    } else {
      applications = []
    }
    mergesApplication = !applications.isEmpty
    probes = try AppProbes(configuration, version: version)
  }

  /// The address that `localhost` stands for.
  var localhost: IPAddress {
    let podIP = configuration.status.first { $0.endpoint.address != configuration.localhost }?.endpoint.address
    return rules.version.exhibits(.asksLocalhost) ? configuration.localhost : podIP ?? configuration.localhost
  }

  /// Whether a path is one of the merged metrics'.
  func answersMerged(_ path: String) -> Bool {
    rules.paths.contains(path)
      || (!rules.version.exhibits(.knowsItsPaths)
        && !["/healthz/ready", "/quitquitquit", "/drain"].contains(path))
  }

  /// Whether a path is looked up among the probes.
  func isProbe(_ path: String) -> Bool {
    let version = rules.version
    return version.exhibits(.answersProbes)
      && (path.hasPrefix("/app-health/") || version.exhibits(.takesAnyPathForProbe))
  }

  /// Go's `strconv.ParseBool`; what it does not know leaves the default, false.
  static func isTrue(_ text: String?) -> Bool {
    ["1", "t", "T", "TRUE", "true", "True"].contains(text ?? "")
  }
}
