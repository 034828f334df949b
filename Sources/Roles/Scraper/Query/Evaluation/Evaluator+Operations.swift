import Exposition
import PrometheusModel

/// Operators between two expressions.
extension Evaluator {
  /// What an operator makes of two expressions.
  func combine(
    _ operation: BinaryOperation, _ left: Expression, _ right: Expression, _ expression: Expression
  ) throws(QueryError) -> [QuerySeries] {
    let isScalar = (left: left.kind == .scalar, right: right.kind == .scalar)
    let pairing = VectorPairing(operation: operation, dialect: dialect)
    let sides = [try evaluate(left), try evaluate(right)]
    return try perStep(sides) { _, vectors throws(QueryError) in
      let (left, right) = (vectors[0], vectors[1])
      if !operation.operation.isSet, left.contains(where: \.isHistogram) || right.contains(where: \.isHistogram)
      {
        throw .unsupported("\(operation.operation.rawValue) between native histograms")
      }
      switch isScalar {
      case (true, true):
        return [
          InstantSample(
            labels: Labels(),
            value: operation.operation.value(left.first?.value ?? .nan, right.first?.value ?? .nan))
        ]
      case (false, true): return pairing.vector(left, with: right.first?.value ?? .nan, isSwapped: false)
      case (true, false): return pairing.vector(right, with: left.first?.value ?? .nan, isSwapped: true)
      case (false, false):
        return operation.operation.isSet ? pairing.set(left, right) : try pairing.matched(left, right)
      }
    }
  }
}

extension InstantSample {
  /// Whether the value stands for a native histogram.
  var isHistogram: Bool { histogram != nil }
}
