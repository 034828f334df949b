/// A cause that was found, with the fewest words that say why.
public struct Diagnosis: Sendable, Hashable {
  /// The cause.
  public var code: CauseCode
  /// Why, for a person: names the pod, the port, the rule.
  public var explanation: String

  /// Pairs a code with its explanation.
  public init(_ code: CauseCode, _ explanation: String) {
    self.code = code
    self.explanation = explanation
  }
}
