import KubernetesModel
import MeshModel
import SourceText

/// Makes AuthorizationPolicies of nodes that have the right form already, and refuses what Istio's webhook refuses.
///
/// Source: istio/istio `pkg/config/validation/validation.go`, `ValidateAuthorizationPolicy`, and
/// `pkg/config/security/security.go`, 1.30.3.
struct AuthorizationReader {
  let mesh: Mesh
  /// The authorizers that the mesh's configuration knows.
  let providers: [String]
  let source: SourceFile
  let diagnostics: DiagnosticCollector

  /// The policies, oldest first.
  func policies(_ nodes: [YAMLNode]) -> [AuthorizationPolicy] {
    // A manifest can hold more than a mesh that is not there makes use of.
    if mesh.kind != .istio, let own = nodes.first(where: { $0.span.file == source.path }) {
      diagnostics.error(
        "an AuthorizationPolicy needs `mesh: {kind: istio}`: nobody else follows it", at: own.span)
    }
    var known: Set<String> = []
    var policies: [AuthorizationPolicy] = []
    for node in nodes {
      guard let policy = policy(node) else { continue }
      if !known.insert(policy.reference).inserted {
        diagnostics.error(
          "the AuthorizationPolicy \(policy.reference) stands twice",
          at: node["metadata"]?["name"]?.span ?? node.span)
      }
      policies.append(policy)
    }
    // RFC 3339 in UTC sorts as text. Source: istio/istio `pilot/pkg/model/config.go`, `sortConfigByCreationTime`.
    return policies.sorted {
      ($0.metadata.creationTimestamp ?? "", $0.metadata.name, $0.metadata.namespace ?? "")
        < ($1.metadata.creationTimestamp ?? "", $1.metadata.name, $1.metadata.namespace ?? "")
    }
  }

