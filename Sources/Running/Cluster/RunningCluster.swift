import Contract
import Planning
import Scenarios
import Wire

/// The processes of a scenario, brought from one planned state into the next.
final class RunningCluster {
  let resources: RunResources
  let options: RunOptions
  let folder: RunFolder
  let table: ProcessTable
  let client = HTTPClient()
  /// The state that it is in; nil before the first.
  private(set) var current: StatePlan?
  /// How the certificates of workloads are issued.
  private(set) var workloadCertificates = MeshCertificates()
  /// How many API servers there have been.
  var apiServers = 0
  /// The real engine, in the place of the built-in scraper or beside it.
  var realScraper: RealScraper?
  /// What the built-in scraper told in the last state; only while two are compared.
  var lastReading: ScraperReading?
  /// The labels as discovered of every target of an earlier state; only while two are compared.
  var earlierTargets: Set<[String: String]> = []
  /// The labels of the targets whose job a reload has removed; only while two are compared.
  var removedTargets: Set<[String: String]> = []
  /// Why a scraper does not take its configuration, by the scraper; only while two are compared.
  var refusals = Refusals()

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

  func stop() { table.stopAll() }

  /// Waits for the user's interruption while everything runs.
  func stay() throws(HarnessFailure) {
    while true { try table.hear(milliseconds: -1) }
  }

  // MARK: Entering a state

  /// Makes the cluster be as planned, and waits until the scraper has seen it.
  func enter(_ state: StatePlan) throws(HarnessFailure) {
    table.forgetEvents()
    if current == nil { try filter(for: state) }
    workloadCertificates = state.workloadCertificates
    if let current {
      try change(from: current, to: state)
    } else {
      try startAll(state)
    }
    current = state
    try settle(state)
  }

  private func startAll(_ state: StatePlan) throws(HarnessFailure) {
    if state.hasAPIServer { try startAPIServer(state.kubeAPI) }
    if let consul = state.consul { try start(consul) }
    try start(state.pods)
    try change(sidecarTo: state.sidecar, isReissued: false)
    // A real Envoy binds its sockets itself: until then its pod refuses connections, which the scraper must not see.
    if options.proxy != .builtIn { try awaitReadiness() }
    try startScrapers(state)
    // A process that refused its configuration has ended, and is not waited for.
    if refusals.isEmpty { try awaitReadiness() }
  }

  /// Waits until every process has said that it is ready.
  func awaitReadiness() throws(HarnessFailure) {
    let limit = options.patience.readiness
    try table.wait(milliseconds: limit, until: { table.allReady }) {
      let missing = table.missingRoles
      return HarnessFailure(
        process: missing.first,
        message:
          "not ready within \(limit) ms\(missing.count > 1 ? ", nor are \(missing.count - 1) others" : "")")
    }
  }
}

extension PlannedPod {
  /// The name under which reports speak of the process of a role: `proxy shop/cart-0`.
  func processName(of role: RoleConfiguration) -> String { "\(role.kind.rawValue) \(role.instance)" }
}
