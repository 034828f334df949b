import Contract
import Planning
import Wire

/// The node's packet filter, as far as NetworkPolicies make one: it drops what a policy denies.
///
/// A listening socket on a pod IP gets a filter of its own that drops every packet, so that a client's SYN stays
/// unanswered and it tries again until its time is up. Connections that exist have no part in it.
final class PacketFilters {
  /// Descriptors of the sockets that processes listen on, on pod IPs.
  private var guarded: [Endpoint: Int32] = [:]
  /// Sockets that nobody serves and nobody can reach: a port without a process, behind a policy.
  private var silent: [Endpoint: Int32] = [:]
  private var dropped: Set<Endpoint> = []
  private var pods: Set<IPAddress> = []

  deinit { close() }

  /// Lets go of every socket, so that others can have the addresses.
  func close() {
    for descriptor in Array(guarded.values) + Array(silent.values) { Sockets.close(descriptor) }
    guarded = [:]
    silent = [:]
  }

  /// Takes the policies of a state, before its new processes start.
  func prepare(for state: StatePlan) throws(WireError) {
    guard state.network.isEverUsed else { return }
    pods = Set(state.pods.flatMap { [$0.addresses.pod, $0.addresses.behind] })
    let gone = guarded.keys.filter { !pods.contains($0.address) }
    for endpoint in gone { guarded.removeValue(forKey: endpoint).map { _ = Sockets.close($0) } }
    dropped = []
    for pod in state.pods {
      for endpoint in pod.clusterEndpoints where state.network.denial(of: endpoint.port, on: pod) != nil {
        dropped.insert(endpoint)
      }
    }
    for (endpoint, descriptor) in guarded where pods.contains(endpoint.address) {
      try Sockets.setDropsPackets(descriptor, dropped.contains(endpoint))
    }
    // Where Prometheus' own sidecar stands at the pod's IP, what the node drops is behind it.
    let captured = Set((state.sidecar?.outbound ?? []).map(\.listener.endpoint))
    let wanted = Set(
      state.pods.flatMap { pod in
        pod.silentPorts.map { port in
          captured.contains(Endpoint(pod.addresses.pod, port))
            ? Endpoint(pod.addresses.behind, port) : Endpoint(pod.addresses.pod, port)
        }
      })
    for endpoint in silent.keys where !wanted.contains(endpoint) {
      silent.removeValue(forKey: endpoint).map { _ = Sockets.close($0) }
    }
    for endpoint in wanted where silent[endpoint] == nil {
      let descriptor = try Sockets.listen(endpoint)
      silent[endpoint] = descriptor
      try Sockets.setDropsPackets(descriptor, true)
    }
  }

  /// Takes a listening socket before a process gets it.
  func guardListener(_ descriptor: Int32, at endpoint: Endpoint) throws(WireError) {
    guard pods.contains(endpoint.address) else { return }
    let own = try Sockets.duplicate(descriptor)
    guarded.updateValue(own, forKey: endpoint).map { _ = Sockets.close($0) }
    if dropped.contains(endpoint) { try Sockets.setDropsPackets(own, true) }
  }
}
