/// A pod as NetworkPolicies see it.
public struct NetworkedPod: Sendable, Hashable {
  /// Its namespace.
  public var namespace: String
  /// The labels of its namespace.
  public var namespaceLabels: [String: String]
  /// Its own labels.
  public var labels: [String: String]
  /// The ports that its containers declare, by which policies can name them.
  public var ports: [ContainerPort]

  /// Describes a pod.
  public init(
    namespace: String, namespaceLabels: [String: String], labels: [String: String], ports: [ContainerPort] = []
  ) {
    self.namespace = namespace
    self.namespaceLabels = namespaceLabels
    self.labels = labels
    self.ports = ports
  }
}

/// Why a connection does not come about: none of the policies that isolate one of its ends allows it.
public struct NetworkPolicyDenial: Sendable, Hashable {
  /// Whether they isolate the end that is connected to, or the one that connects.
  public var direction: NetworkPolicySpec.Direction
  /// The policies, `namespace/name`, in order.
  public var policies: [String]

  /// Makes a denial.
  public init(direction: NetworkPolicySpec.Direction, policies: [String]) {
    self.direction = direction
    self.policies = policies
  }
}

extension [NetworkPolicy] {
  /// Whether a TCP connection is denied, and by whom.
  ///
  /// A pod that no policy of a direction selects is open in that direction; one that some select takes what any of them
  /// allows. Both ends must allow a connection. What policies deny is dropped by the node's network: whoever connects
  /// waits until its time is up, and sees neither a reset nor a refusal.
  ///
  /// Source: kubernetes/api `networking/v1/types.go`, `NetworkPolicySpec` and `NetworkPolicyPeer`, 1.34;
  /// kubernetes/website `content/en/docs/concepts/services-networking/network-policies.md`, "The two sorts of pod
  /// isolation".
  public func denial(
    from source: NetworkedPod, to destination: NetworkedPod, port: UInt16
  ) -> NetworkPolicyDenial? {
    let incoming = isolating(destination, .ingress)
    if !incoming.isEmpty,
      !incoming.contains(where: { $0.allows(from: source, to: destination, port: port) })
    {
      return NetworkPolicyDenial(direction: .ingress, policies: incoming.map(\.reference).sorted())
    }
    let outgoing = isolating(source, .egress)
    if !outgoing.isEmpty,
      !outgoing.contains(where: { $0.allows(leaving: source, to: destination, port: port) })
    {
      return NetworkPolicyDenial(direction: .egress, policies: outgoing.map(\.reference).sorted())
    }
    return nil
  }

  private func isolating(_ pod: NetworkedPod, _ direction: NetworkPolicySpec.Direction) -> [NetworkPolicy] {
    filter {
      $0.metadata.namespace ?? "default" == pod.namespace && $0.spec.isAbout(direction)
        && ($0.spec.podSelector?.matches(pod.labels) ?? true)
    }
  }
}

extension NetworkPolicy {
  fileprivate func allows(from source: NetworkedPod, to destination: NetworkedPod, port: UInt16) -> Bool {
    (spec.ingress ?? []).contains { rule in
      includes(source, in: rule.from) && Self.includes(port, of: destination, in: rule.ports)
    }
  }

  fileprivate func allows(leaving source: NetworkedPod, to destination: NetworkedPod, port: UInt16) -> Bool {
    (spec.egress ?? []).contains { rule in
      includes(destination, in: rule.to) && Self.includes(port, of: destination, in: rule.ports)
    }
  }

  private func includes(_ pod: NetworkedPod, in peers: [NetworkPolicyPeer]?) -> Bool {
    guard let peers, !peers.isEmpty else { return true }
    return peers.contains { peer in
      if let block = peer.ipBlock {
        return IPBlock.everywhere.contains(block.cidr) && (block.except ?? []).isEmpty
      }
      if let namespaces = peer.namespaceSelector {
        return namespaces.matches(pod.namespaceLabels) && peer.podSelector?.matches(pod.labels) ?? true
      }
      guard let pods = peer.podSelector else { return false }
      return pod.namespace == metadata.namespace ?? "default" && pods.matches(pod.labels)
    }
  }

  private static func includes(_ port: UInt16, of pod: NetworkedPod, in ports: [NetworkPolicyPort]?) -> Bool {
    guard let ports, !ports.isEmpty else { return true }
    return ports.contains { allowed in
      guard allowed.protocol ?? "TCP" == "TCP" else { return false }
      switch allowed.port {
      case nil: return true
      case .number(let first): return first <= port && port <= max(first, allowed.endPort ?? first)
      case .name(let name):
        return pod.ports.contains {
          $0.name == name && $0.containerPort == port && $0.protocol ?? "TCP" == "TCP"
        }
      }
    }
  }
}
