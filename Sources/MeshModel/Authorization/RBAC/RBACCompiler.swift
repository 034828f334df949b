import SourceText

/// One rule of a policy as permissions and principals.
///
/// What a filter chain cannot look at takes an allowing rule out, and is itself left out of a denying one.
struct RBACCompiler {
  let action: AuthorizationPolicy.Action
  /// The policy's own, which service accounts without one are in.
  let namespace: String
  let trustDomains: [String]
  let forTCP: Bool

  /// A value that the chain cannot look at.
  private struct Impossible: Error {}
  private typealias Test = (String) throws(Impossible) -> RBACTerm

  /// Nil if the rule is left out.
  func compile(_ rule: AuthorizationPolicy.Rule) -> (permissions: [RBACTerm], principals: [RBACTerm])? {
    do throws(Impossible) {
      var permission: [RBACTerm] = []
      var principal: [RBACTerm] = []
      for condition in rule.when ?? [] {
        let (terms, isPrincipal) = try self.condition(condition)
        if isPrincipal { principal += terms } else { permission += terms }
      }
      var permissions: [RBACTerm] = []
      for to in rule.to ?? [] { permissions.append(Self.joined(try operation(to.operation) + permission)) }
      var principals: [RBACTerm] = []
      for from in rule.from ?? [] { principals.append(Self.joined(try source(from.source) + principal)) }
      if permissions.isEmpty { permissions = [Self.joined(permission)] }
      if principals.isEmpty { principals = [Self.joined(principal)] }
      return (permissions, principals)
    } catch {
      return nil
    }
  }

  private static func joined(_ terms: [RBACTerm]) -> RBACTerm { .all(terms.isEmpty ? [.any] : terms) }

  // MARK: Parts

  private func source(_ source: AuthorizationPolicy.Source?) throws(Impossible) -> [RBACTerm] {
    guard let source else { return [] }
    return try test(aliases(source.principals), aliases(source.notPrincipals), principal)
      + test(source.requestPrincipals, source.notRequestPrincipals, token)
      + test(source.namespaces, source.notNamespaces, sourceNamespace)
      + test(source.serviceAccounts, source.notServiceAccounts, serviceAccount)
      + test(domains(source.trustDomains), domains(source.notTrustDomains), trustDomain)
      + test(source.ipBlocks, source.notIpBlocks) { value throws(Impossible) in
        .leaf("direct_remote_ip", try self.block(value))
      }
      + test(source.remoteIpBlocks, source.notRemoteIpBlocks) { value throws(Impossible) in
        .leaf("remote_ip", try self.block(value))
      }
  }

  private func operation(_ operation: AuthorizationPolicy.Operation?) throws(Impossible) -> [RBACTerm] {
    guard let operation else { return [] }
    return try test(operation.hosts, operation.notHosts) { value throws(Impossible) in
      try self.http(RBACMatcher.header(":authority", value, ignoresCase: true))
    }
      + test(operation.methods, operation.notMethods) { value throws(Impossible) in
        try self.http(RBACMatcher.header(":method", value))
      } + test(operation.paths, operation.notPaths, path) + test(operation.ports, operation.notPorts, port)
  }

  /// The terms of a condition, and whether they are about who asks.
  private func condition(
    _ condition: AuthorizationPolicy.Condition
  ) throws(Impossible) -> ([RBACTerm], Bool) {
    let key = condition.key
    func test(_ values: [String]?, _ notValues: [String]?, _ match: Test) throws(Impossible) -> [RBACTerm] {
      try self.test(values, notValues, match)
    }
    let (values, notValues) = (condition.values, condition.notValues)
    switch key {
    case "destination.ip":
      return (
        try test(values, notValues) { value throws(Impossible) in
          .leaf("destination_ip", try self.block(value))
        }, false
      )
    case "destination.port": return (try test(values, notValues, port), false)
    case "connection.sni":
      return (try test(values, notValues) { .leaf("requested_server_name", RBACMatcher.text($0)) }, false)
    case "source.ip":
      return (
        try test(values, notValues) { value throws(Impossible) in
          .leaf("direct_remote_ip", try self.block(value))
        }, true
      )
    case "remote.ip":
      return (
        try test(values, notValues) { value throws(Impossible) in .leaf("remote_ip", try self.block(value)) },
        true
      )
    case "source.namespace": return (try test(values, notValues, sourceNamespace), true)
    case "source.principal": return (try test(aliases(values), aliases(notValues), principal), true)
    case "source.serviceAccount": return (try test(values, notValues, serviceAccount), true)
    case "source.trustDomain": return (try test(domains(values), domains(notValues), trustDomain), true)
    default: break
    }
    if key.hasPrefix("request.headers[") && key.hasSuffix("]") {
      let name = String(key.dropFirst("request.headers[".count).dropLast())
      return (
        try test(values, notValues) { value throws(Impossible) in
          try self.http(RBACMatcher.header(name, value))
        },
        true
      )
    }
    if key.hasPrefix("request.auth.") { return (try test(values, notValues, token), true) }
    if key.hasPrefix("experimental.envoy.filters.") {
      return (try test(values, notValues) { _ in .nothing }, false)
    }
    throw Impossible()
  }

