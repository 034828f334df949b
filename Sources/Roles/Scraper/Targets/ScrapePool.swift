import Contract
import PrometheusModel
import Synchronization

/// A group of targets that discovery found, with a number that changes when the group does.
struct DiscoveredGroup: Sendable {
  /// The group's name, unique in its job.
  var source: String
  /// The group's name as its provider has it.
  var name: String
  /// Changes when the group does.
  var revision: Int
  /// The targets before relabelling; asked for only when the revision is new.
  var targets: @Sendable () -> [Labels]

  /// A group, named as its provider names it.
  init(source: String, revision: Int, targets: @escaping @Sendable () -> [Labels]) {
    self.source = source
    name = source
    self.revision = revision
    self.targets = targets
  }
}

/// The targets of one job: which there are, which were dropped.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `scrapePool.Sync` and `sync`, 3.5.0.
final class ScrapePool: Sendable {
  /// A group whose targets are known. The labels before relabelling are not among what is kept: there are many of
  /// them, and who looks at them gets them made anew, as in Prometheus.
  private struct KnownGroup {
    var group: DiscoveredGroup
    var outcomes: [KnownOutcome]
  }

  private enum KnownOutcome {
    case kept(AssembledTarget.Identity)
    case dropped
    case invalid
  }

  private struct State {
    var shared: SharedJob
    var assemble: @Sendable (Labels) -> TargetOutcome
    var groups: [KnownGroup] = []
    var active: [AssembledTarget.Identity: ScrapeTarget] = [:]
    var hasHadGroups = false
    var isCreated = false

    var job: ScrapeJob { shared.job }
  }

  /// What a synchronisation changed.
  struct Change: Sendable {
    /// Targets that were not there before.
    var started: [ScrapeTarget] = []
    /// Targets that are gone.
    var stopped: [ScrapeTarget] = []
    /// Why discovered targets cannot be scraped.
    var problems: [String] = []
  }

  private let store: SeriesStore
  private let state: Mutex<State>

  /// Makes a pool without targets. `assemble` relabels a discovered target.
  init(job: ScrapeJob, store: SeriesStore, assemble: @escaping @Sendable (Labels) -> TargetOutcome) {
    self.store = store
    state = Mutex(State(shared: SharedJob(job), assemble: assemble))
  }

  /// The job's name.
  var name: String { state.withLock { $0.job.name } }

  /// Whether the job's HTTP client can be used.
  func checkClient() throws(RoleFailure) {
    try state.withLock { $0.job.client }.check()
    state.withLock { $0.isCreated = true }
  }

  /// Whether the job's HTTP client could be made once: Prometheus has no pool before.
  ///
  /// Source: prometheus/prometheus `scrape/manager.go`, `Manager.reload`, 2.53.3 and 3.5.0.
  var isCreated: Bool { state.withLock { $0.isCreated } }

  /// The targets that are scraped.
  var targets: [ScrapeTarget] { state.withLock { Array($0.active.values) } }

  /// Whether discovery has ever found a group, be it one without targets.
  var hasHadGroups: Bool { state.withLock { $0.hasHadGroups } }

  /// Takes another configuration. Targets go on with it; relabelling is done anew by the next synchronisation.
  ///
  /// A configuration whose client cannot be made is refused, and the old one stays.
  /// Source: prometheus/prometheus `scrape/scrape.go`, `scrapePool.reload`, 3.5.0.
  func reconfigure(
    _ job: ScrapeJob, assemble: @escaping @Sendable (Labels) -> TargetOutcome
  ) throws(RoleFailure) {
    if state.withLock({ $0.job.fingerprint }) != job.fingerprint { try job.client.check() }
    state.withLock { state in
      let isSame = state.job.fingerprint == job.fingerprint
      let keepsSeries = state.job.fingerprint.ofSeries == job.fingerprint.ofSeries
      state.shared = SharedJob(job)
      state.assemble = assemble
      state.groups = []
      guard !isSame else { return }
      for target in state.active.values { target.reconfigure(state.shared, keepsSeries: keepsSeries) }
    }
  }

  /// Puts what discovery found in force.
  func synchronise(_ groups: [DiscoveredGroup]) -> Change {
    state.withLock { state in
      var change = Change()
      let places = Dictionary(
        state.groups.enumerated().map { ($1.group.source, $0) }, uniquingKeysWith: { $1 })
      var known: [KnownGroup] = []
      known.reserveCapacity(groups.count)
      var present: Set<AssembledTarget.Identity> = []
      if !groups.isEmpty { state.hasHadGroups = true }
      for group in groups {
        if let place = places[group.source], state.groups[place].group.revision == group.revision {
          known.append(state.groups[place])
        } else {
          known.append(KnownGroup(group: group, outcomes: relabel(group, &state, &change)))
        }
        for case .kept(let identity) in known[known.count - 1].outcomes { present.insert(identity) }
      }
      state.groups = known
      for (identity, target) in state.active where !present.contains(identity) {
        change.stopped.append(target)
        state.active[identity] = nil
      }
      let failure = overLimit(state)
      for target in state.active.values { target.force(failure) }
      return change
    }
  }

  private func relabel(
    _ group: DiscoveredGroup, _ state: inout State, _ change: inout Change
  ) -> [KnownOutcome] {
    group.targets().enumerated().map { index, discovered in
      switch state.assemble(discovered) {
      case .kept(let assembled):
        let identity = assembled.identity
        // Of several that come to the same target, one's labels are kept.
        if let place = state.active.index(forKey: identity) { return .kept(state.active[place].key) }
        let target = ScrapeTarget(assembled, job: state.shared, store: store)
        state.active[identity] = target
        change.started.append(target)
        return .kept(identity)
      case .dropped: return .dropped
      case .invalid(let reason):
        change.problems.append("instance \(index) in group \(group.name): \(reason)")
        return .invalid
      }
    }
  }

  private func overLimit(_ state: State) -> ScrapeFailure? {
    let limit = state.job.targetLimit
    guard limit > 0, state.active.count > limit else { return nil }
    return ScrapeFailure(
      .limit, "target_limit exceeded (number of targets: \(state.active.count), limit: \(limit))")
  }

  /// The targets as the API shows them, by URL.
  var views: TargetViews {
    let (groups, active, job, assemble) = state.withLock { ($0.groups, $0.active, $0.job, $0.assemble) }
    var views = TargetViews()
    var discovered: [AssembledTarget.Identity: Labels] = [:]
    var count = 0
    for outcome in groups.lazy.flatMap({ $0.group.targets() }).map(assemble) {
      switch outcome {
      // Of several that come to the same target, the last one shows.
      case .kept(let assembled): discovered[assembled.identity] = assembled.discovered
      case .dropped(let labels):
        count += 1
        guard job.keptDroppedTargets == 0 || count <= job.keptDroppedTargets else { continue }
        views.dropped.append(DroppedTargetView(discoveredLabels: labels, pool: job.name))
      case .invalid: break
      }
    }
    views.active = active.map { $1.view(discovered: discovered[$0] ?? Labels()) }.sorted { left, right in
      left.url == right.url ? left.labels.description < right.labels.description : left.url < right.url
    }
    views.droppedCounts = [job.name: count]
    return views
  }
}
