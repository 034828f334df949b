public import KubernetesModel

/// Mutual TLS of a workload on inbound traffic. The raw values are those of the manifests.
///
/// Source: istio/api `security/v1beta1/peer_authentication.proto`, `PeerAuthentication.MutualTLS.Mode`.
public enum MTLS: String, Sendable, Hashable, Codable, CaseIterable {
  /// Plaintext only.
  case disable = "DISABLE"
  /// Plaintext and mutual TLS.
  case permissive = "PERMISSIVE"
  /// Mutual TLS with a client certificate only.
  case strict = "STRICT"
}

/// Istio's policy on who may connect in which way.
///
/// Source: istio/api `security/v1beta1/peer_authentication.proto`.
public struct PeerAuthentication: Sendable, Hashable, Codable {
  /// `security.istio.io/v1`.
  public var apiVersion: String? = "security.istio.io/v1"
  /// `PeerAuthentication`.
  public var kind: String? = "PeerAuthentication"
  /// Metadata; namespace and age decide on precedence.
  public var metadata: ObjectMeta
  /// What the policy says.
  public var spec: Specification

  /// What a policy says.
  public struct Specification: Sendable, Hashable, Codable {
    /// The workloads; without it, the whole namespace (or, in the root namespace, the mesh).
    public var selector: WorkloadSelector?
    /// The mode; absent inherits.
    public var mtls: Setting?
    /// Modes by workload port (not Service port), as the manifest's string keys.
    public var portLevelMtls: [String: Setting]?

    /// Makes a specification.
    public init(
      selector: WorkloadSelector? = nil, mtls: Setting? = nil, portLevelMtls: [String: Setting]? = nil
    ) {
      self.selector = selector
      self.mtls = mtls
      self.portLevelMtls = portLevelMtls
    }
  }

  /// One `mtls:` block.
  public struct Setting: Sendable, Hashable, Codable {
    /// The mode; nil or `UNSET` inherits from the wider scope.
    public var mode: String?

    /// Sets a mode.
    public init(mode: String?) { self.mode = mode }

    /// Sets a mode.
    public init(_ mode: MTLS) { self.mode = mode.rawValue }

    /// The mode that the block sets, nil if it inherits.
    public var explicit: MTLS? { mode.flatMap(MTLS.init(rawValue:)) }
  }

  /// Makes a policy.
  public init(metadata: ObjectMeta, spec: Specification = Specification()) {
    self.metadata = metadata
    self.spec = spec
  }

  /// The policy that a mesh-wide mode comes to: named `default`, in the root namespace.
  public static func meshWide(_ mode: MTLS, rootNamespace: String = "istio-system") -> PeerAuthentication {
    PeerAuthentication(
      metadata: ObjectMeta(name: "default", namespace: rootNamespace), spec: Specification(mtls: Setting(mode)))
  }

  /// Reads what is there; the rest has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    apiVersion = try container.decodeIfPresent(String.self, forKey: .apiVersion) ?? apiVersion
    kind = try container.decodeIfPresent(String.self, forKey: .kind) ?? kind
    metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
    spec = try container.decodeIfPresent(Specification.self, forKey: .spec) ?? Specification()
  }
}

/// The workloads that a policy is for, by the labels of their pods.
///
/// Source: istio/api `type/v1beta1/selector.proto`, `WorkloadSelector`.
public struct WorkloadSelector: Sendable, Hashable, Codable {
  /// Labels that a pod must have.
  public var matchLabels: [String: String]?

  /// Makes a selector.
  public init(matchLabels: [String: String]? = nil) { self.matchLabels = matchLabels }

  /// Whether there is anything to select by.
  public var isEmpty: Bool { matchLabels?.isEmpty ?? true }

  /// Whether a pod with these labels is selected.
  public func matches(_ labels: [String: String]) -> Bool {
    (matchLabels ?? [:]).allSatisfy { labels[$0.key] == $0.value }
  }
}
