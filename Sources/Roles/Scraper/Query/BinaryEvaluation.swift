import PrometheusModel

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Source: prometheus/prometheus `promql/engine.go`, `VectorBinop`, `VectorscalarBinop`, `VectorAnd` and their
/// like, 3.5.0.
extension BinaryOperation {
  /// What becomes of two values.
  func apply(_ left: QueryValue, _ right: QueryValue) throws(QueryError) -> QueryValue {
    switch (left, right) {
    case (.scalar(let left), .scalar(let right)):
      return .scalar(operation.isComparison ? (compares(left, right) ? 1 : 0) : number(left, right))
    case (.vector(let samples), .scalar(let number)):
      return .vector(samples.compactMap { sample($0, $0.value, number, kept: $0.value) })
    case (.scalar(let number), .vector(let samples)):
      return .vector(samples.compactMap { sample($0, number, $0.value, kept: $0.value) })
    default:
      return .vector(
        operation.isSet ? set(left.samples, right.samples) : try matched(left.samples, right.samples))
    }
  }

  /// A sample of one side with what comes of both; nil if a comparison does not choose it.
  private func sample(
    _ sample: InstantSample, _ left: Double, _ right: Double, kept: Double
  ) -> InstantSample? {
    guard operation.isComparison else {
      return InstantSample(labels: sample.labels.withoutName(), value: number(left, right))
    }
    let holds = compares(left, right)
    if returnsBool { return InstantSample(labels: sample.labels.withoutName(), value: holds ? 1 : 0) }
    return holds ? InstantSample(labels: sample.labels, value: kept) : nil
  }

  private func compares(_ left: Double, _ right: Double) -> Bool {
    switch operation {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    default: false
    }
  }

  private func number(_ left: Double, _ right: Double) -> Double {
    switch operation {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    case .modulo: fmod(left, right)
    case .power: pow(left, right)
    case .atan2: atan2(left, right)
    default: .nan
    }
  }

  /// The labels by which two sides find each other.
  private func signature(_ labels: Labels) -> Labels {
    isOn ? labels.only(self.labels) : labels.without(self.labels)
  }

  private func set(_ left: [InstantSample], _ right: [InstantSample]) -> [InstantSample] {
    switch operation {
    case .or:
      let present = Set(left.map { signature($0.labels) })
      return left + right.filter { !present.contains(signature($0.labels)) }
    default:
      let present = Set(right.map { signature($0.labels) })
      return left.filter { present.contains(signature($0.labels)) == (operation == .and) }
    }
  }

  private func matched(_ left: [InstantSample], _ right: [InstantSample]) throws(QueryError) -> [InstantSample]
  {
    let isSwapped = cardinality == .oneToMany
    let (many, one) = isSwapped ? (right, left) : (left, right)
    var ones: [Labels: InstantSample] = [:]
    for sample in one {
      let signature = signature(sample.labels)
      if let other = ones.updateValue(sample, forKey: signature) {
        throw .execution(
          "found duplicate series for the match group \(signature) on the "
            + "\(isSwapped ? "left" : "right") hand-side of the operation: [\(sample.labels), \(other.labels)];"
            + "many-to-many matching not allowed: matching labels must be unique on one side")
      }
    }
    var taken: Set<Labels> = []
    var result: [InstantSample] = []
    for sample in many {
      let signature = signature(sample.labels)
      guard let other = ones[signature] else { continue }
      let (leftValue, rightValue) = isSwapped ? (other.value, sample.value) : (sample.value, other.value)
      guard var joined = self.sample(sample, leftValue, rightValue, kept: leftValue) else { continue }
      joined.labels = resultLabels(
        sample.labels, other.labels, keepsName: operation.isComparison && !returnsBool)
      let identity = cardinality == .oneToOne ? signature : joined.labels
      guard taken.insert(identity).inserted else {
        throw .execution(
          cardinality == .oneToOne
            ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
            : "multiple matches for labels: grouping labels must ensure unique matches")
      }
      result.append(joined)
    }
    return result
  }

  private func resultLabels(_ many: Labels, _ one: Labels, keepsName: Bool) -> Labels {
    var labels = keepsName ? many : many.withoutName()
    if cardinality == .oneToOne {
      let name = keepsName ? many[LabelName.metricName] : nil
      labels = isOn ? many.only(self.labels) : many.without(self.labels)
      if !isOn { labels[LabelName.metricName] = name }
    }
    for name in included { labels[name] = one[name] }
    return labels
  }
}