  private func policy(_ node: YAMLNode) -> AuthorizationPolicy? {
    do throws(Diagnostic) {
      var policy = try node.decode(AuthorizationPolicy.self)
      policy.metadata.namespace = policy.metadata.namespace ?? "default"
      checkVersion("an AuthorizationPolicy", since: AuthorizationPolicy.firstVersion, at: node.span)
      if let spec = node["spec"] { check(spec, of: policy) }
      return policy
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  // MARK: The whole

  private func check(_ spec: YAMLNode, of policy: AuthorizationPolicy) {
    for field in ["action", "provider", "targetRef", "targetRefs"] { checkVersion(of: field, in: spec) }
    if let action = spec["action"]?.string { checkVersion(of: "action", saying: action, in: spec) }
    if let selector = spec["selector"], spec["targetRef"] != nil || policy.spec.targetRefs?.isEmpty == false {
      diagnostics.error("a policy has either `selector` or `targetRefs`, not both", at: selector.span)
    }
    switch policy.spec.action ?? .allow {
    case .deny:
      if spec["rules"] == nil {
        diagnostics.error(
          "DENY without `rules` denies nothing, and Istio refuses it; `rules: [{}]` denies everything",
          at: spec["action"]?.span)
      }
    case .custom: checkCustom(spec, of: policy)
    case .allow, .audit: break
    }
    if policy.spec.action != .custom, let provider = spec["provider"] {
      diagnostics.error("`provider` is for the action CUSTOM only", at: provider.span)
    }
    for rule in spec["rules"]?.sequence ?? [] {
      for from in rule["from"]?.sequence ?? [] { if let source = from["source"] { check(source: source) } }
      for to in rule["to"]?.sequence ?? [] {
        if let operation = to["operation"] { check(operation: operation) }
      }
      for condition in rule["when"]?.sequence ?? [] { check(condition: condition) }
    }
  }

  private func checkCustom(_ spec: YAMLNode, of policy: AuthorizationPolicy) {
    let place = spec["action"]?.span
    if spec["rules"] == nil {
      diagnostics.error(
        "CUSTOM without `rules` asks nobody, and Istio refuses it; `rules: [{}]` asks for every request",
        at: place)
    } else if let name = policy.spec.provider?.name {
      if providers.contains(name) {
        diagnostics.error(
          "the authorizer `\(name.excerpt)` is not played: a CUSTOM policy can only be run without its provider",
          at: spec["provider"]?["name"]?.span)
      }
    } else {
      diagnostics.error("CUSTOM needs `provider.name`", at: place)
    }
    let identities = [
      "principals", "notPrincipals", "requestPrincipals", "notRequestPrincipals", "namespaces", "notNamespaces",
      "serviceAccounts", "notServiceAccounts", "trustDomains", "notTrustDomains",
    ]
    for rule in spec["rules"]?.sequence ?? [] {
      for entry in (rule["from"]?.sequence ?? []).flatMap({ $0["source"]?.mapping ?? [] })
      where identities.contains(entry.name) {
        diagnostics.error("Istio takes no `\(entry.name)` in a CUSTOM policy", at: entry.key.span)
      }
      for key in (rule["when"]?.sequence ?? []).compactMap({ $0["key"] }) {
        let name = key.string ?? ""
        let isIdentity = ["namespace", "serviceAccount", "trustDomain", "principal"].contains {
          name == "source.\($0)"
        }
        if isIdentity || name.hasPrefix("request.auth.") {
          diagnostics.error("Istio takes no `\(name.excerpt)` in a CUSTOM policy", at: key.span)
        }
      }
    }
  }

  // MARK: Rules

  private func check(source: YAMLNode) {
    checkNotEmpty(source, "source")
    for field in (source.mapping ?? []).map(\.name) { checkVersion(of: field, in: source) }
    if let accounts = source["serviceAccounts"] ?? source["notServiceAccounts"],
      ["principals", "notPrincipals", "namespaces", "notNamespaces"].contains(where: { source[$0] != nil })
    {
      diagnostics.error("`serviceAccounts` do not go with `principals` or `namespaces`", at: accounts.span)
    }
    for field in ["ipBlocks", "notIpBlocks", "remoteIpBlocks", "notRemoteIpBlocks"] {
      check(blocks: source[field])
    }
    for field in ["serviceAccounts", "notServiceAccounts"] { check(accounts: source[field]) }
    for field in ["trustDomains", "notTrustDomains"] { check(trustDomains: source[field]) }
  }

  private func check(operation: YAMLNode) {
    checkNotEmpty(operation, "operation")
    for field in ["ports", "notPorts"] { check(ports: operation[field]) }
    for field in ["paths", "notPaths"] { check(paths: operation[field]) }
  }

  private func check(condition: YAMLNode) {
    guard let key = condition["key"], let name = key.string else { return }
    if (condition["values"]?.sequence ?? []).isEmpty, (condition["notValues"]?.sequence ?? []).isEmpty {
      diagnostics.error("a condition needs `values` or `notValues`", at: condition.span)
    }
    checkVersion(
      "a condition on `\(name)`", since: AuthorizationPolicy.since("when: \(name)"), at: key.span)
    let plain = [
      "source.ip", "remote.ip", "source.namespace", "source.serviceAccount", "source.principal",
      "source.trustDomain", "request.auth.principal", "request.auth.audiences", "request.auth.presenter",
      "destination.ip", "destination.port", "connection.sni",
    ]
    let bracketed = ["request.headers", "request.auth.claims", "experimental.envoy.filters."]
    if bracketed.contains(where: name.hasPrefix) {
      if name.last != "]"
        || name.firstIndex(of: "[").map({ name[$0...].count < 3 || $0 == name.startIndex }) ?? true
      {
        diagnostics.error("`\(name.excerpt)` must have the form a[b]", at: key.span)
      }
    } else if !plain.contains(name) {
      let near = suggestion(for: name, among: plain)
      diagnostics.error("`\(name.excerpt)` is no attribute that Istio knows\(near)", at: key.span)
    }
    for values in [condition["values"], condition["notValues"]] {
      switch name {
      case "source.ip", "remote.ip", "destination.ip": check(blocks: values)
      case "destination.port": check(ports: values)
      case "source.serviceAccount": check(accounts: values)
      case "source.trustDomain": check(trustDomains: values)
      default: break
      }
    }
  }

  private func checkNotEmpty(_ node: YAMLNode, _ name: String) {
    let isEmpty = (node.mapping ?? []).allSatisfy { $0.value.sequence?.isEmpty ?? true }
    if isEmpty { diagnostics.error("`\(name)` must say something: Istio refuses an empty one", at: node.span) }
  }

  // MARK: Values

  private func check(blocks: YAMLNode?) {
    for value in blocks?.sequence ?? [] where !AuthorizationPolicy.isAddressBlock(value.string ?? "") {
      diagnostics.error("`\((value.string ?? "").excerpt)` is no address and no range of them", at: value.span)
    }
  }

  private func check(ports: YAMLNode?) {
    for value in ports?.sequence ?? [] where UInt16(value.string ?? "") == nil {
      diagnostics.error("`\((value.string ?? "").excerpt)` is no port: 0 to 65535", at: value.span)
    }
  }

  private func check(accounts: YAMLNode?) {
    for value in accounts?.sequence ?? [] {
      let text = value.string ?? ""
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      if text.contains("*") || parts.count > 2 || parts.contains("") {
        diagnostics.error(
          "`\(text.excerpt)` is no service account: `name` or `namespace/name`, without `*`", at: value.span)
      }
    }
  }

  private func check(trustDomains: YAMLNode?) {
    for value in trustDomains?.sequence ?? [] {
      let text = value.string ?? ""
      let inside = text.dropFirst().dropLast()
      if text.contains("/") || text.count(where: { $0 == "*" }) > 1 || inside.contains("*") {
        diagnostics.error(
          "`\(text.excerpt)` is no trust domain: without `/`, and with `*` at one end at most", at: value.span)
      }
    }
  }

  /// `{*}` stands for one segment and `{**}`, last, for any number; braces are nothing else.
  private func check(paths: YAMLNode?) {
    for value in paths?.sequence ?? [] {
      let text = value.string ?? ""
      let segments = text.split(separator: "/")
      let operators = segments.filter { $0 == "{*}" || $0 == "{**}" }
      let isWhole = segments.allSatisfy { operators.contains($0) || !$0.contains { "{}".contains($0) } }
      if !isWhole || operators.dropLast().contains("{**}") {
        diagnostics.error(
          "`\(text.excerpt)` is no path: `{*}` is one whole segment, `{**}` any number, as the last of them",
          at: value.span)
      }
    }
  }

  // MARK: Versions

  private func checkVersion(of field: String, saying value: String? = nil, in node: YAMLNode) {
    guard let entry = node.mapping?.first(where: { $0.name == field }) else { return }
    let text = value.map { "\(field): \($0)" } ?? field
    checkVersion(
      "`\(text)`", since: AuthorizationPolicy.since(text), at: value == nil ? entry.key.span : entry.value.span)
  }

  private func checkVersion(_ words: String, since: IstioVersion?, at span: Span) {
    guard let since, let version = IstioVersion(mesh.version),
      !version.isAtLeast(since.major, since.minor, since.patch ?? 0)
    else { return }
    diagnostics.error(
      "there is \(words) since Istio \(since.major).\(since.minor), not in \(version.number)", at: span)
  }
}
