public import KubernetesModel

/// What Linkerd's injector made of a pod.
public struct LinkerdInjectionOutcome: Sendable, Hashable {
  /// The pod as the API server stores it.
  public var pod: Pod
  /// What was decided.
  public var decision: InjectionOutcome.Decision
  /// Inbound ports that are not redirected.
  public var skippedInboundPorts: Set<UInt16> = []
  /// Inbound ports whose bytes are handed on as they are.
  public var opaquePorts: Set<UInt16> = []
  /// What holds where no Server selects a port.
  public var defaultPolicy = LinkerdPolicy.allUnauthenticated

  /// Whether the pod has a proxy.
  public var isInjected: Bool { decision == .injected }

  /// Whether traffic to a port of the pod goes through the proxy.
  public func captures(_ port: UInt16) -> Bool { isInjected && !skippedInboundPorts.contains(port) }
}

/// The policies that hold where no Server selects a port.
///
/// Source: linkerd/linkerd2 `charts/linkerd-control-plane/values.yaml`, `proxy.defaultInboundPolicy`, 2.18.
public enum LinkerdPolicy: String, Sendable, Hashable, CaseIterable {
  /// Everybody.
  case allUnauthenticated = "all-unauthenticated"
  /// Everybody with an identity of the mesh.
  case allAuthenticated = "all-authenticated"
  /// Everybody within the cluster's networks, in which Prometheus is.
  case clusterUnauthenticated = "cluster-unauthenticated"
  /// Everybody within them with an identity of the mesh.
  case clusterAuthenticated = "cluster-authenticated"
  /// Nobody.
  case deny
  /// Everybody, with a word in the log where another policy would refuse; since 2.16.
  case audit

  /// The policy of a name, as far as the release knows it.
  public init?(_ text: String, in version: LinkerdVersion) {
    guard let policy = Self(rawValue: text), policy != .audit || version.minor >= 16 else { return nil }
    self = policy
  }

  /// Whether a client outside the mesh is let in.
  public var admitsUnmeshed: Bool {
    switch self {
    case .allUnauthenticated, .clusterUnauthenticated, .audit: true
    case .allAuthenticated, .clusterAuthenticated, .deny: false
    }
  }
}

/// Linkerd's injector as a function over a pod.
///
/// Source: linkerd/linkerd2 `pkg/inject/report.go`, `pkg/inject/inject.go`,
/// `charts/partials/templates/_proxy.tpl` and `_proxy-init.tpl`, edge of August 2026.
public enum LinkerdInjection {
  /// What the API server stores for a pod that is created in a namespace.
  public static func inject(
    _ pod: Pod, namespace: Namespace, defaultPolicy: LinkerdPolicy, ignoredPorts: String,
    version: LinkerdVersion
  ) -> LinkerdInjectionOutcome {
    let own = pod.metadata.annotations ?? [:]
    let inherited = namespace.metadata.annotations ?? [:]
    if let reason = reasonToSkip(pod, own, inherited, version) {
      return LinkerdInjectionOutcome(pod: pod, decision: .skipped(reason: reason))
    }
    func configured(_ name: String) -> String? {
      let key = "config.linkerd.io/\(name)"
      return own[key] ?? inherited[key]
    }
    var outcome = LinkerdInjectionOutcome(pod: pod, decision: .injected)
    let policyKey = "config.linkerd.io/default-inbound-policy"
    let policy =
      version.exhibits(.podPolicyBeforeNamespace)
      ? own[policyKey] ?? inherited[policyKey] : inherited[policyKey] ?? own[policyKey]
    // What is no policy is passed over with a word in the injector's log.
    outcome.defaultPolicy = policy.flatMap { LinkerdPolicy($0, in: version) } ?? defaultPolicy
    let annotated = version.exhibits(.skipsAnnotatedPorts) ? configured("skip-inbound-ports") : nil
    outcome.skippedInboundPorts = ports(annotated ?? ignoredPorts)
    if version.exhibits(.skipsAdminPort) { outcome.skippedInboundPorts.formUnion([4190, 4191]) }
    outcome.opaquePorts = ports(configured("opaque-ports") ?? "25,587,3306,4444,5432,6379,9300,11211")

    var labels = pod.metadata.labels ?? [:]
    labels["linkerd.io/control-plane-ns"] = "linkerd"
    labels["linkerd.io/workload-ns"] = namespace.metadata.name
    outcome.pod.metadata.labels = labels
    outcome.pod.metadata.annotations = own.merging(["linkerd.io/proxy-version": "\(version.number)"]) { $1 }
    outcome.pod.spec.initContainers = (pod.spec.initContainers ?? []) + [Container(name: "linkerd-init")]
    // The proxy comes first, so that the application finds it running.
    outcome.pod.spec.containers.insert(
      Container(
        name: "linkerd-proxy",
        ports: [
          ContainerPort(name: "linkerd-proxy", containerPort: 4143),
          ContainerPort(name: "linkerd-admin", containerPort: 4191),
        ]), at: 0)
    return outcome
  }

  private static func reasonToSkip(
    _ pod: Pod, _ own: [String: String], _ inherited: [String: String], _ version: LinkerdVersion
  ) -> String? {
    if pod.spec.hostNetwork == true { return "the pod has the node's network (hostNetwork: true)" }
    let key = "linkerd.io/inject"
    let values = ["enabled", "ingress", "disabled", nil]
    guard values.contains(own[key]) else { return "\(key) on the pod is neither enabled nor disabled" }
    guard values.contains(inherited[key]) else {
      return "\(key) on the namespace is neither enabled nor disabled"
    }
    func enables(_ value: String?) -> Bool { value == "enabled" || value == "ingress" }
    guard version.exhibits(.podBeforeNamespace) else {
      return enables(inherited[key]) ? nil : "the namespace is not annotated \(key): enabled"
    }
    if enables(inherited[key]) { return own[key] == "disabled" ? "\(key) on the pod says no" : nil }
    return enables(own[key]) ? nil : "neither the namespace nor the pod is annotated \(key): enabled"
  }

  /// Reads ports and ranges of them: `4567,8000-8100`. What is neither is passed over.
  ///
  /// Source: linkerd/linkerd2 `pkg/util/portrange.go`, `pkg/util/parsing.go`, edge of August 2026.
  private static func ports(_ list: String) -> Set<UInt16> {
    var ports: Set<UInt16> = []
    for range in list.split(separator: ",") {
      let bounds = range.filter { $0 != " " }.split(separator: "-", omittingEmptySubsequences: false)
        .map { UInt16($0) }
      guard let lower = bounds.first ?? nil, let upper = bounds.last ?? nil, bounds.count <= 2, lower <= upper
      else { continue }
      ports.formUnion(lower...upper)
    }
    return ports
  }
}
