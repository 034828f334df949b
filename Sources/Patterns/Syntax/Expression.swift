/// A regular expression as a tree, whose nodes name each other by number: nothing that walks it recurses.
struct Expression: Sendable {
  /// A node's number.
  typealias Index = Int

  /// What a node matches.
  enum Node: Sendable {
    /// The empty string.
    case empty
    /// Scalars one after another.
    case literal([UInt32], foldsCase: Bool)
    /// One scalar of a set; an empty set matches nothing.
    case set(ScalarSet)
    /// A condition on the place between two scalars.
    case assertion(Assertion)
    /// A group that is captured, with its number.
    case capture(Int, Index)
    /// An expression so many times.
    case repeated(Index, Repetition)
    /// Expressions one after another.
    case concatenation([Index])
    /// One of the expressions, the earlier one rather.
    case alternation([Index])
  }

  /// A condition on a place in the text.
  enum Assertion: UInt8, Sendable {
    case beginsLine
    case endsLine
    case beginsText
    case endsText
    case wordBoundary
    case noWordBoundary
  }

  /// How often an expression is repeated.
  struct Repetition: Sendable {
    /// At least so often.
    var minimum: Int
    /// At most so often; nil for any number.
    var maximum: Int?
    /// Whether more is better.
    var isGreedy: Bool
    /// Whether it is written `{n,m}`, for which limits are checked.
    var isCounted: Bool
  }

  /// What limits are checked by.
  ///
  /// Source: golang/go src/regexp/syntax/parse.go `calcSize`, `calcHeight`, `repeatIsValid`, 1.24.
  struct Measure: Sendable {
    /// How many instructions the node compiles to, about.
    var size = 1
    /// How deep it is nested.
    var height = 1
    /// The largest product of counts that are nested.
    var copies = 1
  }

  /// No more instructions than this, which is what 128 MiB of them are in Go.
  static let largestSize = (128 << 20) / 40
  /// No deeper than this.
  static let largestHeight = 1000
  /// No more copies of an innermost part than this.
  static let mostCopies = 1000

  private(set) var nodes: [Node] = []
  private var measures: [Measure] = []
  /// The node of the whole expression.
  var root: Index = 0
  /// The name of each group, "" for those without; the whole match is the first.
  var groupNames = [""]

  /// Adds a node and measures it.
  mutating func add(_ node: Node) -> Index {
    nodes.append(node)
    var measure = measured(node)
    measure.size = max(1, measure.size)
    measures.append(measure)
    return nodes.count - 1
  }

  /// Forgets what a node holds, once another has taken it over.
  mutating func release(_ index: Index) { nodes[index] = .empty }

  /// What a node measures.
  func measure(_ index: Index) -> Measure { measures[index] }

  private func measured(_ node: Node) -> Measure {
    switch node {
    case .empty, .set, .assertion: return Measure()
    case .literal(let scalars, _): return Measure(size: scalars.count)
    case .capture(_, let inner):
      var measure = measures[inner]
      measure.size += 2
      measure.height += 1
      return measure
    case .repeated(let inner, let repetition): return repeated(measures[inner], repetition)
    case .concatenation(let parts): return combined(parts, extraSize: 0)
    case .alternation(let parts): return combined(parts, extraSize: parts.count - 1)
    }
  }

  private func combined(_ parts: [Index], extraSize: Int) -> Measure {
    var result = Measure(size: extraSize)
    for part in parts {
      let measure = measures[part]
      result.size += measure.size
      result.height = max(result.height, measure.height + 1)
      result.copies = max(result.copies, measure.copies)
    }
    return result
  }

  private func repeated(_ inner: Measure, _ repetition: Repetition) -> Measure {
    var result = inner
    result.height += 1
    switch (repetition.minimum, repetition.maximum) {
    case (0, nil): result.size += 2
    case (let minimum, nil): result.size = 1 + minimum * inner.size
    case (0, 1) where !repetition.isCounted: result.size += 1
    case (let minimum, let maximum?): result.size = maximum * inner.size + maximum - minimum
    }
    if repetition.isCounted {
      let count = repetition.maximum ?? repetition.minimum
      result.copies = repetition.maximum == 0 ? 1 : inner.copies * max(1, count)
    }
    return result
  }
}
