import Contract
import Planning

extension Evidence {
  /// What the sidecar of Prometheus' own pod did last with what was dialled for a target; nil where there is none, or the
  /// target is not captured.
  func outbound(to target: ObservedTarget) -> InboundOutcome? {
    guard let sidecar = plan.sidecar, let address = TargetAddress(target) else { return nil }
    let listener = Endpoint(IPAddress(address.host), address.port)
    return observation.events.reversed().lazy.compactMap { record -> InboundOutcome? in
      guard case .inbound(let outcome) = record.event, record.instance == sidecar.pod.description,
        outcome.listener == listener
      else { return nil }
      return outcome
    }.first
  }

  /// Why a target is down, if the sidecar of Prometheus' own pod is the reason.
  func diagnose(
    ownProxyOf target: ObservedTarget, inbound: InboundOutcome?, _ listener: InboundListener?, _ place: String
  ) -> Diagnosis? {
    guard let outbound = outbound(to: target) else { return nil }
    switch outbound.decision {
    case .blackHole:
      return Diagnosis(
        .connectionBlackHole,
        "the sidecar of Prometheus' own pod lets nothing out to \(target.scrapeURL): REGISTRY_ONLY, and no Service has it"
      )
    case .noRoute:
      return Diagnosis(
        .connectionOwnProxyHasNoRoute,
        "the sidecar of Prometheus' own pod has a listener for \(target.scrapeURL) and no route for that host")
    case .answeredByOwnProxy:
      return Diagnosis(
        .connectionOwnProxyAnswers, "the sidecar of Prometheus' own pod answers for \(target.scrapeURL)")
    case .toOriginalDestination
    where inbound?.decision == .noFilterChainMatch && inbound?.transport == .plaintext
      && listener?.mode == .strict:
      return Diagnosis(
        .tlsPassthroughToStrict,
        "the sidecar of Prometheus' own pod passes plaintext on to port \(listener?.listener.endpoint.port ?? 0) of \(place), which is STRICT"
      )
    default: return nil
    }
  }

  /// Why a series of a pod is not in what an up target of its own brought, if that target is not the pod at all.
  func diagnose(impostorAt target: ObservedTarget, of pod: PlannedPod) -> Diagnosis? {
    guard outbound(to: target)?.decision == .answeredByOwnProxy else { return nil }
    return Diagnosis(
      .connectionOwnProxyAnswers,
      "\(target.scrapeURL) is answered by the sidecar of Prometheus' own pod, not by that of \(pod.reference)")
  }

  /// A Service's address among the targets, behind which the pod is one of several.
  func diagnose(balanced pod: PlannedPod) -> Diagnosis? {
    for target in observation.activeTargets {
      guard let host = TargetAddress(target)?.host,
        let members = plan.podsBehindAddresses[IPAddress(host)], members.contains(pod.reference)
      else { continue }
      return Diagnosis(
        .connectionLoadBalanced,
        "\(target.scrapeURL) is a Service's address: each scrape reaches one of \(members.count) pods")
    }
    return nil
  }
}
