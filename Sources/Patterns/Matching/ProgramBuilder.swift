/// Compiles a tree to a program, in the shapes that Go's compiler gives, so that captures come out alike.
///
/// Source: golang/go src/regexp/syntax/compile.go and simplify.go, 1.24.
struct ProgramBuilder {
  private let expression: Expression
  private var program = Program()
  private var work: [Work] = []
  private var fragments: [Fragment] = []
  /// Runs of scalars that can be joined: the first step and how many.
  private var runs: [(start: Int, count: Int)] = []
  /// The number of each node's set: copies of a repeated node share it, so that a large set is there once.
  private var setNumbers: [Expression.Index: Int32] = [:]

  /// What is still to be done: a node to compile, or the parts on top of the stack to put together.
  private enum Work {
    case visit(Expression.Index)
    case concatenate(Int)
    case alternate(Int)
    case capture(Int)
    case `repeat`(Expression.Repetition)
  }

  /// Steps with one entry whose exits are not known yet.
  private struct Fragment {
    var entry: Int
    var exits: Exits
    /// Whether it can match the empty string.
    var isNullable: Bool
  }

  /// A list of exits, chained through the steps' own fields: twice the step, plus one for `argument`.
  private struct Exits {
    var first: Int32 = -1
    var last: Int32 = -1
  }

  private init(_ expression: Expression) { self.expression = expression }

  /// Compiles the tree.
  static func program(of expression: Expression) -> Program {
    var builder = ProgramBuilder(expression)
    return builder.build()
  }

  private mutating func build() -> Program {
    program.slotCount = expression.groupNames.count * 2
    program.beginsText = beginsText(expression.root)
    work = [.visit(expression.root)]
    while let item = work.popLast() {
      switch item {
      case .visit(let node): visit(node)
      case .concatenate(let count): concatenate(count)
      case .alternate(let count): alternate(count)
      case .capture(let group): capture(group)
      case .repeat(let repetition): `repeat`(repetition)
      }
    }
    let match = emit(.match)
    if let whole = fragments.popLast() {
      patch(whole.exits, to: match)
      program.entry = whole.entry
    }
    finish()
    return program
  }

  private func beginsText(_ node: Expression.Index) -> Bool {
    var node = node
    while true {
      switch expression.nodes[node] {
      case .assertion(let assertion): return assertion == .beginsText
      case .concatenation(let parts): node = parts.first ?? node
      case .capture(_, let inner): node = inner
      default: return false
      }
    }
  }

  // MARK: - Nodes

  private mutating func visit(_ index: Expression.Index) {
    switch expression.nodes[index] {
    case .empty: push(emit(.jump), isNullable: true)
    case .literal(let scalars, let foldsCase): literal(scalars, foldsCase: foldsCase)
    case .set(let set):
      push(set == .all ? emit(.any) : emit(.set, number(of: set, at: index)), isNullable: false)
    case .assertion(let assertion): push(emit(.assert, Int32(assertion.rawValue)), isNullable: true)
    case .capture(let group, let inner):
      work.append(.capture(group))
      work.append(.visit(inner))
    case .concatenation(let parts):
      work.append(.concatenate(parts.count))
      for part in parts.reversed() { work.append(.visit(part)) }
    case .alternation(let parts):
      work.append(.alternate(parts.count))
      for part in parts.reversed() { work.append(.visit(part)) }
    case .repeated(let inner, let repetition):
      let copies = repetition.maximum ?? max(1, repetition.minimum)
      if copies == 0 || isEmpty(inner) { return push(emit(.jump), isNullable: true) }
      if isSame(inner, repetition) { return work.append(.visit(inner)) }
      work.append(.repeat(repetition))
      for _ in 0..<copies { work.append(.visit(inner)) }
    }
  }

  private mutating func number(of set: ScalarSet, at index: Expression.Index) -> Int32 {
    if let known = setNumbers[index] { return known }
    let number = program.add(set)
    setNumbers[index] = number
    return number
  }

  /// Whether the node is the empty string, whatever is repeated around it.
  private func isEmpty(_ node: Expression.Index) -> Bool {
    var node = node
    while true {
      switch expression.nodes[node] {
      case .empty: return true
      case .repeated(let inner, let repetition):
        if repetition.maximum == 0 { return true }
        node = inner
      default: return false
      }
    }
  }

