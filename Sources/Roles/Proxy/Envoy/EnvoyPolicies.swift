import Contract
import MeshModel
import SourceText

/// The AuthorizationPolicies of a proxy as Envoy's filters.
struct EnvoyPolicies {
  private let rules: RBACRules

  init(_ configuration: ProxyConfiguration) {
    // What cannot be read is refused before: `EnvoyRole`.
    rules = RBACRules(Self.policies(configuration) ?? [], trustDomains: configuration.identity.trustDomains)
  }

  /// The policies, nil if one of them cannot be read.
  static func policies(_ configuration: ProxyConfiguration) -> [AuthorizationPolicy]? {
    var policies: [AuthorizationPolicy] = []
    for json in configuration.authorizationPolicies {
      guard let policy = try? YAMLNode(json: json)?.decode(AuthorizationPolicy.self) else { return nil }
      policies.append(policy)
    }
    return policies
  }

  /// The filters of a chain that handles HTTP.
  var http: [YAMLNode] {
    rules.rules(forTCP: false).map {
      EnvoyJSON.named(
        "envoy.filters.http.rbac", "envoy.extensions.filters.http.rbac.v3.RBAC", ["rules": $0])
    }
  }

  /// The filters of a chain that passes bytes.
  var network: [YAMLNode] {
    rules.rules(forTCP: true).map {
      EnvoyJSON.named(
        "envoy.filters.network.rbac", "envoy.extensions.filters.network.rbac.v3.RBAC",
        ["rules": $0, "stat_prefix": "tcp."])
    }
  }
}
