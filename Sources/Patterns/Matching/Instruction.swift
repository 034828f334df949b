/// One step of a compiled expression.
struct Instruction: Sendable {
  /// What a step does.
  enum Operation: UInt8, Sendable {
    /// Consumes the scalar `argument`.
    case scalar
    /// Consumes the bytes of the literal `argument`.
    case bytes
    /// Consumes a scalar of the set `argument`.
    case set
    /// Consumes any scalar.
    case any
    /// Goes on at `next`, and if that fails at `argument`.
    case split
    /// Notes the position in slot `argument`.
    case save
    /// Goes on if the assertion `argument` holds.
    case assert
    /// Only goes on; none is left in a finished program.
    case jump
    /// The expression has matched.
    case match
  }

  var operation: Operation
  /// The step after this.
  var next: Int32
  /// As the operation says.
  var argument: Int32
  /// The number of a split among the splits.
  var ordinal: Int32 = 0
}