  /// Whether a repetition repeats the same again, as `(?:a*)*`.
  private func isSame(_ node: Expression.Index, _ outer: Expression.Repetition) -> Bool {
    guard case .repeated(_, let inner) = expression.nodes[node], inner.isGreedy == outer.isGreedy else {
      return false
    }
    switch (outer.minimum, outer.maximum, inner.minimum, inner.maximum) {
    case (0, nil, 0, nil), (1, nil, 1, nil), (0, 1, 0, 1): return true
    default: return false
    }
  }

  private mutating func literal(_ scalars: [UInt32], foldsCase: Bool) {
    let start = program.instructions.count
    var isRun = !foldsCase
    var fragment: Fragment?
    for scalar in scalars {
      let others = foldsCase ? CaseFolding.others(of: scalar) : []
      let step: Int
      if others.isEmpty {
        step = emit(.scalar, Int32(truncatingIfNeeded: scalar))
        isRun = isRun && Unicode.Scalar(scalar) != nil
      } else {
        var set = ScalarSet(([scalar] + others).map { $0...$0 })
        set.normalise()
        step = emit(.set, program.add(set))
      }
      let next = Fragment(entry: step, exits: exit(step), isNullable: false)
      fragment = fragment.map { joined($0, next) } ?? next
    }
    if isRun, !scalars.isEmpty { runs.append((start, scalars.count)) }
    fragments.append(fragment ?? Fragment(entry: emit(.jump), exits: Exits(), isNullable: true))
  }

  private mutating func concatenate(_ count: Int) {
    let parts = fragments.suffix(count)
    guard var result = parts.first else { return push(emit(.jump), isNullable: true) }
    for part in parts.dropFirst() { result = joined(result, part) }
    fragments.removeLast(count)
    fragments.append(result)
  }

  private mutating func alternate(_ count: Int) {
    let parts = fragments.suffix(count)
    guard var result = parts.last else { return push(emit(.jump), isNullable: true) }
    // The first branch is the outermost split's first way.
    for part in parts.dropLast().reversed() {
      let split = emit(.split)
      program.instructions[split].next = Int32(truncatingIfNeeded: part.entry)
      program.instructions[split].argument = Int32(truncatingIfNeeded: result.entry)
      result = Fragment(
        entry: split, exits: chained(part.exits, result.exits),
        isNullable: part.isNullable || result.isNullable)
    }
    fragments.removeLast(count)
    fragments.append(result)
  }

  private mutating func capture(_ group: Int) {
    guard let inner = fragments.popLast() else { return }
    let open = emit(.save, Int32(truncatingIfNeeded: group * 2))
    let close = emit(.save, Int32(truncatingIfNeeded: group * 2 + 1))
    let begin = Fragment(entry: open, exits: exit(open), isNullable: true)
    let end = Fragment(entry: close, exits: exit(close), isNullable: true)
    fragments.append(joined(joined(begin, inner), end))
  }

  private mutating func `repeat`(_ repetition: Expression.Repetition) {
    let count = repetition.maximum ?? max(1, repetition.minimum)
    var copies = Array(fragments.suffix(count))
    fragments.removeLast(count)
    guard var last = copies.popLast() else { return push(emit(.jump), isNullable: true) }
    let isGreedy = repetition.isGreedy
    if let maximum = repetition.maximum {
      // x{2,5} is xx(x(x(x)?)?)?
      if maximum > repetition.minimum { last = optional(last, isGreedy) }
      while let copy = copies.popLast() {
        last = joined(copy, last)
        if copies.count >= repetition.minimum { last = optional(last, isGreedy) }
      }
    } else {
      if repetition.minimum == 0 {
        last = last.isNullable ? optional(plus(last, isGreedy), isGreedy) : loop(last, isGreedy)
      } else {
        last = plus(last, isGreedy)
      }
      while let copy = copies.popLast() { last = joined(copy, last) }
    }
    fragments.append(last)
  }

  // MARK: - Fragments

