import Contract
import MeshModel
import Wire

/// What Consul's merging server asks, as the arguments of its container say.
///
/// Source: hashicorp/consul-dataplane `cmd/consul-dataplane/main.go` and `pkg/consuldp/metrics.go`, 2.0.1;
/// hashicorp/consul-k8s `control-plane/subcommand/consul-sidecar/command.go`, 0.49.8.
struct ConsulMergingSettings: Sendable {
  let version: ConsulVersion
  /// What `127.0.0.1` means in the pod.
  let localhost: IPAddress
  /// The service's metrics; nil where they are not merged.
  let serviceURL: String?

  /// Why the program exits, in its words.
  struct Refusal: Error {
    var message: String
  }

  /// Envoy's statistics.
  static let envoyURL = "http://127.0.0.1:19000/stats/prometheus"
  /// consul-dataplane's own metrics.
  static let ownURL = "http://127.0.0.1:20101"

  init(_ configuration: AgentConfiguration) throws(Refusal) {
    guard let version = ConsulVersion(configuration.version) else {
      throw Refusal(message: "\(configuration.version) is no version of Consul on Kubernetes")
    }
    self.version = version
    localhost = configuration.localhost
    let arguments = configuration.consul?.arguments ?? []
    let values = try Self.values(arguments, known: version.exhibits(.dataplane) ? Self.dataplane : Self.sidecar)
    guard version.exhibits(.dataplane) else {
      serviceURL =
        "http://127.0.0.1:\(values["service-metrics-port"] ?? "0")\(values["service-metrics-path"] ?? "/metrics")"
      return
    }
    serviceURL = values["telemetry-prom-service-metrics-url"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The flags by name, as Go's `flag` package reads them.
  private static func values(_ arguments: [String], known: Set<String>) throws(Refusal) -> [String: String] {
    var values: [String: String] = [:]
    for argument in arguments where argument.hasPrefix("-") {
      let parts = argument.drop { $0 == "-" }.split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts.first ?? "")
      guard known.contains(name) else { throw Refusal(message: "flag provided but not defined: -\(name)") }
      values[name] = parts.count == 2 ? String(parts[1]) : "true"
    }
    return values
  }

  private static let dataplane: Set<String> = [
    "telemetry-use-central-config", "telemetry-prom-retention-time", "telemetry-prom-ca-certs-path",
    "telemetry-prom-key-file", "telemetry-prom-cert-file", "telemetry-prom-service-metrics-url",
    "telemetry-prom-scrape-path", "telemetry-prom-merge-port",
  ]

  private static let sidecar: Set<String> = [
    "enable-service-registration", "enable-metrics-merging", "merged-metrics-port", "service-metrics-port",
    "service-metrics-path",
  ]

  /// What the query of a scrape adds to Envoy's URL, written again as Go's `url.Values` writes it: sorted by name.
  static func envoyURL(query: [(name: String, value: String)]) -> String {
    guard !query.isEmpty else { return envoyURL }
    let pairs = query.enumerated().sorted { ($0.element.name, $0.offset) < ($1.element.name, $1.offset) }
    return envoyURL + "?"
      + pairs.map { "\(FormEncoding.encode($0.element.name))=\(FormEncoding.encode($0.element.value))" }
      .joined(separator: "&")
  }
}
