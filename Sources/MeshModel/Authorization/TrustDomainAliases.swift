/// The names of a mesh's trust domain, its own first.
///
/// Source: istio/istio `pilot/pkg/security/trustdomain/bundle.go`, `ReplaceTrustDomainAliases`, 1.30.3.
struct TrustDomainAliases {
  private let trustDomains: [String]

  init(_ trustDomains: [String]) { self.trustDomains = trustDomains }

  /// A principal under every name of the mesh's trust domain, if it names one of them or `cluster.local`.
  func principals(_ principal: String) -> [String] {
    let parts = principal.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] != "*" else { return [principal] }
    let domain = String(parts[0])
    guard domain == "cluster.local" || trustDomains.contains(where: { Wildcard.matches(domain, $0) }) else {
      return [principal]
    }
    let rest = parts.dropFirst().joined(separator: "/")
    return trustDomains.map {
      domain.hasPrefix("*") && Wildcard.matches(domain, $0) ? principal : "\($0)/\(rest)"
    }
  }
}
