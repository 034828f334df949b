import Contract
import Exposition
import Planning
import PrometheusModel
import Scenarios
import Wire

/// The processes of a scenario, brought from one planned state into the next.
final class RunningCluster {
  private let resources: RunResources
  let options: RunOptions
  private let folder: RunFolder
  let table: ProcessTable
  let client = HTTPClient()
  private var current: StatePlan?
  /// The real engine, in the place of the built-in scraper or beside it.
  private(set) var realScraper: RealScraper?
  /// What the built-in scraper told in the last state; only while two are compared.
  var lastReading: ScraperReading?
  /// The labels as discovered of every target of an earlier state; only while two are compared.
  var earlierTargets: Set<[String: String]> = []
  /// The labels of the targets whose job a reload has removed; only while two are compared.
  var removedTargets: Set<[String: String]> = []
  /// Why a scraper does not take its configuration, by the scraper; only while two are compared.
  private(set) var refusals = Refusals()

  /// What the scrapers that are compared say of a configuration that they do not take.
  struct Refusals {
    var builtIn: String?
    var real: String?
    var isEmpty: Bool { builtIn == nil && real == nil }
  }

  init(resources: RunResources, options: RunOptions, folder: RunFolder) {
    self.resources = resources
    self.options = options
    self.folder = folder
    table = ProcessTable(executable: resources.executable, claims: resources.slices.claims)
  }

  func stop() {
    realScraper?.stop()
    table.stopAll()
  }

  /// Waits for the user's interruption while everything runs.
  func stay() throws(HarnessFailure) {
    while true { try table.hear(milliseconds: -1) }
  }

  // MARK: Entering a state

  /// Makes the cluster be as planned, and waits until the scraper has seen it.
  func enter(_ state: StatePlan) throws(HarnessFailure) {
    table.forgetEvents()
    if let current {
      try change(from: current, to: state)
    } else {
      try startAll(state)
    }
    current = state
    try settle(state)
  }

  private func startAll(_ state: StatePlan) throws(HarnessFailure) {
    try table.start(ProcessConfiguration(name: "kube-api", roles: [.kubeAPI(state.kubeAPI)]))
    if let consul = state.consul { try start(consul) }
    try start(state.pods)
    // A real Envoy binds its sockets itself: until then its pod refuses connections, which the scraper must not see.
    if options.proxy != .builtIn { try awaitReadiness() }
    try startScrapers(state)
    // A process that refused its configuration has ended, and is not waited for.
    if refusals.isEmpty { try awaitReadiness() }
  }

  private func startScrapers(_ state: StatePlan) throws(HarnessFailure) {
    let configuration = try writeConfiguration(state)
    if options.scraper != .builtIn {
      try startReal(
        options.scraper, at: state.scraper.listener.endpoint, configuration, state.scraper.features)
    } else if let beside = options.beside {
      refusals.real = try refusal(by: beside.processName) { () throws(HarnessFailure) in
        try startReal(beside, at: state.secondScraper, configuration, state.scraper.features)
      }
      refusals.builtIn = try refusal(by: Self.scraperName) { () throws(HarnessFailure) in
        try startBuiltIn(state, configuration)
        try awaitReadiness()
      }
    } else {
      try startBuiltIn(state, configuration)
    }
  }

  private func startBuiltIn(_ state: StatePlan, _ configuration: String) throws(HarnessFailure) {
    var scraper = state.scraper
    scraper.schedule = options.schedule
    scraper.configurationFile = configuration
    try table.start(ProcessConfiguration(name: Self.scraperName, roles: [.scraper(scraper)]))
  }

  private func startReal(
    _ engine: ScraperEngine, at endpoint: Endpoint, _ configuration: String, _ features: [String]
  ) throws(HarnessFailure) {
    // Its first look at the API server must find it there.
    try awaitReadiness()
    realScraper?.stop()
    let scraper = try RealScraper(
      engine, at: endpoint, configuration: configuration, features: features, folder: folder, client: client,
      group: table.group, generation: (realScraper?.generation ?? 0) + 1)
    realScraper = scraper
    try scraper.awaitReadiness(table, milliseconds: options.patience.readiness)
  }

  /// What a scraper says when it does not take its configuration, nil if it does; any other failure is one.
  private func refusal(
    by process: String, _ body: () throws(HarnessFailure) -> Void
  ) throws(HarnessFailure) -> String? {
    do throws(HarnessFailure) {
      try body()
      return nil
    } catch  where error.process == process && Self.refusing.contains(where: error.message.contains) {
      return error.message
    }
  }

  /// What a refusal has, by the built-in scraper, Prometheus and VictoriaMetrics: the file, or the flag that names it.
  private static let refusing = ["prometheus.yml", "config"]

  private static let scraperName = "scraper"

