import PrometheusModel

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Pairs the series of two vectors, or a vector with a number.
///
/// Source: prometheus/prometheus `promql/engine.go`, `VectorBinop`, `VectorscalarBinop`, `VectorAnd` and their
/// like, 3.5.0.
struct VectorPairing {
  var operation: BinaryOperation
  var dialect: QueryDialect

  /// A vector with a number beside it; swapped, the number stands on the left.
  func vector(_ samples: [InstantSample], with number: Double, isSwapped: Bool) -> [InstantSample] {
    samples.compactMap { sample in
      let (left, right) = isSwapped ? (number, sample.value) : (sample.value, number)
      guard let value = outcome(left, right, chosen: sample.value) else { return nil }
      let keepsName = operation.operation.isComparison && !operation.returnsBool
      return InstantSample(
        labels: keepsName ? sample.labels : sample.labels.withoutMetadata(dialect), value: value)
    }
  }

  /// The new value; nil if a comparison does not choose the sample.
  private func outcome(_ left: Double, _ right: Double, chosen: Double) -> Double? {
    let value = operation.operation.value(left, right)
    guard operation.operation.isComparison, !operation.returnsBool else { return value }
    return value == 0 ? nil : chosen
  }

  /// The labels by which two sides find each other.
  private func signature(_ labels: Labels) -> Labels {
    operation.isOn ? labels.only(operation.labels) : labels.without(operation.labels)
  }

  /// `and`, `or` and `unless`.
  func set(_ left: [InstantSample], _ right: [InstantSample]) -> [InstantSample] {
    let isOr = operation.operation == .or
    let present = Set((isOr ? left : right).map { signature($0.labels) })
    if isOr { return left + right.filter { !present.contains(signature($0.labels)) } }
    let isAnd = operation.operation == .and
    return left.filter { present.contains(signature($0.labels)) == isAnd }
  }

  /// The values of series that find each other.
  func matched(_ left: [InstantSample], _ right: [InstantSample]) throws(QueryError) -> [InstantSample] {
    if left.isEmpty || right.isEmpty { return [] }
    let isSwapped = operation.cardinality == .oneToMany
    let (many, one) = isSwapped ? (right, left) : (left, right)
    let ones = try bySignature(one, side: isSwapped ? "left" : "right")
    var taken: [Labels: Set<Labels>] = [:]
    var result: [InstantSample] = []
    for sample in many {
      let signature = signature(sample.labels)
      guard let other = ones[signature] else { continue }
      let (leftValue, rightValue) = isSwapped ? (other.value, sample.value) : (sample.value, other.value)
      guard let value = outcome(leftValue, rightValue, chosen: leftValue) else { continue }
      let labels = labels(sample.labels, other.labels)
      if operation.cardinality == .oneToOne {
        guard taken.updateValue([], forKey: signature) == nil else {
          throw .execution(
            "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)")
        }
      } else if !taken[signature, default: []].insert(labels).inserted {
        throw .execution("multiple matches for labels: grouping labels must ensure unique matches")
      }
      result.append(InstantSample(labels: labels, value: value))
    }
    return result
  }

  private func bySignature(
    _ samples: [InstantSample], side: String
  ) throws(QueryError) -> [Labels: InstantSample] {
    var found: [Labels: InstantSample] = [:]
    for sample in samples {
      let signature = signature(sample.labels)
      if let other = found.updateValue(sample, forKey: signature) {
        throw .execution(
          "found duplicate series for the match group \(signature) on the \(side) hand-side of the operation: "
            + "[\(sample.labels), \(other.labels)];many-to-many matching not allowed: "
            + "matching labels must be unique on one side")
      }
    }
    return found
  }

  private func labels(_ many: Labels, _ one: Labels) -> Labels {
    var labels = operation.operation.isArithmetic ? many.withoutMetadata(dialect) : many
    if operation.cardinality == .oneToOne {
      if operation.isOn {
        labels = labels.only(operation.labels)
      } else {
        for name in operation.labels { labels[name] = nil }
      }
    }
    for name in operation.included { labels[name] = one[name] }
    return operation.returnsBool ? labels.withoutMetadata(dialect) : labels
  }
}

extension BinaryOperation.Operator {
  /// What comes of two numbers; of a comparison, 0 or 1.
  func value(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .equal: left == right ? 1 : 0
    case .notEqual: left != right ? 1 : 0
    case .less: left < right ? 1 : 0
    case .lessOrEqual: left <= right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .greaterOrEqual: left >= right ? 1 : 0
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    case .modulo: fmod(left, right)
    case .power: MathFunction.power(left, right)
    case .atan2: angle(left, right)
    case .or, .and, .unless: .nan
    }
  }
}

/// The angle of a point; the operator of the same name hides the function.
private func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
