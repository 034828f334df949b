import Contract
import KubernetesModel
import MeshModel
import PrometheusModel
public import Scenarios
public import SourceText

/// Turns a scenario into a plan.
///
/// Expanding: template -> pods · Injecting: pod -> injected pod · Addressing: pods -> planes · Roles: planes and
/// policies -> role configurations · Installing: flavour and monitors -> prometheus.yml.
public enum Planner {
  /// How many addresses a plan of the scenario needs at most.
  public static func addressCount(for scenario: Scenario) -> Int {
    let pods = scenario.states.reduce(0) { $0 + $1.pods.reduce(0) { $0 + $1.replicas } }
    guard scenario.isEverCaptured else { return AddressLayout.count(pods: pods) }
    return AddressLayout.count(
      capturedPods: pods, services: scenario.states.reduce(0) { $0 + $1.services.count })
  }

  /// Plans every state of a scenario.
  /// - Throws: what is wrong with the scenario beyond its form: a monitor that does not parse, values that the
  ///   flavour does not know.
  public static func plan(_ scenario: Scenario, addresses: AddressRange) throws(Diagnostics) -> Plan {
    var incarnations = Incarnations()
    let mentioned = MentionedPorts.inScenario(scenario)
    let hasNetworkPolicies = scenario.states.contains { !$0.networkPolicies.isEmpty }
    let services =
      scenario.isEverCaptured
      ? ServiceAddresses(scenario) { addresses.address(addresses.count - 1 - $0) } : ServiceAddresses()
    var states: [StatePlan] = []
    for state in scenario.states {
      states.append(
        try plan(
          state, MeshPlan(state, isEverCaptured: scenario.isEverCaptured),
          NetworkPlan(state, isEverUsed: hasNetworkPolicies), addresses: addresses, services: services,
          mentioned: mentioned, incarnations: &incarnations))
    }
    return Plan(states: states)
  }

  private static func plan(
    _ state: State, _ mesh: MeshPlan, _ network: NetworkPlan, addresses: AddressRange,
    services: ServiceAddresses, mentioned: Set<UInt16>, incarnations: inout Incarnations
  ) throws(Diagnostics) -> StatePlan {
    var pods: [PlannedPod] = []
    for template in state.pods {
      for authored in template.expanded() {
        pods.append(
          mesh.plan(authored, of: template, addresses: addresses, mentioned: mentioned, &incarnations))
      }
    }
    let installation = try Installation.resolve(state.prometheus.request(namespaces: state.namespaces))
    let api = Endpoint(addresses.address(AddressLayout.kubeAPI), 6443)
    let scraper = addresses.address(AddressLayout.scraper)
    let book = PodAddressBook(pods)
    pods = try pods.map { pod throws(Diagnostics) in try pod.filled(by: book) }
    for index in pods.indices {
      pods[index].silentPorts = network.silentPorts(of: pods[index], mentioned: mentioned)
    }
    let consul = Endpoint(addresses.address(AddressLayout.consul), 8500)
    let certificates = state.certificateFolder
    let file = PrometheusFile(
      apiServer: api, consul: state.consul == nil ? nil : consul, namespace: state.prometheus.namespace,
      certificates: certificates)
    var files: [String: String] = [:]
    for (name, text) in state.prometheus.files {
      files[name] = try book.filled(text.string ?? "", at: text.span)
    }
    let outbound = mesh.capture.map {
      OutboundPlan(
        state: state, pods: pods, capture: $0, services: services, mentioned: mentioned,
        version: IstioVersion(state.mesh.version) ?? .latest)
    }
    return StatePlan(
      name: state.name, pods: pods, installation: installation,
      prometheusConfiguration: try book.filled(
        file.text(installation.configuration), at: state.prometheus.span),
      scraper: ScraperConfiguration(
        listener: Listener(Endpoint(scraper, 9090)), version: "\(installation.prometheusVersion)",
        configurationFile: "", sourceAddress: scraper, features: state.prometheus.features,
        fault: state.prometheus.fault.flatMap(Fault.init(rawValue:)) ?? state.fault(.scraper)),
      secondScraper: Endpoint(addresses.address(AddressLayout.secondScraper), 9090),
      kubeAPI: KubeAPIConfiguration(
        listener: Listener(api),
        objects: ClusterObjects.resources(pods: pods, state: state, services: services)
          + (try ManifestResources.resources(state.kubernetes, pods: book)),
        fault: state.fault(.kubeAPI)), hasAPIServer: state.hasAPIServer,
      consul: try state.consul.map { server throws(Diagnostics) in
        try ConsulRegistration.configuration(server, at: consul, pods: book, fault: state.fault(.consul))
      }, sidecar: outbound?.proxy(source: scraper),
      podsBehindAddresses: outbound?.podsBehindAddresses ?? [:], certificates: certificates,
      workloadCertificates: state.mesh.certificates, network: network, files: files)
  }
}

/// Numbers the pods that follow each other under one name: the same content keeps its number and with it its
/// address, changed content is a new pod with a new IP, as a rollout makes it.
struct Incarnations {
  private var numbers: [Key: Int] = [:]

  struct Key: Hashable {
    var reference: PodReference
    var pod: Pod
    var exposures: [Exposure]
    var version: String
    /// Where the pod's sockets are depends on it.
    var capture: OutboundCapture?
  }

  mutating func number(of key: Key) -> Int {
    if let known = numbers[key] { return known }
    let next = numbers.count
    numbers[key] = next
    return next
  }
}
