public import KubernetesModel

/// What Consul's webhook made of a pod, and what follows from it for its proxy and its merging server.
public struct ConsulInjectionOutcome: Sendable, Hashable {
  /// The pod as the API server stores it.
  public var pod: Pod
  /// What was decided.
  public var decision: InjectionOutcome.Decision
  /// The service that the pod is an instance of; nil where it is none.
  public var service: String?
  /// The port at which the proxy reaches the service; nil where it has none.
  public var servicePort: UInt16?
  /// Whether iptables redirect the pod's traffic to the proxy.
  public var isTransparent = false
  /// Inbound ports that they do not redirect.
  public var excludedInboundPorts: Set<UInt16> = []
  /// What there is of metrics; nil where they are off.
  public var metrics: Metrics?
  /// Why the pod's containers do not start; nil if they do.
  public var waitsFor: String?

  /// The metrics of an injected pod.
  public struct Metrics: Sendable, Hashable {
    /// Where Prometheus scrapes (20200).
    public var scrapePort: UInt16
    /// The path that is answered there.
    public var scrapePath: String
    /// Where the merging server listens (20100); nil where there is none.
    public var mergedPort: UInt16?
    /// Whether the merging server binds every address of the pod.
    public var isMergedOnEveryAddress: Bool
    /// Whether there are metrics of consul-dataplane itself (20101).
    public var hasOwn: Bool
    /// The arguments of the container that merges.
    public var arguments: [String]
    /// Whether the listener speaks TLS.
    public var speaksTLS: Bool
    /// Why the container that holds proxy and merging exits; nil if it runs.
    public var exits: String?
  }

  /// Whether the pod has a proxy.
  public var isInjected: Bool { decision == .injected }

  /// Whether traffic to a port of the pod goes through the proxy. The proxy's own port is none of the application's.
  public func captures(_ port: UInt16) -> Bool {
    isInjected && isTransparent && !excludedInboundPorts.contains(port)
  }

  /// A pod that stays as it was.
  static func untouched(_ pod: Pod, _ decision: InjectionOutcome.Decision) -> ConsulInjectionOutcome {
    ConsulInjectionOutcome(pod: pod, decision: decision)
  }
}
