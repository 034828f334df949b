/// What configuration entries say of who may connect to services.
///
/// Source: hashicorp/consul `agent/structs/config_entry_intentions.go`, `agent/structs/intention.go` (precedence),
/// `agent/xds/rbac.go`, 1.16; the entries as Kubernetes objects are in hashicorp/consul-k8s
/// `control-plane/api/v1alpha1/`, 2.0.3.
public struct ConsulPolicies: Sendable, Hashable {
  /// The intentions as they stand.
  public var intentions: [Intention]
  /// Services whose ports take plaintext beside mutual TLS, by name.
  public var permissive: [String: Bool]
  /// What holds for services that say nothing about it.
  public var isPermissiveByDefault: Bool

  /// Makes policies.
  public init(
    intentions: [Intention] = [], permissive: [String: Bool] = [:], isPermissiveByDefault: Bool = false
  ) {
    self.intentions = intentions
    self.permissive = permissive
    self.isPermissiveByDefault = isPermissiveByDefault
  }

  /// Whether one service may connect to another; `*` stands for any.
  public struct Intention: Sendable, Hashable {
    /// Who connects.
    public var source: String
    /// To whom.
    public var destination: String
    /// Whether it may.
    public var allows: Bool

    /// Makes an intention.
    public init(source: String, destination: String, allows: Bool) {
      self.source = source
      self.destination = destination
      self.allows = allows
    }

    /// A named destination counts before a named source.
    fileprivate var precedence: Int { (destination == "*" ? 0 : 2) + (source == "*" ? 0 : 1) }
  }

  /// Who is named in the rules of Envoy's RBAC filter, and whether they may connect.
  public struct Rules: Sendable, Hashable {
    /// Whether those that are named may connect, and nobody else; or may not, and everybody else may.
    public var allows: Bool
    /// Services, or `*`, each without some of them.
    public var principals: [Principal]

    /// Makes rules.
    public init(allows: Bool, principals: [Principal]) {
      self.allows = allows
      self.principals = principals
    }
  }

  /// Services by name, without some.
  public struct Principal: Sendable, Hashable {
    /// A service, or `*`.
    public var source: String
    /// Services that are not meant.
    public var except: [String]

    /// Names services.
    public init(source: String, except: [String] = []) {
      self.source = source
      self.except = except
    }
  }

  /// The rules of a service. What an intention says that the default says, too, is left out, so that it holds against
  /// one of less precedence only where that one is for `*`.
  ///
  /// Source: hashicorp/consul `agent/xds/rbac.go`, `makeRBACRules`, `removeSourcePrecedence`, 1.16.
  public func rules(
    for service: String, allowsByDefault: Bool, version: ConsulVersion = .latest
  ) -> Rules {
    guard version.exhibits(.followsIntentions) else { return Rules(allows: !allowsByDefault, principals: []) }
    let countsNames = version.exhibits(.namedSourceFirst)
    let ordered = intentions(for: service)
    let principals = ordered.enumerated().compactMap { index, intention -> Principal? in
      guard intention.allows != allowsByDefault else { return nil }
      let before = ordered[..<index].map(\.source).filter {
        countsNames && intention.source == "*" && $0 != "*"
      }
      return Principal(source: intention.source, except: before)
    }
    return Rules(allows: !allowsByDefault, principals: principals)
  }

  /// The intentions that are about a service, by precedence; of one source the first.
  func intentions(for service: String) -> [Intention] {
    let about = intentions.filter { $0.destination == service || $0.destination == "*" }
    var known: Set<String> = []
    return about.enumerated().sorted {
      (-$0.element.precedence, $0.offset) < (-$1.element.precedence, $1.offset)
    }.map(\.element).filter { known.insert($0.source).inserted }
  }

  /// Whether a service takes plaintext, too.
  public func isPermissive(_ service: String) -> Bool { permissive[service] ?? isPermissiveByDefault }
}

/// Who a workload is to Consul.
///
/// Source: hashicorp/consul `agent/connect/uri_service.go`, `SpiffeIDService`, 1.16.
public enum ConsulIdentity {
  /// The trust domain: the cluster's id, here always the same, and `consul`.
  public static let trustDomain = "11111111-2222-3333-4444-555555555555.consul"

  /// The SPIFFE ID of a service; the free edition has one namespace.
  public static func spiffeID(service: String, datacenter: String) -> String {
    "spiffe://\(trustDomain)/ns/default/dc/\(datacenter)/svc/\(service)"
  }

  /// The service that a SPIFFE ID names; nil for what is none of Consul's.
  public static func service(in spiffeID: String) -> String? {
    let parts = spiffeID.split(separator: "/", omittingEmptySubsequences: true)
    guard parts.count == 8, parts[0] == "spiffe:", parts[2] == "ns", parts[4] == "dc", parts[6] == "svc" else {
      return nil
    }
    return String(parts[7])
  }
}
