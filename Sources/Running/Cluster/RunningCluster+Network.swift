import Contract
import Planning
import Wire

extension RunningCluster {
  /// Has the network let through what the state's policies allow.
  func filter(for state: StatePlan) throws(HarnessFailure) {
    if options.proxy != .builtIn, !state.network.policies.isEmpty, state.pods.contains(where: \.hasSidecar) {
      // Envoy opens its sockets itself, where no filter can be put before them.
      throw HarnessFailure(message: "NetworkPolicies are played in front of built-in proxies only")
    }
    do throws(WireError) {
      try table.filters.prepare(for: state)
    } catch {
      throw HarnessFailure(message: "cannot play the NetworkPolicies: \(error.message)")
    }
  }
}