  private func writeConfiguration(_ state: StatePlan) throws(HarnessFailure) -> String {
    for (name, text) in state.files.sorted(by: { $0.key < $1.key }) { _ = try folder.write(text, to: name) }
    for name in (current?.files ?? [:]).keys where state.files[name] == nil { folder.remove(file: name) }
    if let identity = state.scraperIdentity {
      try folder.makeFolder(PrometheusFile.certificateFolder)
      for file in try resources.identities.files(for: identity) {
        _ = try folder.write(file.text, to: "\(PrometheusFile.certificateFolder)/\(file.name)")
      }
    }
    return try folder.write(
      options.realScraper?.adapted(state.prometheusConfiguration) ?? state.prometheusConfiguration,
      to: "prometheus.yml")
  }

  private func start(_ pods: [PlannedPod]) throws(HarnessFailure) {
    for configuration in try processes(of: pods) { try table.start(configuration) }
  }

  private func processes(of pods: [PlannedPod]) throws(HarnessFailure) -> [ProcessConfiguration] {
    switch options.isolation {
    case .process:
      var configurations: [ProcessConfiguration] = []
      for pod in pods {
        for role in pod.roles {
          configurations.append(
            ProcessConfiguration(
              name: pod.processName(of: role), roles: [try issued(role)]))
        }
      }
      return configurations
    case .node:
      var configurations: [ProcessConfiguration] = []
      var rest = pods[...]
      while !rest.isEmpty {
        let share = rest.prefix(Self.podsPerNode)
        rest = rest.dropFirst(share.count)
        var roles: [RoleConfiguration] = []
        for pod in share {
          for role in pod.roles { roles.append(try issued(role)) }
        }
        if !roles.isEmpty {
          configurations.append(ProcessConfiguration(name: "node \(configurations.count + 1)", roles: roles))
        }
      }
      return configurations
    }
  }

  /// A role with its certificates, and with the program that plays it.
  private func issued(_ role: RoleConfiguration) throws(HarnessFailure) -> RoleConfiguration {
    options.proxy.playing(try resources.identities.issue(for: role), folder: folder.path)
  }

  /// As many pods as a Kubernetes node carries by its default limit, doubled.
  private static let podsPerNode = 220

  private func awaitReadiness() throws(HarnessFailure) {
    let limit = options.patience.readiness
    try table.wait(milliseconds: limit, until: { table.allReady }) {
      let missing = table.missingRoles
      return HarnessFailure(
        process: missing.first,
        message:
          "not ready within \(limit) ms\(missing.count > 1 ? ", nor are \(missing.count - 1) others" : "")")
    }
  }

  // MARK: Changing

  private func change(from old: StatePlan, to new: StatePlan) throws(HarnessFailure) {
    let oldPods = Dictionary(old.pods.map { ($0.incarnation, $0) }, uniquingKeysWith: { first, _ in first })
    let kept = Set(new.pods.map(\.incarnation))
    let ended = old.pods.filter { !kept.contains($0.incarnation) }
    table.stop(Set(ended.flatMap { pod in pod.roles.map(pod.processName) }))
    try start(new.pods.filter { oldPods[$0.incarnation] == nil })
    try awaitReadiness()
    for pod in new.pods {
      guard let before = oldPods[pod.incarnation] else { continue }
      for (role, previous) in zip(pod.roles, before.roles) where role != previous {
        try reconfigure(role, of: pod)
      }
    }
    try changeObjects(from: old.kubeAPI.objects, to: new.kubeAPI.objects)
    try changeConsul(from: old.consul, to: new.consul)
    let isReconfigured = new.prometheusConfiguration != old.prometheusConfiguration
    var configuration: String?
    if isReconfigured || new.files != old.files { configuration = try writeConfiguration(new) }
    if isReconfigured, let configuration, options.scraper.keepsSeriesOfRemovedJobs,
      !Set(old.installation.jobs).isSubset(of: new.installation.jobs)
    {
      return try startReal(
        options.scraper, at: new.scraper.listener.endpoint, configuration, new.scraper.features)
    }
    if isReconfigured {
      try reloadScrapers()
    } else if !new.installation.pollingJobs.isEmpty {
      try reloadBuiltIn()
    }
    realScraper?.markChange()
  }

  private func reloadScrapers() throws(HarnessFailure) {
    func reloadReal() throws(HarnessFailure) { try realScraper?.reload() }
    guard let beside = options.beside else {
      try reloadReal()
      return try reloadBuiltIn()
    }
    refusals.real = try refusal(by: beside.processName, reloadReal)
    refusals.builtIn = try refusal(by: Self.scraperName, reloadBuiltIn)
  }

  /// Makes the built-in scraper read its configuration again, and ask every source of targets once more.
  private func reloadBuiltIn() throws(HarnessFailure) {
    guard let scraper = table.process(playing: .scraper) else { return }
    try table.command("reload its configuration", of: scraper, milliseconds: options.patience.command) {
      .reload(id: $0)
    }
  }

  /// Whether a Consul that should be there gives no answer at all; a refusal is one.
  private func isSilent(_ consul: ConsulConfiguration?) -> Bool {
    guard let consul else { return false }
    let url = "http://\(consul.listener.endpoint)/v1/agent/self"
    return (try? Probe.get(client, url: url, from: nil, milliseconds: Self.silence)) == nil
  }

