import PrometheusModel
import Wire

/// Targets that are asked for again and again: in files, at a URL, in a catalogue.
final class PolledDiscovery: DiscoveryProvider {
  /// A group as it was found.
  struct Group: Hashable, Sendable {
    /// The group's name, unique among those of this provider.
    var source: String
    /// The targets before relabelling.
    var targets: [Labels]
  }

  private struct State {
    var groups: [Group] = []
    var revisions: [String: Int] = [:]
    var revision = 0
    var hasLooked = false
    var isStopped = false
  }

  private let state = Monitor(State())
  private let intervalMilliseconds: Int64
  private let look: @Sendable () throws(RoleFailure) -> [Group]
  private let log: @Sendable (String) -> Void

  /// Looks at every interval, at least 5 milliseconds apart.
  init(
    intervalMilliseconds: Int64, log: @escaping @Sendable (String) -> Void,
    look: @escaping @Sendable () throws(RoleFailure) -> [Group]
  ) {
    self.intervalMilliseconds = max(5, intervalMilliseconds)
    self.log = log
    self.look = look
  }

  func start(changed: @escaping @Sendable () -> Void) {
    do throws(WireError) { try DetachedThread.start { [self] in run(changed) } } catch {
      log("discovery: \(error)")
    }
  }

  func stop() { state.change { $0.isStopped = true } }

  func refresh() {
    do throws(RoleFailure) { _ = take(try look()) } catch { log("discovery: \(error.message)") }
  }

  func snapshot() -> DiscoverySnapshot {
    state.read { state in
      DiscoverySnapshot(
        groups: state.groups.map { group in
          DiscoveredGroup(source: group.source, revision: state.revisions[group.source] ?? 0) { group.targets }
        }, version: state.hasLooked ? DiscoverySnapshot.timeless : nil)
    }
  }

  private func run(_ changed: @Sendable () -> Void) {
    while true {
      do throws(RoleFailure) {
        if take(try look()) { changed() }
      } catch {
        log("discovery: \(error.message)")
        // No targets is what Prometheus has then, too.
        let isFirst = state.change { state in
          defer { state.hasLooked = true }
          return !state.hasLooked
        }
        if isFirst { changed() }
      }
      let next = MonotonicTime.now + intervalMilliseconds * 1_000_000
      if state.wait(until: next, for: { $0.isStopped ? true : nil }) == true { return }
    }
  }

  /// True if something is new.
  private func take(_ groups: [Group]) -> Bool {
    state.change { state in
      let isNew = !state.hasLooked || groups != state.groups
      guard isNew else { return false }
      let old = Dictionary(state.groups.map { ($0.source, $0) }) { first, _ in first }
      for group in groups where old[group.source] != group {
        state.revision += 1
        state.revisions[group.source] = state.revision
      }
      state.groups = groups
      state.hasLooked = true
      return true
    }
  }
}
