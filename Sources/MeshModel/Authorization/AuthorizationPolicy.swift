public import KubernetesModel

/// Istio's policy on which requests and connections a workload takes.
///
/// Source: istio/api `security/v1beta1/authorization_policy.proto`.
public struct AuthorizationPolicy: Sendable, Hashable, Codable {
  /// Metadata; the namespace decides whom the policy is for.
  public var metadata: ObjectMeta
  /// What the policy says.
  public var spec: Specification

  /// What is done with a request that a rule matches.
  public enum Action: String, Sendable, Hashable, Codable {
    /// Allowed; what no allowing rule matches is denied.
    case allow = "ALLOW"
    /// Denied, whatever else says.
    case deny = "DENY"
    /// Logged.
    case audit = "AUDIT"
    /// Decided by a service of the user's.
    case custom = "CUSTOM"
  }

  /// What a policy says.
  public struct Specification: Sendable, Hashable, Codable {
    /// The workloads; without it, the whole namespace (or, in the root namespace, the mesh).
    public var selector: WorkloadSelector?
    /// Gateways and Services; a policy that has any is not for sidecars.
    public var targetRefs: [TargetReference]?
    /// A single one of them.
    public var targetRef: TargetReference?
    /// `ALLOW` if absent.
    public var action: Action?
    /// Who decides, where the action is `CUSTOM`.
    public var provider: Provider?
    /// Any of them matches; a policy without rules matches nothing.
    public var rules: [Rule]?

    /// Makes a specification.
    public init(
      selector: WorkloadSelector? = nil, action: Action? = nil, rules: [Rule]? = nil,
      targetRefs: [TargetReference]? = nil
    ) {
      self.selector = selector
      self.action = action
      self.rules = rules
      self.targetRefs = targetRefs
    }
  }

  /// An authorizer among the mesh configuration's `extensionProviders`.
  public struct Provider: Sendable, Hashable, Codable {
    /// Its name there.
    public var name: String?
  }

  /// What a policy is attached to instead of workloads.
  public struct TargetReference: Sendable, Hashable, Codable {
    /// `Gateway`, `Service`, ….
    public var kind: String
    /// The object's name.
    public var name: String
  }

  /// Matches if one source, one operation and all conditions match; what is absent matches everything.
  public struct Rule: Sendable, Hashable, Codable {
    /// Who.
    public var from: [From]?
    /// What.
    public var to: [To]?
    /// On which conditions.
    public var when: [Condition]?

    /// Makes a rule.
    public init(from: [From]? = nil, to: [To]? = nil, when: [Condition]? = nil) {
      self.from = from
      self.to = to
      self.when = when
    }
  }

  /// One `from` entry.
  public struct From: Sendable, Hashable, Codable {
    /// All of its fields must match.
    public var source: Source?

    /// Makes an entry.
    public init(source: Source?) { self.source = source }
  }

  /// Who sends a request.
  public struct Source: Sendable, Hashable, Codable {
    /// Identities, without `spiffe://`, and tokens' issuers with subjects.
    public var principals, notPrincipals, requestPrincipals, notRequestPrincipals: [String]?
    /// Namespaces and service accounts of identities.
    public var namespaces, notNamespaces, serviceAccounts, notServiceAccounts: [String]?
    /// Addresses of the connection, and of the client as `x-forwarded-for` has it.
    public var ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks: [String]?
    /// Trust domains of identities.
    public var trustDomains, notTrustDomains: [String]?

    /// A source without any requirement.
    public init() {}
  }

  /// One `to` entry.
  public struct To: Sendable, Hashable, Codable {
    /// All of its fields must match.
    public var operation: Operation?

    /// Makes an entry.
    public init(operation: Operation?) { self.operation = operation }
  }

  /// What a request does.
  public struct Operation: Sendable, Hashable, Codable {
    /// What is asked of whom.
    public var hosts, notHosts, ports, notPorts, methods, notMethods, paths, notPaths: [String]?

    /// An operation without any requirement.
    public init() {}
  }

  /// One condition on an attribute.
  public struct Condition: Sendable, Hashable, Codable {
    /// The attribute: `source.ip`, `request.headers[x]`, ….
    public var key: String
    /// One of them must match.
    public var values: [String]?
    /// None of them may match.
    public var notValues: [String]?

    /// Makes a condition.
    public init(key: String, values: [String]? = nil, notValues: [String]? = nil) {
      self.key = key
      self.values = values
      self.notValues = notValues
    }
  }

  /// Makes a policy.
  public init(metadata: ObjectMeta, spec: Specification = Specification()) {
    self.metadata = metadata
    self.spec = spec
  }

  /// Reads what is there; a policy without `spec` allows nothing.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
    spec = try container.decodeIfPresent(Specification.self, forKey: .spec) ?? Specification()
  }

  /// Whether the policy is for a workload's sidecar.
  ///
  /// Source: istio/istio `pilot/pkg/model/authorization.go`, `ListAuthorizationPolicies`, 1.30.3.
  public func applies(
    toWorkloadIn namespace: String, labels: [String: String], rootNamespace: String,
    version: IstioVersion = .latest
  ) -> Bool {
    let home = metadata.namespace ?? "default"
    guard
      home == namespace || (home == rootNamespace && version.exhibits(.rootPolicyHoldsEverywhere))
        || !version.exhibits(.policyForItsNamespace)
    else { return false }
    let isForOthers = spec.targetRef != nil || !(spec.targetRefs?.isEmpty ?? true)
    if isForOthers, version.exhibits(.targetRefsAreNotForSidecars) { return false }
    return spec.selector?.matches(labels) ?? true || !version.exhibits(.policySelects)
  }

  /// `namespace/name`.
  public var reference: String { "\(metadata.namespace ?? "default")/\(metadata.name)" }

  /// Whether the policy is only tried out: `istio.io/dry-run`.
  var isDryRun: Bool { metadata.annotations?["istio.io/dry-run"].flatMap(GoSyntax.bool) ?? false }
}
