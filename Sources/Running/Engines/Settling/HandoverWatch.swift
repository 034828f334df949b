/// Finds out from an engine's counters when everything that it had been told before has reached its scrape pools.
///
/// Prometheus hands targets on in two steps, each throttled by a ticker of 5 s: the discovery manager sends everything
/// that it knows if something has come in since, and the scrape manager then brings its pools up to date. The tickers
/// cannot be seen, but what they let pass can. Three courses of the counters prove that nothing is on its way any more:
///
/// - **A handover of everything.** What comes in has stood still for ``Throttle/stillSeconds`` and so many answers; then
///   targets were handed on and pools synchronised; since then nothing has come in, and the pools have stood still as long
///   again. What had been told when the watch began was in that handover.
/// - **A whole period without any change.** Had something come in before, a tick of the engine's own would have handed it
///   on meanwhile, and a second one synchronised it. This also settles a state in which nothing changed for discovery, or
///   whose change was handed on before the first question.
/// - **Two handovers,** for an engine that asks files or URLs again and again, so that something always comes in. Between
///   the two lies a whole period, which is longer than the time between two such questions.
///
/// Time alone proves nothing: an engine that gets no processor lets it pass as well. So a period counts only from an answer
/// to a question, and its end is the asking of another that is answered: an engine whose ticker was due before it took a
/// question has run since. In between, the answers of a stillness are counted as well, so that an engine that answers slowly
/// is given more time by its own measure.
///
/// Source: prometheus/prometheus `discovery/manager.go`, `sender` and `updater`, and `scrape/manager.go`, `reloader`, 2.53.3
/// and 3.5.3.
struct HandoverWatch {
  /// By what an engine throttles.
  struct Throttle {
    /// The longest time from what comes in until it has reached the scrape pools, in seconds.
    var periodSeconds: Double
    /// How long nothing new must have come in, in seconds.
    var stillSeconds = 0.5
    /// How many answers that must have been said by.
    var answers = 4
  }

  /// Since when something has not changed.
  private struct Stillness {
    var since: Double
    var answers = 1

    /// Notes an answer.
    mutating func note(isChanged: Bool, at answered: Double) {
      if isChanged { self = Stillness(since: answered) } else { answers += 1 }
    }

    func has(_ seconds: Double, _ answers: Int, at asked: Double) -> Bool {
      asked - since >= seconds && self.answers >= answers
    }
  }

  private let throttle: Throttle
  private var newest: DiscoveryProgress?
  private var intake = Stillness(since: 0)
  private var pools = Stillness(since: 0)
  private var everything = Stillness(since: 0)
  /// How often targets were handed on since the watch began.
  private var handovers = 0
  /// Whether the newest handover had everything that has come in.
  private var isWhole = false
  /// Whether pools were synchronised with or after the newest handover.
  private var isSynchronised = false

  init(_ throttle: Throttle) { self.throttle = throttle }

  /// Notes an answer: the counters, and when they were asked for and told, in seconds.
  /// - Returns: whether everything that the engine had been told before the first question has reached its pools.
  mutating func sees(_ progress: DiscoveryProgress, asked: Double, answered: Double) -> Bool {
    guard let before = newest else {
      newest = progress
      (intake, pools, everything) = (
        Stillness(since: answered), Stillness(since: answered), Stillness(since: answered)
      )
      return false
    }
    newest = progress
    let wasStill = intake.has(throttle.stillSeconds, throttle.answers, at: asked)
    intake.note(isChanged: progress.taken != before.taken, at: answered)
    if progress.taken != before.taken { isWhole = false }
    if progress.handedOn != before.handedOn {
      handovers += 1
      isWhole = wasStill && progress.taken == before.taken
      isSynchronised = false
    }
    if progress.synchronised != before.synchronised { isSynchronised = handovers > 0 }
    pools.note(
      isChanged: progress.handedOn != before.handedOn || progress.synchronised != before.synchronised,
      at: answered)
    everything.note(isChanged: progress != before, at: answered)
    if everything.has(throttle.periodSeconds, throttle.answers, at: asked) { return true }
    return isSynchronised && (isWhole || handovers > 1)
      && pools.has(throttle.stillSeconds, throttle.answers, at: asked)
  }
}