  private mutating func emit(_ operation: Instruction.Operation, _ argument: Int32 = -1) -> Int {
    program.instructions.append(Instruction(operation: operation, next: -1, argument: argument))
    return program.instructions.count - 1
  }

  private mutating func push(_ step: Int, isNullable: Bool) {
    fragments.append(Fragment(entry: step, exits: exit(step), isNullable: isNullable))
  }

  private func exit(_ step: Int, second: Bool = false) -> Exits {
    let exit = Int32(truncatingIfNeeded: step * 2 + (second ? 1 : 0))
    return Exits(first: exit, last: exit)
  }

  private mutating func joined(_ first: Fragment, _ second: Fragment) -> Fragment {
    patch(first.exits, to: second.entry)
    return Fragment(
      entry: first.entry, exits: second.exits, isNullable: first.isNullable && second.isNullable)
  }

  private mutating func optional(_ inner: Fragment, _ isGreedy: Bool) -> Fragment {
    let (split, exits) = self.split(to: inner.entry, isGreedy)
    return Fragment(entry: split, exits: chained(exits, inner.exits), isNullable: true)
  }

  private mutating func loop(_ inner: Fragment, _ isGreedy: Bool) -> Fragment {
    let (split, exits) = self.split(to: inner.entry, isGreedy)
    patch(inner.exits, to: split)
    return Fragment(entry: split, exits: exits, isNullable: true)
  }

  private mutating func plus(_ inner: Fragment, _ isGreedy: Bool) -> Fragment {
    Fragment(entry: inner.entry, exits: loop(inner, isGreedy).exits, isNullable: inner.isNullable)
  }

  private mutating func split(to entry: Int, _ isGreedy: Bool) -> (step: Int, exits: Exits) {
    let split = emit(.split)
    let entry = Int32(truncatingIfNeeded: entry)
    if isGreedy {
      program.instructions[split].next = entry
    } else {
      program.instructions[split].argument = entry
    }
    return (split, exit(split, second: isGreedy))
  }

  private mutating func chained(_ first: Exits, _ second: Exits) -> Exits {
    if first.first < 0 { return second }
    if second.first < 0 { return first }
    setTarget(of: first.last, second.first)
    return Exits(first: first.first, last: second.last)
  }

  private mutating func patch(_ exits: Exits, to target: Int) {
    var exit = exits.first
    while exit >= 0 {
      let step = Int(exit / 2)
      let following =
        exit % 2 == 0 ? program.instructions[step].next : program.instructions[step].argument
      setTarget(of: exit, Int32(truncatingIfNeeded: target))
      if exit == exits.last { break }
      exit = following
    }
  }

  private mutating func setTarget(of exit: Int32, _ target: Int32) {
    let step = Int(exit / 2)
    if exit % 2 == 0 {
      program.instructions[step].next = target
    } else {
      program.instructions[step].argument = target
    }
  }

  // MARK: - Finish

  /// Leads every way past the steps that do nothing, numbers the splits, joins the runs.
  private mutating func finish() {
    func landing(_ target: Int32) -> Int32 {
      var target = target
      var remaining = program.instructions.count
      while target >= 0, remaining > 0, program.instructions[Int(target)].operation == .jump {
        target = program.instructions[Int(target)].next
        remaining -= 1
      }
      return target
    }
    for step in program.instructions.indices {
      program.instructions[step].next = landing(program.instructions[step].next)
      if program.instructions[step].operation == .split {
        program.instructions[step].argument = landing(program.instructions[step].argument)
        program.instructions[step].ordinal = Int32(truncatingIfNeeded: program.splitCount)
        program.splitCount += 1
      }
    }
    program.entry = Int(landing(Int32(truncatingIfNeeded: program.entry)))
    program.fused = program.instructions
    for run in runs {
      let start = program.literalBytes.count
      for step in run.start..<(run.start + run.count) {
        let scalar = Unicode.Scalar(UInt32(program.instructions[step].argument)) ?? "\u{FFFD}"
        program.literalBytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
      program.literals.append(start..<program.literalBytes.count)
      program.fused[run.start].operation = .bytes
      program.fused[run.start].argument = Int32(truncatingIfNeeded: program.literals.count - 1)
      program.fused[run.start].next = program.instructions[run.start + run.count - 1].next
    }
  }
}
