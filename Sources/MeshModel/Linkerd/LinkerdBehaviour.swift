public import Behaviours

/// Something that Linkerd does or does not do: the keys of one table.
///
/// The raw value is the id under which documentation, reports and mutants name the behaviour.
public enum LinkerdBehaviour: String, Sendable, Hashable, CaseIterable {
  case podBeforeNamespace = "linkerd.injection.pod-before-namespace"
  case skipsAdminPort = "linkerd.capture.skips-admin-port"
  case skipsAnnotatedPorts = "linkerd.capture.skips-annotated-ports"
  case guardsAdminPort = "linkerd.policy.guards-admin-port"
  case podPolicyBeforeNamespace = "linkerd.policy.pod-before-namespace"
  case serverBeforeDefault = "linkerd.policy.server-before-default"
  case authorizesByServer = "linkerd.policy.authorizations"
  case accessPolicyOfServer = "linkerd.policy.access-policy"
  case dialsPodIP = "linkerd.inbound.pod-ip"

  /// What the table says.
  var fact: BehaviourRow {
    switch self {
    case .podBeforeNamespace:
      BehaviourRow(
        summary: "linkerd.io/inject disabled on the pod wins over the namespace, enabled is enough on either",
        source: "linkerd/linkerd2 pkg/inject/report.go, disabledByAnnotation")
    case .skipsAdminPort:
      BehaviourRow(
        summary: "The proxy's own ports 4190 and 4191 are not redirected",
        source: "linkerd/linkerd2 charts/partials/templates/_proxy-init.tpl, --inbound-ports-to-ignore")
    case .skipsAnnotatedPorts:
      BehaviourRow(
        summary:
          "config.linkerd.io/skip-inbound-ports names ports that are not redirected, in place of the chart's",
        source: "linkerd/linkerd2 pkg/k8s/labels.go, ProxyIgnoreInboundPortsAnnotation")
    case .guardsAdminPort:
      BehaviourRow(
        summary: "The proxy's own metrics port is under the policy, too, although it is not redirected",
        source: "linkerd/linkerd2-proxy linkerd/app/admin/src/stack.rs, get_policy")
    case .podPolicyBeforeNamespace:
      BehaviourRow(
        summary:
          "config.linkerd.io/default-inbound-policy on the pod wins over the namespace, and that over the chart",
        source: "linkerd/linkerd2 pkg/k8s/labels.go, ProxyDefaultInboundPolicyAnnotation")
    case .serverBeforeDefault:
      BehaviourRow(
        summary: "A port that a Server selects is refused to all that no authorization lets in",
        source: "linkerd/linkerd2 policy-controller/k8s/index/src/inbound/index.rs, inbound_server")
    case .authorizesByServer:
      BehaviourRow(
        summary:
          "A ServerAuthorization for unauthenticated clients lets everybody in at the Servers that it selects",
        source: "linkerd/linkerd2 policy-controller/k8s/index/src/inbound/index.rs, client_authzs")
    case .accessPolicyOfServer:
      BehaviourRow(
        since: "2.16.0",
        summary: "accessPolicy of a Server says what holds where no authorization does; deny without it",
        source: "linkerd/linkerd2 charts/linkerd-crds/templates/policy/server.yaml, accessPolicy")
    case .dialsPodIP:
      BehaviourRow(
        summary: "The proxy forwards to the address that was dialled, the pod's IP",
        source: "linkerd/linkerd2-proxy linkerd/app/inbound/src/detect.rs, Param<Remote<ServerAddr>>")
    }
  }
}

extension LinkerdBehaviour: ModelledBehaviour {
  /// `Linkerd`.
  public static let subject = "Linkerd"

  /// What the ledger says of it.
  public var row: BehaviourRow { fact }
}

/// A release of Linkerd: `2.14.10`, or a minor line. Those before 2.14 are not played: before 2.11
/// there were no policies, and then unknown ports were refused otherwise.
public struct LinkerdVersion: Hashable, Sendable {
  /// The minor line of 2.
  public let minor: Int
  /// The text without mutations.
  public let number: String
  /// Behaviours that are deliberately the opposite.
  public let mutations: Set<LinkerdBehaviour>

  /// Reads `2.14`, `2.14.10`; nil for anything else, and for what is not played.
  public init?(_ text: String) {
    let parts = text.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    let fields = parts[0].drop { $0 == "v" }.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(fields.count), fields[0] == "2", fields.allSatisfy({ Int($0) != nil }),
      let minor = Int(fields[1]), minor >= 14
    else { return nil }
    self.minor = minor
    number = String(parts[0].drop { $0 == "v" })
    var wrong: Set<LinkerdBehaviour> = []
    for id in parts.count == 2 ? parts[1].split(separator: ",") : [] {
      guard let behaviour = LinkerdBehaviour(rawValue: String(id)) else { return nil }
      wrong.insert(behaviour)
    }
    mutations = wrong
  }

  /// The newest minor line that this project knows.
  public static let latest = "2.18"

  /// Whether the release behaves in this way, or, if the behaviour is mutated, whether it does not.
  public func exhibits(_ behaviour: LinkerdBehaviour) -> Bool {
    let holds = behaviour == .accessPolicyOfServer ? minor >= 16 : true
    return holds != mutations.contains(behaviour)
  }
}
