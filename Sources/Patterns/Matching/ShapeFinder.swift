/// Finds the shape of a tree that matches whole texts only.
struct ShapeFinder {
  private let expression: Expression
  /// No more strings than this are listed, and no more bytes in all of them.
  private static let mostChoices = 256
  private static let mostBytes = 16 * 1024
  /// What is nested deeper has no shape; it keeps recursion shallow.
  private static let deepest = 24

  /// The shape, or nil if only a program can tell.
  static func shape(of expression: Expression) -> Shape? {
    guard case .concatenation(let parts) = expression.nodes[expression.root], parts.count >= 2,
      case .assertion(.beginsText)? = parts.first.map({ expression.nodes[$0] }),
      case .assertion(.endsText)? = parts.last.map({ expression.nodes[$0] })
    else { return nil }
    let finder = ShapeFinder(expression: expression)
    let inner = parts.dropFirst().dropLast()
    return finder.bracket(inner).map { .bracket($0) } ?? finder.choices(inner).map { .oneOf($0) }
  }

  // MARK: - Brackets

  private func bracket(_ parts: ArraySlice<Expression.Index>) -> Shape.Bracket? {
    var bracket = Shape.Bracket(slots: Array(repeating: -1, count: expression.groupNames.count * 2))
    var remaining = parts.count
    for part in parts {
      remaining -= 1
      guard extend(&bracket, with: part, depth: 0) else { return nil }
    }
    bracket.slots[0] = 0
    bracket.slots[1] = -1
    // Places after the wildcard were noted from its end; now the length of the end is known.
    guard bracket.wildcard != nil else { return bracket }
    for slot in bracket.slots.indices.dropFirst(2) where bracket.slots[slot] <= Self.afterWildcard {
      bracket.slots[slot] = -1 - (bracket.suffix.count - (Self.afterWildcard - bracket.slots[slot]))
    }
    return bracket
  }

  /// Marks places after the wildcard until the end's length is known.
  private static let afterWildcard = Int.min / 2

  private func place(in bracket: Shape.Bracket) -> Int {
    bracket.wildcard == nil ? bracket.prefix.count : Self.afterWildcard - bracket.suffix.count
  }

  private func extend(_ bracket: inout Shape.Bracket, with node: Expression.Index, depth: Int) -> Bool {
    guard depth < Self.deepest else { return false }
    switch expression.nodes[node] {
    case .empty: return true
    case .literal(let scalars, let foldsCase):
      guard !foldsCase, let bytes = Self.bytes(scalars) else { return false }
      if bracket.wildcard == nil { bracket.prefix += bytes } else { bracket.suffix += bytes }
      return true
    case .capture(let group, let inner):
      bracket.slots[group * 2] = place(in: bracket)
      guard extend(&bracket, with: inner, depth: depth + 1) else { return false }
      bracket.slots[group * 2 + 1] = place(in: bracket)
      return true
    case .concatenation(let parts):
      for part in parts where !extend(&bracket, with: part, depth: depth + 1) { return false }
      return true
    case .repeated(let inner, let repetition):
      guard bracket.wildcard == nil, repetition.maximum == nil, repetition.minimum <= 1,
        case .set(let set) = expression.nodes[inner], set == .all || set == .allButNewline
      else { return false }
      bracket.wildcard = Shape.Wildcard(minimum: repetition.minimum, matchesNewline: set == .all)
      return true
    case .set, .assertion, .alternation: return false
    }
  }

  // MARK: - Choices

  private func choices(_ parts: ArraySlice<Expression.Index>) -> [[UInt8]]? {
    var parts = parts
    // Groups may only stand around everything.
    var groups = 1
    while parts.count == 1, let only = parts.first, case .capture(_, let inner) = expression.nodes[only] {
      groups += 1
      parts = [inner]
    }
    guard groups == expression.groupNames.count, let found = product(parts, depth: 0) else { return nil }
    var unique: [[UInt8]] = []
    for choice in Set(found) { unique.append(choice) }
    return unique.sorted { left, right in right.withUnsafeBufferPointer { Shape.order(left, $0) < 0 } }
  }

  private func product(_ parts: ArraySlice<Expression.Index>, depth: Int) -> [[UInt8]]? {
    var result: [[UInt8]] = [[]]
    for part in parts {
      guard let next = choices(of: part, depth: depth) else { return nil }
      guard next.count * result.count <= Self.mostChoices else { return nil }
      result = result.flatMap { start in next.map { start + $0 } }
      guard result.reduce(0, { $0 + $1.count }) <= Self.mostBytes else { return nil }
    }
    return result
  }

  private func choices(of node: Expression.Index, depth: Int) -> [[UInt8]]? {
    guard depth < Self.deepest else { return nil }
    switch expression.nodes[node] {
    case .empty: return [[]]
    case .literal(let scalars, let foldsCase):
      return foldsCase ? nil : Self.bytes(scalars).map { [$0] }
    case .set(let set): return set.members(upTo: 16).flatMap { Self.each($0) }
    case .concatenation(let parts): return product(parts[...], depth: depth + 1)
    case .alternation(let parts):
      var result: [[UInt8]] = []
      for part in parts {
        guard let more = choices(of: part, depth: depth + 1) else { return nil }
        result += more
        guard result.count <= Self.mostChoices * 16 else { return nil }
      }
      return result
    case .repeated(let inner, let repetition):
      guard repetition.minimum == 0, repetition.maximum == 1 else { return nil }
      return choices(of: inner, depth: depth + 1).map { $0 + [[]] }
    case .capture, .assertion: return nil
    }
  }

  private static func each(_ scalars: [UInt32]) -> [[UInt8]]? {
    var result: [[UInt8]] = []
    for scalar in scalars {
      guard let bytes = bytes([scalar]) else { return nil }
      result.append(bytes)
    }
    return result
  }

  private static func bytes(_ scalars: [UInt32]) -> [UInt8]? {
    var result: [UInt8] = []
    for value in scalars {
      guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else { return nil }
      result.append(contentsOf: encoded)
    }
    return result
  }
}
