import SourceText
import Synchronization

/// Collects what scenarios come to, in whatever order they end.
final class Results<Result: Sendable>: Sendable {
  private struct State {
    var results: [Int: Result] = [:]
    var diagnostics: [Diagnostic] = []
  }

  private let state = Mutex(State())

  /// Takes the result of a scenario.
  /// - Returns: how many there are.
  func add(_ result: Result, at index: Int) -> Int {
    state.withLock {
      $0.results[index] = result
      return $0.results.count
    }
  }

  /// Takes what planning found wrong with a scenario.
  func refuse(_ diagnostics: Diagnostics) { state.withLock { $0.diagnostics += diagnostics.all } }

  /// The results so far, in the order of the scenarios.
  var inOrder: [Result] { state.withLock { $0.results }.sorted { $0.key < $1.key }.map(\.value) }

  /// What planning found wrong with the scenarios, if anything.
  var diagnostics: Diagnostics? {
    let all = state.withLock { $0.diagnostics }
    return all.isEmpty ? nil : Diagnostics(all)
  }
}
