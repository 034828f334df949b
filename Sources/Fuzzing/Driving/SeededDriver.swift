/// Reads inputs by the thousand, one after another.
struct SeededDriver {
  let subject: Subject
  let seed: UInt64
  let indices: Range<UInt64>

  /// What a run came to.
  struct Outcome: Sendable {
    var inputs = 0
    var bytes = 0
    var slowest = 0.0
    var slowestIndex: UInt64 = 0
    /// The first input that broke a rule: its index, and which.
    var failure: (index: UInt64, problem: String)?
  }

  /// Reads them all; stops at the first that breaks a rule.
  func run() -> Outcome {
    Watch.begin(subject.name, seed: seed)
    let mutator = Mutator(subject: subject, seed: seed)
    var outcome = Outcome()
    for index in indices {
      let input = mutator.input(index)
      Watch.enter(index)
      let memory = Watch.peakMemory
      let start = Watch.threadSeconds
      var problem = subject.verdict(on: input)
      let seconds = Watch.threadSeconds - start
      outcome.inputs += 1
      outcome.bytes += input.count
      if seconds > outcome.slowest { (outcome.slowest, outcome.slowestIndex) = (seconds, index) }
      if seconds > Limits.seconds(for: input.count) {
        problem = problem ?? "\(input.count) bytes took \(seconds) s of CPU"
      }
      let most = subject.memoryBase + subject.memoryPerByte * input.count
      let peak = Watch.peakMemory
      if peak - memory > most {
        problem = problem ?? "\(input.count) bytes took \((peak - memory) >> 20) MiB of memory"
      }
      if let problem {
        outcome.failure = (index, problem)
        break
      }
    }
    return outcome
  }
}
