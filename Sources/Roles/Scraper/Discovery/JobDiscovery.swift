import Contract
import Wire

/// Keeps one job's targets in step with what its providers know, on a thread of its own.
final class JobDiscovery: Sendable {
  private struct State {
    var providers: [any DiscoveryProvider]
    /// Which configuration the providers are of: groups of another are not theirs.
    var generation = 0
    /// Counts what is to be put in force, and what has been.
    var asked = 1
    var done = 0
    var isSynchronised = false
    var isStopped = false
    var hasEnded = false
  }

  /// The job's targets.
  let pool: ScrapePool
  private let scheduler: Scheduler
  private let events: EventWriter
  private let state: Monitor<State>

  init(pool: ScrapePool, providers: [any DiscoveryProvider], scheduler: Scheduler, events: EventWriter) {
    self.pool = pool
    self.scheduler = scheduler
    self.events = events
    state = Monitor(State(providers: providers))
  }

  /// Begins.
  func start() throws(RoleFailure) {
    do throws(WireError) { try DetachedThread.start { [self] in run() } } catch {
      throw RoleFailure("cannot discover the targets of \(pool.name): \(error)")
    }
  }

  /// Something may have changed.
  func refresh() { state.change { $0.asked += 1 } }

  /// Takes the providers of another configuration.
  func use(_ providers: [any DiscoveryProvider]) {
    state.change { state in
      state.providers = providers
      state.generation += 1
      state.isSynchronised = false
      state.asked += 1
    }
  }

  /// Ends; every target is gone when this returns.
  func stop() {
    state.change { $0.isStopped = true }
    _ = state.wait { $0.hasEnded ? true : nil }
  }

  /// Waits until everything known by now is in force and every provider has answered once.
  func waitUntilSynchronised(until time: MonotonicTime) -> Bool {
    let asked = state.read { $0.asked }
    return state.wait(until: time) { $0.done >= asked && $0.isSynchronised ? true : nil } ?? false
  }

  private func run() {
    var isCreated = false
    while let (providers, generation, asked) = next() {
      let snapshots = providers.map { $0.snapshot() }
      if !isCreated { isCreated = checkClient() }
      let change = pool.synchronise(
        !isCreated
          ? []
          : snapshots.enumerated().flatMap { number, snapshot in
            snapshot.groups.map { group in
              var group = group
              group.source = "\(generation)/\(number)/\(group.source)"
              return group
            }
          })
      for problem in change.problems { events.log("creating target failed: \(problem)") }
      for target in change.stopped { scheduler.end(target) }
      for target in change.started { scheduler.begin(target) }
      let versions = snapshots.compactMap(\.version)
      let isSynchronised = versions.count == snapshots.count
      if isSynchronised {
        events.emit(
          .discoverySynchronised(
            job: pool.name, resourceVersion: versions.min() ?? DiscoverySnapshot.timeless))
      }
      state.change { state in
        state.done = asked
        state.isSynchronised = isSynchronised
      }
    }
    for target in pool.synchronise([]).stopped { scheduler.abandon(target) }
    state.change { $0.hasEnded = true }
  }

  /// Whether the job can speak to targets at all. Prometheus has no pool for a job that cannot, and looks again
  /// whenever discovery has news; once there is a pool, scrapes find out for themselves.
  private func checkClient() -> Bool {
    do throws(RoleFailure) {
      try pool.checkClient()
      return true
    } catch {
      events.log("error creating new scrape pool \(pool.name): \(error.message)")
      return false
    }
  }

  private func next() -> ([any DiscoveryProvider], generation: Int, asked: Int)? {
    let next: ([any DiscoveryProvider], generation: Int, asked: Int)?? = state.wait { state in
      if state.isStopped { return .some(nil) }
      return state.asked > state.done ? .some((state.providers, state.generation, state.asked)) : nil
    }
    return next ?? nil
  }
}
