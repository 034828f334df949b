/// Whether one rule of a policy matches.
///
/// What a filter chain cannot look at (HTTP on TCP) or what is wrong (a port that is none) makes an allowing
/// rule match nothing, and is left out of a denying one, which then matches more.
///
/// Source: istio/istio `pilot/pkg/security/authz/model/model.go` (`checkError`) and `generator.go`, 1.30.3.
struct RuleMatching {
  let request: AuthorizationRequest
  let action: AuthorizationPolicy.Action
  /// The policy's own, which service accounts without one are in.
  let namespace: String
  let trustDomains: [String]
  let version: IstioVersion

  /// What becomes of one value of an attribute.
  private enum Match { case yes, no, impossible }

  func matches(_ rule: AuthorizationPolicy.Rule) -> Bool {
    // Every part is generated before anything is matched: one impossible value takes the whole rule.
    var from: [Bool?] = (rule.from ?? []).map { source($0.source) }
    var to: [Bool?] = (rule.to ?? []).map { operation($0.operation) }
    let when = (rule.when ?? []).map { condition($0) }
    if from.isEmpty { from = [true] }
    if to.isEmpty { to = [true] }
    guard !(from + to + when).contains(where: { $0 == nil }) else { return false }
    return from.contains(true) && to.contains(true) && !when.contains(false)
  }

  // MARK: Parts; nil if the rule cannot be

  private func source(_ source: AuthorizationPolicy.Source?) -> Bool? {
    guard let source else { return true }
    return all([
      test(source.principals, source.notPrincipals, principal),
      test(source.requestPrincipals, source.notRequestPrincipals, token),
      test(source.namespaces, source.notNamespaces, sourceNamespace),
      test(source.serviceAccounts, source.notServiceAccounts, serviceAccount),
      test(source.trustDomains, source.notTrustDomains, trustDomain),
      test(source.ipBlocks, source.notIpBlocks, sourceAddress),
      test(source.remoteIpBlocks, source.notRemoteIpBlocks) { address($0, remoteIP) },
    ])
  }

  private func operation(_ operation: AuthorizationPolicy.Operation?) -> Bool? {
    guard let operation else { return true }
    return all([
      test(operation.ports, operation.notPorts, port), test(operation.hosts, operation.notHosts, host),
      test(operation.methods, operation.notMethods) {
        text($0, request.http?.method, if: .matchesMethods)
      },
      test(operation.paths, operation.notPaths, path),
    ])
  }

  private func condition(_ condition: AuthorizationPolicy.Condition) -> Bool? {
    let key = condition.key
    func test(_ match: (String) -> Match) -> Bool? { self.test(condition.values, condition.notValues, match) }
    switch key {
    case "destination.ip": return test { address($0, request.destinationIP, if: .matchesAddresses) }
    case "destination.port": return test(port)
    case "connection.sni":
      return test { text($0, request.serverName ?? "", if: .matchesServerNames) }
    case "source.ip": return test(sourceAddress)
    case "remote.ip": return test { address($0, remoteIP) }
    case "source.namespace": return test(sourceNamespace)
    case "source.principal": return test(principal)
    case "source.serviceAccount": return test(serviceAccount)
    case "source.trustDomain": return test(trustDomain)
    default: break
    }
    if key.hasPrefix("request.headers[") && key.hasSuffix("]") {
      let name = key.dropFirst("request.headers[".count).dropLast().lowercased()
      return test { text($0, request.http.map { $0.headers[name] ?? "" }, if: .matchesHeaders) }
    }
    if key.hasPrefix("request.auth.") { return test(token) }
    if key.hasPrefix("experimental.envoy.filters.") { return test { _ in .no } }
    // An attribute that does not exist: the rule is skipped, whatever the action.
    return nil
  }

  private func all(_ parts: [Bool?]) -> Bool? {
    parts.contains(where: { $0 == nil }) ? nil : !parts.contains(false)
  }

  private func test(_ values: [String]?, _ notValues: [String]?, _ match: (String) -> Match) -> Bool? {
    guard let wanted = any(values, match), let unwanted = any(notValues, match) else { return nil }
    return (wanted ?? true) && !(unwanted ?? false)
  }

