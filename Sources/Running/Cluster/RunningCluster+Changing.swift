import Contract
import Planning
import PrometheusModel

extension RunningCluster {
  /// Brings pods, objects and configuration from one state into another, in the order in which a cluster would see it.
  func change(from old: StatePlan, to new: StatePlan) throws(HarnessFailure) {
    let oldPods = Dictionary(old.pods.map { ($0.incarnation, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(new.pods.map(\.incarnation))
    let ended = old.pods.filter { !kept.contains($0.incarnation) }
    table.stop(Set(ended.flatMap { pod in pod.roles.map(pod.processName) }))
    for pod in new.pods {
      let names = Set(pod.roles.map(pod.processName))
      table.stop(Set((oldPods[pod.incarnation]?.roles ?? []).map(pod.processName)).subtracting(names))
    }
    try filter(for: new)
    let isReissued = new.workloadCertificates != old.workloadCertificates
    if old.sidecar != new.sidecar { table.stop([Self.sidecarName]) }
    try start(new.pods.filter { oldPods[$0.incarnation] == nil })
    try change(sidecarTo: new.sidecar, isReissued: isReissued)
    try awaitReadiness()
    for pod in new.pods {
      guard let before = oldPods[pod.incarnation] else { continue }
      for role in pod.roles {
        let previous = before.roles.first { pod.processName(of: $0) == pod.processName(of: role) }
        if role != previous || isReissued && role.kind == .proxy { try reconfigure(role, of: pod) }
      }
    }
    try changeAPIServer(from: old, to: new)
    try changeConsul(from: old.consul, to: new.consul)
    let isReconfigured = new.prometheusConfiguration != old.prometheusConfiguration
    var configuration: String?
    if isReconfigured || new.files != old.files || new.certificates != old.certificates {
      configuration = try writeConfiguration(new)
    }
    if isReconfigured, let configuration, options.scraper.keepsSeriesOfRemovedJobs,
      !Set(old.installation.jobs).isSubset(of: new.installation.jobs)
    {
      return try startReal(options.scraper, at: new.scraper.listener.endpoint, new, configuration)
    }
    if isReconfigured {
      try reloadScrapers()
    } else if !new.installation.pollingJobs.isEmpty {
      try reloadBuiltIn()
    }
    realScraper?.markChange(
      to: new, newServer: new.hasAPIServer && !old.hasAPIServer ? firstVersion(of: new.kubeAPI) : nil)
  }

  /// Starts the API server. One after another knows nothing of the changes before.
  func startAPIServer(_ configuration: KubeAPIConfiguration) throws(HarnessFailure) {
    var configuration = configuration
    apiServers += 1
    configuration.firstResourceVersion = firstVersion(of: configuration)
    try table.start(ProcessConfiguration(name: "kube-api", roles: [.kubeAPI(configuration)]))
  }

  /// The version before the first object of the API server that is there.
  private func firstVersion(of configuration: KubeAPIConfiguration) -> Int {
    configuration.firstResourceVersion + (apiServers - 1) * Self.versionsOfAServer
  }

  /// More changes than a scenario makes.
  static let versionsOfAServer = 1_000_000

  /// Changes the objects of the API server, or has it go or come back.
  func changeAPIServer(from old: StatePlan, to new: StatePlan) throws(HarnessFailure) {
    switch (old.hasAPIServer, new.hasAPIServer) {
    case (true, true): try changeObjects(from: old.kubeAPI.objects, to: new.kubeAPI.objects)
    case (true, false): table.stop(["kube-api"])
    case (false, true):
      try startAPIServer(new.kubeAPI)
      try awaitReadiness()
    case (false, false): break
    }
  }

  /// Starts or ends the sidecar of Prometheus' own pod. One whose addresses or routes have changed has been ended before,
  /// and is started anew: the scraper's connections break, where a real one would keep those that its update leaves alone.
  func change(sidecarTo sidecar: ProxyConfiguration?, isReissued: Bool) throws(HarnessFailure) {
    guard current?.sidecar != sidecar || isReissued else { return }
    table.stop([Self.sidecarName])
    guard let sidecar else { return }
    try table.start(ProcessConfiguration(name: Self.sidecarName, roles: [try issued(.proxy(sidecar))]))
  }

  /// The process of that sidecar, as reports name it.
  static let sidecarName = "proxy of Prometheus"

  /// Starts a Consul.
  func start(_ consul: ConsulConfiguration) throws(HarnessFailure) {
    try table.start(ProcessConfiguration(name: "consul", roles: [.consul(consul)]))
  }

  /// Starts, changes or ends the Consul.
  func changeConsul(
    from old: ConsulConfiguration?, to new: ConsulConfiguration?
  ) throws(HarnessFailure) {
    guard old != new else { return }
    guard let new else { return table.stop(["consul"]) }
    guard let process = table.process(playing: .consul) else {
      try start(new)
      return try awaitReadiness()
    }
    try table.command("register its services", of: process, milliseconds: options.patience.command) {
      .reconfigure(id: $0, role: .consul(new))
    }
  }

  /// Has the API server delete, add and replace objects. It acknowledges what has been written to every watch.
  func changeObjects(
    from old: [KubernetesResource], to new: [KubernetesResource]
  ) throws(HarnessFailure) {
    guard let api = table.process(playing: .kubeAPI) else { return }
    func key(_ object: KubernetesResource) -> String {
      "\(object.apiVersion)/\(object.resource)/\(object.namespace ?? "")/\(object.name)"
    }
    let before = Dictionary(old.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.map(key))
    let deleted = old.filter { !after.contains(key($0)) }
    let applied = new.filter { before[key($0)] != $0 }
    if !deleted.isEmpty {
      try table.command("delete objects", of: api, milliseconds: options.patience.command) {
        .delete(id: $0, objects: deleted)
      }
    }
    // Endpoints come after their pods: the API server's controllers publish what the pods' status already says.
    let endpoints: Set = ["endpoints", "endpointslices"]
    for objects in [
      applied.filter { !endpoints.contains($0.resource) }, applied.filter { endpoints.contains($0.resource) },
    ] where !objects.isEmpty {
      try table.command("apply objects", of: api, milliseconds: options.patience.command) {
        .apply(id: $0, objects: objects)
      }
      // A real engine reads of pods and of endpoints by watches of their own, and a watch has no acknowledgement. It
      // keeps what it knew of a pod when the pod's endpoints came.
      if options.realScraper != nil { try table.hear(milliseconds: Self.publishing) }
    }
  }

  /// How long a controller takes at least to publish endpoints, in milliseconds.
  static let publishing = 100
}
