import MeshModel
import SourceText

/// How Envoy tells of connections and requests: lines of JSON on its standard output, which the role turns into events.
///
/// Source: envoyproxy/envoy `docs/root/configuration/observability/access_log/usage.rst`, 1.38; what stands where was
/// taken from Envoy 1.40.
enum EnvoyAccessLog {
  /// What a line tells of.
  enum Kind: String {
    /// A connection to a captured port that has ended, or that no filter chain matched.
    case connections
    /// A request on a chain that handles HTTP.
    case requests
    /// A connection on a chain that passes bytes, when the application has been reached and when it has ended.
    case bytes
    /// A request for statistics.
    case metrics
    /// A request to the health listener.
    case health
  }

  /// The logger of a kind.
  static func logger(_ kind: Kind) -> YAMLNode {
    let format: YAMLNode = .mapping([("kind", .string(kind.rawValue))] + fields.map { ($0, .string($1)) })
    return EnvoyJSON.named(
      "envoy.access_loggers.stdout", "envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
      ["log_format": EnvoyJSON.object(["json_format": format])])
  }

  private static let fields = [
    ("local", "%DOWNSTREAM_LOCAL_ADDRESS%"), ("peer", "%DOWNSTREAM_DIRECT_REMOTE_ADDRESS%"),
    ("connection", "%CONNECTION_ID%"), ("chain", "%FILTER_CHAIN_NAME%"), ("flags", "%RESPONSE_FLAGS%"),
    ("type", "%ACCESS_LOG_TYPE%"), ("details", "%RESPONSE_CODE_DETAILS%"),
    ("termination", "%CONNECTION_TERMINATION_DETAILS%"),
    ("tlsFailure", "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%"),
    ("upstreamFailure", "%UPSTREAM_TRANSPORT_FAILURE_REASON%"), ("identity", "%DOWNSTREAM_PEER_URI_SAN%"),
    ("fingerprint", "%TLS_JA3_FINGERPRINT%"), ("status", "%RESPONSE_CODE%"), ("sent", "%BYTES_SENT%"),
    ("method", "%REQ(:METHOD)%"), ("path", "%REQ(:PATH)%"), ("agent", "%REQ(USER-AGENT)%"),
  ]

  /// The name of a filter chain, from which a line tells what was done.
  static func chainName(_ decision: InboundDecision, _ number: Int) -> String {
    "\(decision.rawValue)-\(number)"
  }

  /// What the chain of a name does.
  static func decision(chain name: String) -> InboundDecision? {
    InboundDecision(rawValue: String(name.prefix { $0 != "-" }))
  }
}
