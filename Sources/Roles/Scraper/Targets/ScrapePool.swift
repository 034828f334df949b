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
  private struct KnownGroup {
    var revision: Int
    var outcomes: [TargetOutcome]
  }

  private struct State {
    var job: ScrapeJob
    var assemble: @Sendable (Labels) -> TargetOutcome
    var groups: [String: KnownGroup] = [:]
    var active: [AssembledTarget.Identity: ScrapeTarget] = [:]
    var dropped: [Labels] = []
    var droppedCount = 0
    var hasHadGroups = false
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
    state = Mutex(State(job: job, assemble: assemble))
  }

  /// The job's name.
  var name: String { state.withLock { $0.job.name } }

  /// Whether the job's HTTP client can be used.
  func checkClient() throws(RoleFailure) { try state.withLock { $0.job.client }.check() }

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
      state.job = job
      state.assemble = assemble
      state.groups = [:]
      guard !isSame else { return }
      for target in state.active.values { target.reconfigure(job) }
    }
  }

  /// Puts what discovery found in force.
  func synchronise(_ groups: [DiscoveredGroup]) -> Change {
    state.withLock { state in
      var change = Change()
      var known: [String: KnownGroup] = [:]
      known.reserveCapacity(groups.count)
      var present: Set<AssembledTarget.Identity> = []
      state.dropped = []
      state.droppedCount = 0
      if !groups.isEmpty { state.hasHadGroups = true }
      for group in groups {
        let outcomes = outcomes(of: group, &state, &change)
        known[group.source] = KnownGroup(revision: group.revision, outcomes: outcomes)
        for outcome in outcomes { take(outcome, &state, &present, &change) }
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

  private func outcomes(of group: DiscoveredGroup, _ state: inout State, _ change: inout Change)
    -> [TargetOutcome]
  {
    if let known = state.groups[group.source], known.revision == group.revision { return known.outcomes }
    let outcomes = group.targets().map(state.assemble)
    for case (let index, .invalid(let reason)) in outcomes.enumerated() {
      change.problems.append("instance \(index) in group \(group.name): \(reason)")
    }
    return outcomes
  }

  private func take(
    _ outcome: TargetOutcome, _ state: inout State, _ present: inout Set<AssembledTarget.Identity>,
    _ change: inout Change
  ) {
    switch outcome {
    case .kept(let assembled):
      let identity = assembled.identity
      present.insert(identity)
      if let target = state.active[identity] {
        target.discovered(as: assembled.discovered)
      } else {
        let target = ScrapeTarget(assembled, job: state.job, store: store)
        state.active[identity] = target
        change.started.append(target)
      }
    case .dropped(let discovered):
      let most = state.job.keptDroppedTargets
      if most == 0 || state.dropped.count < most { state.dropped.append(discovered) }
      state.droppedCount += 1
    case .invalid: break
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
    let (targets, dropped, count, job) = state.withLock { state in
      (Array(state.active.values), state.dropped, state.droppedCount, state.job)
    }
    return TargetViews(
      active: targets.map(\.view).sorted {
        ($0.url, $0.labels.description) < ($1.url, $1.labels.description)
      },
      dropped: dropped.map { DroppedTargetView(discoveredLabels: $0, pool: job.name) },
      droppedCounts: [job.name: count])
  }
}
