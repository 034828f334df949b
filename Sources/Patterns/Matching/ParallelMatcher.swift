/// Matches by following all ways at once, one scalar after the other: for texts of any length.
///
/// Time is at most the number of steps times the length of the text, memory the number of steps.
/// Source: the method of golang/go src/regexp/exec.go (Pike's machine), 1.24.
struct ParallelMatcher {
  private let run: Run
  private let slotCount: Int
  /// The ways that lead to the position at hand, the preferred ones first.
  private var arrived: [Thread] = []
  /// For each step, the round in which it was last entered.
  private var entered: [Int]
  private var round = 0
  private var pending: [Thread] = []

  /// A way: the step it is at and the positions it has noted.
  private struct Thread {
    var step: Int
    var slots: [Int]
  }

  /// Searches for the first match; the slots must all be -1 and receive its positions.
  static func search(
    _ run: Run, _ program: Program, from start: Int, slots: UnsafeMutableBufferPointer<Int>
  ) -> Bool {
    var matcher = ParallelMatcher(run, slotCount: slots.count)
    guard let found = matcher.search(program, from: start) else { return false }
    for (index, position) in found.enumerated() { slots[index] = position }
    return true
  }

  private init(_ run: Run, slotCount: Int) {
    self.run = run
    self.slotCount = slotCount
    entered = Array(repeating: -1, count: run.instructions.count)
  }

  private mutating func search(_ program: Program, from start: Int) -> [Int]? {
    var found: [Int]?
    var current: [Thread] = []
    var position = start
    while true {
      if found == nil, position == start || !program.beginsText {
        var slots = Array(repeating: -1, count: slotCount)
        if slotCount > 0 { slots[0] = position }
        // Ways that began earlier go first: they have arrived already.
        add(Thread(step: program.entry, slots: slots), at: position)
      }
      if arrived.isEmpty, found != nil || program.beginsText { return found }
      let isEnd = position >= run.text.count
      let (scalar, length) = isEnd ? (0, 1) : run.scalar(at: position)
      round += 1
      swap(&current, &arrived)
      arrived.removeAll(keepingCapacity: true)
      for thread in current {
        let instruction = run.instructions[thread.step]
        if instruction.operation == .match {
          found = thread.slots
          if slotCount > 1 { found?[1] = position }
          // All other ways are less preferred.
          break
        }
        guard !isEnd, consumes(instruction, scalar) else { continue }
        add(Thread(step: Int(instruction.next), slots: thread.slots), at: position + length)
      }
      if isEnd { return found }
      position += length
    }
  }

  private func consumes(_ instruction: Instruction, _ scalar: UInt32) -> Bool {
    switch instruction.operation {
    case .scalar: scalar == UInt32(bitPattern: instruction.argument)
    case .set: run.set(instruction.argument, holds: scalar)
    case .any: true
    default: false
    }
  }

  /// Follows a way to the steps that consume something, in order of preference.
  private mutating func add(_ thread: Thread, at position: Int) {
    pending.append(thread)
    while var thread = pending.popLast() {
      while entered[thread.step] != round {
        entered[thread.step] = round
        let instruction = run.instructions[thread.step]
        switch instruction.operation {
        case .split: pending.append(Thread(step: Int(instruction.argument), slots: thread.slots))
        case .save:
          let slot = Int(instruction.argument)
          if slot < slotCount { thread.slots[slot] = position }
        case .assert:
          if !run.holds(instruction.argument, at: position) { thread.step = -1 }
        case .jump: break
        case .scalar, .bytes, .set, .any, .match:
          arrived.append(thread)
          thread.step = -1
        }
        if thread.step < 0 { break }
        thread.step = Int(instruction.next)
      }
    }
  }
}
