public import Contract
public import KubernetesModel
public import MeshModel
public import PrometheusModel
public import Scenarios

/// What each process of a scenario will get, state by state, before any of them runs.
///
/// A plan is a pure function of the scenario and the addresses that it may use, so that a stored run can be
/// planned again and judged again.
public struct Plan: Sendable {
  /// One for the scenario's first state, one for each step.
  public var states: [StatePlan]
}

/// What each process gets in one state of a scenario.
public struct StatePlan: Sendable {
  /// The name of the step, nil for the first state.
  public var name: String?
  /// The pods that exist.
  public var pods: [PlannedPod]
  /// What the install flavour and the user's additions come to.
  public var installation: Installation
  /// The text of prometheus.yml.
  public var prometheusConfiguration: String
  /// The scraper, its configuration file still to be named by the runner.
  public var scraper: ScraperConfiguration
  /// Where a second scraper listens that is compared with the first.
  public var secondScraper: Endpoint
  /// The API server with the objects that exist after injection.
  public var kubeAPI: KubeAPIConfiguration
  /// Whether the API server is there.
  public var hasAPIServer: Bool
  /// The Consul server, where there is one.
  public var consul: ConsulConfiguration?
  /// The sidecar of Prometheus' own pod, where one captures what the scraper dials.
  public var sidecar: ProxyConfiguration?
  /// The pods behind each cluster IP at which that sidecar answers.
  public var podsBehindAddresses: [IPAddress: [PodReference]] = [:]
  /// The certificates in Prometheus' pod, nil where nothing is mounted.
  public var certificates: CertificateFolder?
  /// The certificates of workloads.
  public var workloadCertificates = MeshCertificates()
  /// What the cluster's network lets through.
  public var network: NetworkPlan
  /// The files beside prometheus.yml, by name.
  public var files: [String: String] = [:]
}

/// A pod as it runs: injected, addressed, with the roles of its containers.
public struct PlannedPod: Sendable {
  /// The namespace and name.
  public var reference: PodReference
  /// Tells apart the pods that bear the same name one after the other: a changed template is a new pod.
  public var incarnation: Int
  /// The pod as its author wrote it.
  public var authored: Pod
  /// The pod as the API server has it: after injection, running, with its IP.
  public var pod: Pod
  /// What Istio's injection decided; nil in another mesh.
  public var injection: InjectionOutcome?
  /// What Consul's injection decided; nil in another mesh.
  public var consul: ConsulInjectionOutcome?
  /// What Linkerd's injection decided; nil in another mesh.
  public var linkerd: LinkerdInjectionOutcome?
  /// Mutual TLS by port, for a pod with a sidecar.
  public var mutualTLS: WorkloadMTLS?
  /// The pod's addresses.
  public var addresses: PodAddresses
  /// What the containers serve.
  public var exposures: [Exposure]
  /// The roles of the pod's containers; identities have no certificates yet.
  public var roles: [RoleConfiguration]
  /// The template in the scenario that the pod comes from.
  public var template: PodTemplate
  /// The release of the control plane that injected the pod, or would have.
  public var meshVersion = ""
  /// Ports on which nobody listens, and from which a NetworkPolicy keeps Prometheus all the same.
  public var silentPorts: [UInt16] = []

  /// Whether a sidecar stands in front of the pod.
  public var hasSidecar: Bool {
    injection?.isInjected ?? consul?.isInjected ?? linkerd?.isInjected ?? false
  }

  /// What the mesh's injection decided; nil without a mesh that injects.
  public var decision: InjectionOutcome.Decision? {
    injection?.decision ?? consul?.decision ?? linkerd?.decision
  }

  /// Whether traffic to a port of the pod IP goes through the proxy.
  public func captures(_ port: UInt16) -> Bool {
    hasSidecar && (injection?.captures(port) ?? consul?.captures(port) ?? linkerd?.captures(port) ?? false)
  }

  /// The port at which merged metrics are scraped: 15020 by default, in Consul 20200.
  public var statusPort: UInt16 {
    injection?.statusPort ?? consul.map { $0.metrics?.scrapePort ?? 20_200 } ?? 15_020
  }

  /// Where, on the pod's localhost, proxy and agent tell their metrics.
  public var metricsDoors: [(source: ObservedExposure.Source, port: UInt16, path: String)] {
    guard hasSidecar else { return [] }
    if linkerd != nil { return [(.proxy, 4191, "/metrics")] }
    return statisticsDoors.map { ($0.source, $0.port, "/stats/prometheus") }
  }

  private var statisticsDoors: [(source: ObservedExposure.Source, port: UInt16)] {
    guard let consul else { return [(.proxy, 15_090), (.agent, statusPort)] }
    guard consul.metrics?.exits == nil else { return [] }
    return [(.proxy, 19_000)] + (consul.metrics?.mergedPort.map { [(.agent, $0)] } ?? [])
  }

  /// Whether the API server refuses the pod, because the injection webhook does: it then does not exist.
  public var isRefused: Bool {
    if case .rejected = decision { true } else { false }
  }
}

/// The three planes that stand in for a pod's network namespace.
public struct PodAddresses: Sendable, Hashable {
  /// The pod IP: what the rest of the cluster dials.
  public var pod: IPAddress
  /// The application's pod-IP listeners as seen by the pod's own sidecar; the pod IP itself without one.
  public var eth0: IPAddress
  /// The pod's localhost.
  public var loopback: IPAddress
  /// Where the sockets are that stand at the pod IP in a cluster, while the sidecar of Prometheus' own pod listens there;
  /// else the pod IP.
  public var behind: IPAddress
}
