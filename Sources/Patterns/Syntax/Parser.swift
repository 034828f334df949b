/// Parses RE2's syntax, with the Perl flags that Go's `regexp.Compile` sets, into a tree.
///
/// What is accepted, and the messages for what is not, are Go's.
/// Source: golang/go src/regexp/syntax/parse.go `parse`, 1.24.
struct Parser {
  let source: [Unicode.Scalar]
  var position = 0
  var flags: Flags
  var stack: [Item] = []
  var expression = Expression()
  /// How many ends of ranges the sets have together, which is limited.
  private var setSize = 0
  private static let largestSetSize = (128 << 20) / 4
  /// Whether it is known that no `:]` follows, which a class would look for at every `[:`.
  var knowsNoPOSIXEnd = false
  /// What named sets are without regard to case, by name.
  var foldedSets: [String: ScalarSet] = [:]
  /// How many parentheses are open.
  var openGroups = 0
  /// Go has no such limit, only one of height; it keeps what groups cost linear.
  private static let mostOpenGroups = 2000

  /// What `(?imsU)` changes.
  struct Flags {
    var foldsCase = false
    var isMultiline = false
    var dotMatchesNewline: Bool
    var isUngreedy = false
  }

  /// What has been read: operands, and the marks of open groups and alternatives.
  enum Item {
    case operand(Expression.Index)
    /// An open parenthesis: its group, or nil if it only groups, and the flags from before.
    case open(group: Int?, flags: Flags)
    case bar
  }

  init(_ text: String, dotMatchesNewline: Bool) {
    source = Array(text.unicodeScalars)
    flags = Flags(dotMatchesNewline: dotMatchesNewline)
  }

  /// Parses the whole expression.
  mutating func parse() throws(PatternError) -> Expression {
    // Where the last operator of repetition began, if it was the last thing read.
    var lastRepetition: Int?
    while let scalar = peek() {
      var repetition: Int?
      switch scalar {
      case "(":
        if peek(1) == "?" {
          try parseGroupOptions()
        } else {
          position += 1
          try openCapture(named: "")
        }
      case "|":
        position += 1
        try concatenate()
        stack.append(.bar)
      case ")": try closeGroup()
      case "^":
        position += 1
        try push(.assertion(flags.isMultiline ? .beginsLine : .beginsText))
      case "$":
        position += 1
        try push(.assertion(flags.isMultiline ? .endsLine : .endsText))
      case ".":
        position += 1
        try push(.set(flags.dotMatchesNewline ? .all : .allButNewline))
      case "[": try parseClass()
      case "*", "+", "?", "{":
        repetition = position
        if try !parseRepetition(after: lastRepetition) { repetition = nil }
      case "\\": try parseEscape()
      default:
        position += 1
        try pushLiteral(scalar.value)
      }
      lastRepetition = repetition
    }
    try alternate()
    guard stack.count == 1, case .operand(let whole)? = stack.first else {
      throw error(.missingParenthesis, 0, source.count)
    }
    expression.root = whole
    return expression
  }

  // MARK: - Stack

  /// Adds a node and pushes it.
  mutating func push(_ node: Expression.Node) throws(PatternError) {
    if case .set(let set) = node { setSize += set.ranges.count * 2 }
    try push(expression.add(node))
  }

  mutating func push(_ index: Expression.Index) throws(PatternError) {
    stack.append(.operand(index))
    let measure = expression.measure(index)
    if measure.size > Expression.largestSize || setSize > Self.largestSetSize {
      throw error(.tooLarge, 0, source.count)
    }
    if measure.height > Expression.largestHeight { throw error(.nestingDepth, 0, source.count) }
  }

  mutating func pushLiteral(_ scalar: UInt32) throws(PatternError) {
    let foldsCase = flags.foldsCase && !CaseFolding.others(of: scalar).isEmpty
    try push(.literal([scalar], foldsCase: foldsCase))
  }