  /// How long, in milliseconds, a process that has nothing else to do may take for an answer before it is silent.
  private static let silence = 1000

  private func start(_ consul: ConsulConfiguration) throws(HarnessFailure) {
    try table.start(ProcessConfiguration(name: "consul", roles: [.consul(consul)]))
  }

  private func changeConsul(from old: ConsulConfiguration?, to new: ConsulConfiguration?) throws(HarnessFailure)
  {
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

  private func reconfigure(_ role: RoleConfiguration, of pod: PlannedPod) throws(HarnessFailure) {
    let name = pod.processName(of: role)
    let issued = try issued(role)
    guard
      let process = table.processes.first(where: { process in
        process.configuration.name == name
          || process.configuration.roles.contains { $0.kind == role.kind && $0.instance == role.instance }
      })
    else { return }
    try table.command("take its new configuration", of: process, milliseconds: options.patience.command) {
      .reconfigure(id: $0, role: issued)
    }
  }

  private func changeObjects(
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
  private static let publishing = 100

  // MARK: Settling

  /// Waits until discovery is in step with the API server, then has every active target scraped.
  private func settle(_ state: StatePlan) throws(HarnessFailure) {
    guard refusals.isEmpty else { return }
    if options.scraper != .builtIn, let realScraper {
      return try realScraper.settle(
        table, scrapes: options.scrapes, milliseconds: max(60_000, options.patience.discovery))
    }
    let version = try ResourceVersion.current(
      of: state.kubeAPI.listener.endpoint, client, options.patience.answer)
    let jobs = state.installation.discoveringJobs + state.installation.pollingJobs
    func missing() -> [String] { jobs.filter { table.synchronised[$0] ?? -1 < version } }
    try table.wait(milliseconds: options.patience.discovery, until: { missing().isEmpty }) {
      // A scraper that waits for an answer of Consul's is not the one at fault.
      HarnessFailure(
        process: isSilent(state.consul) ? "consul" : "scraper",
        message: "discovery is not in step within \(options.patience.discovery) ms: jobs "
          + missing().joined(separator: ", "))
    }
    guard options.schedule == .onCommand, let scraper = table.process(playing: .scraper) else { return }
    for _ in 0..<options.scrapes {
      try table.command("scrape every target", of: scraper, milliseconds: options.patience.scrape) {
        .scrape(id: $0)
      }
    }
  }

  /// For how long what a real engine tells may still change, in milliseconds; 0 for the built-in scraper.
  var hesitationMilliseconds: Int {
    guard options.scraper != .builtIn else { return 0 }
    return max(8000, Int(options.scraper.discoverySeconds * 1000)) + 4 * ScrapeIntervals.milliseconds
  }

  /// Waits until a real engine has scraped every target once more.
  /// - Returns: whether that was before the deadline, so that it is worth another look.
  func looksAgain(until deadline: Deadline) throws(HarnessFailure) -> Bool {
    guard let realScraper, (deadline.remainingMilliseconds ?? 0) > 0 else { return false }
    try realScraper.settle(table, scrapes: 1, milliseconds: max(60_000, options.patience.discovery))
    return true
  }

  /// Has every real Envoy tell what has happened so far.
  private func hearProxies() throws(HarnessFailure) {
    for process in table.processes {
      for case .proxy(let proxy) in process.configuration.roles where proxy.engine != nil {
        try table.command("tell what happened", of: process, milliseconds: options.patience.command) {
          .report(id: $0, instance: proxy.pod.description)
        }
      }
    }
  }

  // MARK: Observing

  /// Reads what the scraper stored and, where a verdict needs it, what the pods expose.
  func observe(_ state: StatePlan, expectations: [Expectation]) throws(HarnessFailure) -> Observation {
    var observation = Observation(state: state.name)
    let api =
      options.scraper == .builtIn
      ? ScraperAPI(
        client: client, endpoint: state.scraper.listener.endpoint, patience: options.patience.answer)
      : realScraper?.api
    guard let api else { return observation }
    (observation.activeTargets, observation.droppedTargets) = try api.targets()
    var needsProof = false
    for expectation in expectations {
      guard let selector = expectation.selector else { continue }
      let series = try api.query(selector.description)
      observation.queries[selector.description] = series
      if series.isEmpty || expectation.isMissing { needsProof = true }
      if let name = selector.name, observation.queries[name] == nil {
        observation.queries[name] = try api.query(SeriesSelector(name: name).description)
      }
    }
    observation.storedNames = try api.names()
    if needsProof {
      let probe = ExposureProbe(client: client, patience: options.patience.answer)
      observation.exposures = probe.applications(of: state.pods) + probe.sidecars(of: state.pods)
    }
    try hearProxies()
    try table.hear(milliseconds: 0)
    observation.events = table.allEvents()
    return observation
  }
}

extension PlannedPod {
  /// The name under which reports speak of the process of a role: `proxy shop/cart-0`.
  func processName(of role: RoleConfiguration) -> String { "\(role.kind.rawValue) \(role.instance)" }
}