  /// Whether one of the values matches: `.some(nil)` if there are none to look at, nil if the rule cannot be.
  private func any(_ values: [String]?, _ match: (String) -> Match) -> Bool?? {
    var result: Bool?
    for value in values ?? [] {
      switch match(value) {
      case .yes: result = true
      case .no: result = result ?? false
      case .impossible:
        if !version.exhibits(.httpRulesOnTCP) {
          result = result ?? false
        } else if action == .allow {
          return nil
        }
      }
    }
    return .some(result)
  }

  // MARK: Attributes

  /// What was found out, where the attribute is looked at.
  private func told(_ matches: @autoclosure () -> Bool, if behaviour: IstioBehaviour) -> Match {
    version.exhibits(behaviour) && matches() ? .yes : .no
  }

  private func wildcard(_ pattern: String, _ text: String) -> Bool {
    version.exhibits(.matchesWildcards) ? Wildcard.matches(pattern, text) : pattern == text
  }

  private func text(_ value: String, _ actual: String?, if behaviour: IstioBehaviour) -> Match {
    guard let actual else { return .impossible }
    return told(wildcard(value, actual), if: behaviour)
  }

  private func host(_ value: String) -> Match {
    text(value.lowercased(), request.http?.host.lowercased(), if: .matchesHosts)
  }

  private func path(_ value: String) -> Match {
    guard let http = request.http else { return .impossible }
    let isTemplate = value.contains("{") && version.exhibits(.pathTemplates)
    return told(
      isTemplate ? PathTemplate.matches(value, http.path) : wildcard(value, http.path), if: .matchesPaths)
  }

  private func port(_ value: String) -> Match {
    guard let number = GoSyntax.integer(value), (0...65535).contains(number), value.first != "+" else {
      return .impossible
    }
    return told(number == Int(request.destinationPort), if: .matchesPorts)
  }

  private func sourceAddress(_ block: String) -> Match {
    address(block, request.sourceIP, if: .matchesAddresses)
  }

  private func address(
    _ block: String, _ actual: String, if behaviour: IstioBehaviour = .matchesForwardedAddresses
  ) -> Match {
    guard let block = AddressBlock(block) else { return .impossible }
    return told(block.contains(actual), if: behaviour)
  }

  /// A token was validated by nobody: no value of it matches.
  private func token(_ value: String) -> Match {
    request.http == nil ? .impossible : version.exhibits(.tokensMatchNothing) ? .no : .yes
  }

  /// The last address of `x-forwarded-for`, if there is one.
  private var remoteIP: String {
    let forwarded = request.http?.headers["x-forwarded-for"]?.split(separator: ",").last
    return forwarded.map { GoSyntax.trimmedSpace($0) } ?? request.sourceIP
  }

  // MARK: Identities

  private func principal(_ value: String) -> Match {
    guard let identity = request.principal else { return .no }
    let prefix = "spiffe://"
    if value == "*" { return told(true, if: .matchesPrincipals) }
    guard identity.hasPrefix(prefix) else { return .no }
    let plain = String(identity.dropFirst(prefix.count))
    let values =
      version.exhibits(.aliasesInPolicies) ? TrustDomainAliases(trustDomains).principals(value) : [value]
    return told(values.contains { wildcard($0, plain) }, if: .matchesPrincipals)
  }

  private func sourceNamespace(_ value: String) -> Match {
    guard let identity = request.principal else { return .no }
    let segments = identity.split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() where segment == "ns" && index + 2 < segments.count {
      if Wildcard.glob(value, String(segments[index + 1])) { return told(true, if: .matchesNamespaces) }
    }
    return .no
  }

  private func serviceAccount(_ value: String) -> Match {
    guard let identity = request.principal else { return .no }
    let parts = value.split(separator: "/", maxSplits: 1).map(String.init)
    let (home, account) = parts.count == 2 ? (parts[0], parts[1]) : (namespace, value)
    let segments = identity.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let ns = segments.firstIndex(of: "ns"), let sa = segments.firstIndex(of: "sa"), ns < sa,
      ns + 1 < segments.count, sa + 1 < segments.count
    else { return .no }
    return told(segments[ns + 1] == home && segments[sa + 1] == account, if: .matchesServiceAccounts)
  }

  private func trustDomain(_ value: String) -> Match {
    guard let identity = request.principal, identity.hasPrefix("spiffe://") else { return .no }
    let actual = String(identity.dropFirst("spiffe://".count).prefix { $0 != "/" })
    let names = trustDomains.contains(value) ? trustDomains : [value]
    return told(names.contains { Wildcard.glob($0, actual) }, if: .matchesTrustDomains)
  }
}