  /// Notes an open parenthesis: of a group that captures, with its name, or of one that does not.
  mutating func open(group: Int?) throws(PatternError) {
    openGroups += 1
    if openGroups > Self.mostOpenGroups { throw error(.nestingDepth, 0, source.count) }
    stack.append(.open(group: group, flags: flags))
  }

  mutating func openCapture(named name: String) throws(PatternError) {
    try open(group: expression.groupNames.count)
    expression.groupNames.append(name)
  }

  /// Replaces the operands since the last mark by their concatenation.
  mutating func concatenate() throws(PatternError) {
    var parts: [Expression.Index] = []
    for operand in popOperands() {
      if case .concatenation(let inner) = expression.nodes[operand] {
        parts.append(contentsOf: inner)
        expression.release(operand)
      } else {
        parts.append(operand)
      }
    }
    // Literals next to each other are one.
    var joined: [Expression.Index] = []
    var index = 0
    while index < parts.count {
      var run = index + 1
      if case .literal(var scalars, let folds) = expression.nodes[parts[index]] {
        while run < parts.count, case .literal(let more, folds) = expression.nodes[parts[run]] {
          scalars += more
          if run == index + 1 { expression.release(parts[index]) }
          expression.release(parts[run])
          run += 1
        }
        joined.append(
          run == index + 1 ? parts[index] : expression.add(.literal(scalars, foldsCase: folds)))
      } else {
        joined.append(parts[index])
      }
      index = run
    }
    switch joined.count {
    case 0: try push(.empty)
    case 1: try push(joined[0])
    default: try push(.concatenation(joined))
    }
  }

  /// Replaces everything since the last open parenthesis by its alternation.
  mutating func alternate() throws(PatternError) {
    try concatenate()
    var branches = popOperands()
    guard case .bar? = stack.last else { return try push(branches[0]) }
    while case .bar? = stack.last {
      stack.removeLast()
      branches.append(contentsOf: popOperands())
    }
    var merged: [Expression.Index] = []
    // Neighbouring branches of one scalar each are one set, which stands for the last of `merged`.
    var union: GrowingSet?
    func close() {
      if let union { merged[merged.count - 1] = expression.add(.set(union.set)) }
      union = nil
    }
    for branch in branches.reversed() {
      if let set = singleScalar(branch) {
        if union == nil { union = merged.last.flatMap(singleScalar).map { GrowingSet($0) } }
        if union == nil { merged.append(branch) } else { union?.insert(set) }
        continue
      }
      close()
      if case .alternation(let inner) = expression.nodes[branch] {
        merged.append(contentsOf: inner)
        expression.release(branch)
      } else {
        merged.append(branch)
      }
    }
    close()
    try push(merged.count == 1 ? expression.nodes[merged[0]] : .alternation(merged))
  }

  /// The set of scalars, if the node matches exactly one scalar.
  private func singleScalar(_ index: Expression.Index) -> ScalarSet? {
    switch expression.nodes[index] {
    case .set(let set): return set
    case .literal(let scalars, let foldsCase):
      guard scalars.count == 1, let scalar = scalars.first else { return nil }
      let set = ScalarSet([scalar...scalar])
      return foldsCase ? set.folded() : set
    default: return nil
    }
  }

  private mutating func popOperands() -> [Expression.Index] {
    var operands: [Expression.Index] = []
    while case .operand(let operand)? = stack.last {
      operands.append(operand)
      stack.removeLast()
    }
    return operands.reversed()
  }

  // MARK: - Text

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    position + distance < source.count ? source[position + distance] : nil
  }

  mutating func next() -> Unicode.Scalar? {
    guard position < source.count else { return nil }
    defer { position += 1 }
    return source[position]
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(String.UnicodeScalarView(source[start..<min(max(start, end), source.count)]))
  }

  func error(_ kind: PatternError.Kind, _ start: Int, _ end: Int) -> PatternError {
    PatternError(kind, at: text(start, end))
  }
}
