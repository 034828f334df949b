/// Matches by trying the preferred way first, and never the same way from the same place twice.
///
/// Time and memory are at most the number of splits times the length of the text.
/// Source: the method of golang/go src/regexp/backtrack.go, 1.24.
struct Backtracker {
  /// No more bits of memory than this; longer texts are for the ``ParallelMatcher``.
  static let mostBits = 512 * 1024

  private let run: Run
  /// A bit for each split and position that was tried.
  private let visited: UnsafeMutableBufferPointer<UInt64>
  private let slots: UnsafeMutableBufferPointer<Int>
  private var pending: [Pending] = []

  /// A way that was put off, or a slot to set back.
  private struct Pending {
    /// The step, or minus one minus the slot.
    var step: Int
    /// The position to go on from, or the slot's value.
    var position: Int
  }

  /// Searches for the first match; the slots must all be -1 and receive its positions.
  static func search(
    _ run: Run, _ program: Program, from start: Int, slots: UnsafeMutableBufferPointer<Int>
  ) -> Bool {
    let words = (program.splitCount * (run.text.count + 1) + 63) / 64
    return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words) { visited in
      visited.initialize(repeating: 0)
      var matcher = Backtracker(run: run, visited: visited, slots: slots)
      var position = start
      while position <= run.text.count {
        if matcher.matches(at: position, entry: program.entry) {
          if slots.count > 0 { slots[0] = position }
          return true
        }
        if program.beginsText || position == run.text.count { return false }
        position += run.scalar(at: position).length
      }
      return false
    }
  }

  private init(
    run: Run, visited: UnsafeMutableBufferPointer<UInt64>, slots: UnsafeMutableBufferPointer<Int>
  ) {
    self.run = run
    self.visited = visited
    self.slots = slots
  }

  /// Whether there is a match that begins here.
  private mutating func matches(at start: Int, entry: Int) -> Bool {
    if follow(from: entry, at: start) { return true }
    while let next = pending.popLast() {
      if next.step < 0 {
        slots[-1 - next.step] = next.position
      } else if follow(from: next.step, at: next.position) {
        return true
      }
    }
    return false
  }

  /// Follows the preferred way to its end.
  private mutating func follow(from entry: Int, at start: Int) -> Bool {
    var step = entry
    var position = start
    while true {
      let instruction = run.instructions[step]
      switch instruction.operation {
      case .bytes:
        guard let length = run.literal(instruction.argument, standsAt: position) else { return false }
        position += length
      case .set:
        guard position < run.text.count else { return false }
        let (scalar, length) = run.scalar(at: position)
        guard run.set(instruction.argument, holds: scalar) else { return false }
        position += length
      case .any:
        guard position < run.text.count else { return false }
        position += run.scalar(at: position).length
      case .scalar:
        guard position < run.text.count else { return false }
        let (scalar, length) = run.scalar(at: position)
        guard scalar == UInt32(bitPattern: instruction.argument) else { return false }
        position += length
      case .split:
        let bit = Int(instruction.ordinal) * (run.text.count + 1) + position
        let mask = UInt64(1) << UInt64(bit & 63)
        if visited[bit >> 6] & mask != 0 { return false }
        visited[bit >> 6] |= mask
        pending.append(Pending(step: Int(instruction.argument), position: position))
      case .save:
        let slot = Int(instruction.argument)
        if slot < slots.count {
          pending.append(Pending(step: -1 - slot, position: slots[slot]))
          slots[slot] = position
        }
      case .assert:
        guard run.holds(instruction.argument, at: position) else { return false }
      case .jump: break
      case .match:
        if slots.count > 1 { slots[1] = position }
        return true
      }
      step = Int(instruction.next)
    }
  }
}