  private func test(
    _ values: [String]?, _ notValues: [String]?, _ match: Test
  ) throws(Impossible) -> [RBACTerm] {
    let wanted = try terms(values, match)
    let unwanted = try terms(notValues, match)
    return (wanted.isEmpty ? [] : [.either(wanted)]) + (unwanted.isEmpty ? [] : [.not(.either(unwanted))])
  }

  private func terms(_ values: [String]?, _ match: Test) throws(Impossible) -> [RBACTerm] {
    var terms: [RBACTerm] = []
    for value in values ?? [] {
      do throws(Impossible) { terms.append(try match(value)) } catch  where action != .allow { continue }
    }
    return terms
  }

  // MARK: Attributes

  private func http(_ term: RBACTerm) throws(Impossible) -> RBACTerm {
    if forTCP { throw Impossible() }
    return term
  }

  private func path(_ value: String) throws(Impossible) -> RBACTerm {
    if value.contains("{") {
      let type = "type.googleapis.com/envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig"
      // Istio's `{*}` and `{**}` are Envoy's `*` and `**`. Source: `pilot/pkg/security/authz/matcher/template.go`.
      let template = value.replacing("{**}", with: "**").replacing("{*}", with: "*")
      return try http(
        .leaf(
          "uri_template",
          .mapping([
            ("name", "uri-template"),
            (
              "typed_config",
              .mapping([("@type", .string(type)), ("path_template", .string(template))])
            ),
          ])))
    }
    return try http(.leaf("url_path", .mapping([("path", RBACMatcher.text(value))])))
  }

  private func port(_ value: String) throws(Impossible) -> RBACTerm {
    guard let number = GoSyntax.integer(value), (0...65535).contains(number), value.first != "+" else {
      throw Impossible()
    }
    return .leaf("destination_port", .int(number))
  }

  private func block(_ value: String) throws(Impossible) -> YAMLNode {
    guard AddressBlock(value) != nil else { throw Impossible() }
    let parts = value.split(separator: "/", maxSplits: 1)
    let bits = parts.count == 2 ? GoSyntax.integer(String(parts[1])) : nil
    return .mapping([
      ("address_prefix", .string(String(parts[0]))),
      ("prefix_len", .int(bits ?? (value.contains(":") ? 128 : 32))),
    ])
  }

  /// A token was validated by nobody: no value of it matches.
  private func token(_ value: String) throws(Impossible) -> RBACTerm { try http(.nothing) }

  // MARK: Identities

  private func authenticated(_ matcher: YAMLNode) -> RBACTerm {
    .leaf("authenticated", .mapping([("principal_name", matcher)]))
  }

  private func principal(_ value: String) -> RBACTerm {
    authenticated(RBACMatcher.text(value, after: "spiffe://"))
  }

  private func sourceNamespace(_ value: String) -> RBACTerm {
    let parts = value.split(separator: "*", omittingEmptySubsequences: false).map(RBACMatcher.quoted)
    return authenticated(RBACMatcher.regex(".*/ns/\(parts.joined(separator: ".*"))/.*"))
  }

  private func serviceAccount(_ value: String) -> RBACTerm {
    let parts = value.split(separator: "/", maxSplits: 1).map(RBACMatcher.quoted)
    let (home, account) =
      parts.count == 2 ? (parts[0], parts[1]) : (RBACMatcher.quoted(namespace), RBACMatcher.quoted(value))
    return authenticated(RBACMatcher.regex("spiffe://.+/ns/\(home)/(.+/|)sa/\(account)(/.+)?"))
  }

  private func trustDomain(_ value: String) -> RBACTerm {
    if value == "*" { return authenticated(.mapping([("prefix", "spiffe://")])) }
    guard value.contains("*") else { return authenticated(.mapping([("prefix", "spiffe://\(value)/")])) }
    let parts = value.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
      .map(RBACMatcher.quoted)
    return authenticated(RBACMatcher.regex("spiffe://\(parts.joined(separator: "[^/]*"))/.*"))
  }

  private func aliases(_ principals: [String]?) -> [String]? {
    principals?.flatMap { TrustDomainAliases(trustDomains).principals($0) }
  }

  private func domains(_ values: [String]?) -> [String]? {
    values?.flatMap { trustDomains.contains($0) ? trustDomains : [$0] }
  }
}
