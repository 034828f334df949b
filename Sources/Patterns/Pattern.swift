/// A regular expression in the syntax and with the semantics of Go's regexp package, which Prometheus, Istio
/// and Envoy (RE2) share: leftmost-first, in time linear in the text whatever the expression.
///
/// Source: golang/go src/regexp, 1.24.
public struct Pattern: Sendable {
  /// The expression as written.
  public let source: String
  /// Whether a whole text must match, and whether `.` matches the end of a line.
  private let isAnchored: Bool
  private let dotMatchesNewline: Bool
  private let compiled: Compiled

  /// What an expression compiles to; shared by copies.
  private final class Compiled: Sendable {
    let groupNames: [String]
    let shape: Shape?
    let program: Program

    init(_ expression: Expression) {
      groupNames = expression.groupNames
      shape = ShapeFinder.shape(of: expression)
      program = ProgramBuilder.program(of: expression)
    }
  }

  /// Compiles an expression.
  ///
  /// An anchored one is compiled as `^(?s:source)$`, as Prometheus does since 3.0, or as `^(?:source)$`, as 2.x
  /// does; messages quote that form. Source: prometheus/prometheus model/relabel/relabel.go `NewRegexp`,
  /// 2.53 and 3.5.
  public init(_ source: String, anchored: Bool = true, dotMatchesNewline: Bool = true) throws(PatternError) {
    self.source = source
    isAnchored = anchored
    self.dotMatchesNewline = dotMatchesNewline
    var parser =
      anchored
      ? Parser((dotMatchesNewline ? "^(?s:" : "^(?:") + source + ")$", dotMatchesNewline: false)
      : Parser(source, dotMatchesNewline: dotMatchesNewline)
    compiled = Compiled(try parser.parse())
  }

  /// The names of the groups, "" for those without; the first is the whole match.
  public var groupNames: [String] { compiled.groupNames }

  /// Whether the text matches; if the pattern is not anchored, whether a part of it does.
  public func matches(_ text: String) -> Bool {
    Self.withBytes(of: text) { bytes in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 0) { search(bytes, from: 0, slots: $0) }
    }
  }

  /// The first match, or nil.
  public func firstMatch(in text: String) -> Match? { firstMatch(in: text, from: 0) }

  /// What the groups have matched, the whole match first, or nil without a match.
  public func captures(_ text: String) -> [Substring?]? {
    firstMatch(in: text).map { match in match.offsets.indices.map { match[$0] } }
  }

  /// How many steps the expression has compiled to.
  package var stepCount: Int { compiled.program.instructions.count }

  /// The first match that begins at a byte or after it; the method can be chosen for tests.
  package func firstMatch(in text: String, from start: Int = 0, by method: MatchingMethod = .usual) -> Match? {
    let offsets: [Range<Int>?]? = Self.withBytes(of: text) { bytes in
      withSlots { slots in
        guard search(bytes, from: start, slots: slots, by: method) else { return nil }
        return (0..<slots.count / 2).map { group in
          let (begin, end) = (slots[group * 2], slots[group * 2 + 1])
          return begin >= 0 && begin <= end ? begin..<end : nil
        }
      }
    }
    return offsets.map { Match(text: text, offsets: $0) }
  }

  // MARK: - Bytes

  /// Calls the body with room for the positions of all groups.
  func withSlots<Result>(_ body: (UnsafeMutableBufferPointer<Int>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: compiled.groupNames.count * 2) { slots in
      slots.initialize(repeating: -1)
      return body(slots)
    }
  }

  /// Searches bytes of UTF-8; the slots must be -1 and receive the positions of as many groups as they hold.
  func search(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, slots: UnsafeMutableBufferPointer<Int>,
    by method: MatchingMethod = .usual
  ) -> Bool {
    if method == .usual, let shape = compiled.shape {
      return start == 0 && shape.matches(text, slots: slots)
    }
    let program = compiled.program
    if program.beginsText, start > 0 { return false }
    let (bits, overflows) = program.splitCount.multipliedReportingOverflow(by: text.count + 1)
    let isSmall = method != .parallel && !overflows && bits <= Backtracker.mostBits
    let instructions = isSmall ? program.fused : program.instructions
    return instructions.withUnsafeBufferPointer { instructions in
      program.sets.withUnsafeBufferPointer { sets in
        program.ranges.withUnsafeBufferPointer { ranges in
          program.literals.withUnsafeBufferPointer { literals in
            program.literalBytes.withUnsafeBufferPointer { literalBytes in
              let run = Run(
                instructions: instructions, sets: sets, ranges: ranges, literals: literals,
                literalBytes: literalBytes, text: text)
              return isSmall
                ? Backtracker.search(run, program, from: start, slots: slots)
                : ParallelMatcher.search(run, program, from: start, slots: slots)
            }
          }
        }
      }
    }
  }

  /// Calls the body with the text's UTF-8.
  static func withBytes<Result>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = text
    return copy.withUTF8(body)
  }
}

/// How a match is looked for; all ways find the same.
package enum MatchingMethod: Sendable {
  /// By the expression's shape if it has one, else by what suits the text's length.
  case usual
  /// By the program, one way after the other as far as memory allows.
  case backtracking
  /// By the program, all ways at once.
  case parallel
}

extension Pattern: Hashable {
  /// Whether the patterns are written alike and match alike.
  public static func == (left: Pattern, right: Pattern) -> Bool {
    left.isAnchored == right.isAnchored && left.dotMatchesNewline == right.dotMatchesNewline
      && left.source.utf8.elementsEqual(right.source.utf8)
  }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}
