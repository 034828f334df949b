/// What is wrong with a histogram, in Prometheus' words: such a one fails the scrape.
///
/// Source: prometheus/prometheus `model/histogram/histogram.go` and `float_histogram.go`, `Validate`,
/// `model/histogram/generic.go`, 2.53.3, 3.5.0.
extension NativeHistogram {
  /// The violation; nil if there is none.
  public var violation: String? {
    if let spans = Self.spansViolation(positiveSpans, positiveCounts.count) { return "positive side: " + spans }
    if let spans = Self.spansViolation(negativeSpans, negativeCounts.count) { return "negative side: " + spans }
    if let counts = countsViolation(negativeCounts) { return "negative side: " + counts }
    if let counts = countsViolation(positiveCounts) { return "positive side: " + counts }
    if isFloat { return nil }
    let observed = (negativeCounts + positiveCounts).reduce(zeroCount, +)
    let numbers = "\(goPlainFloatText(observed)) observations found in buckets, but the Count field is "
    if sum.isNaN {
      guard observed > count else { return nil }
      return numbers + goPlainFloatText(count)
        + ": histogram's observation count should be at least the number of observations found in the buckets"
    }
    guard observed != count else { return nil }
    return numbers + goPlainFloatText(count)
      + ": histogram's observation count should equal the number of observations found in the buckets "
      + "(in absence of NaN)"
  }

  private static func spansViolation(_ spans: [Span], _ buckets: Int) -> String? {
    for (number, span) in spans.enumerated() where number > 0 && span.offset < 0 {
      return "span number \(number + 1) with offset \(span.offset): "
        + "histogram has a span whose offset is negative"
    }
    let wanted = spans.reduce(0) { $0 + Int($1.length) }
    guard wanted != buckets else { return nil }
    return "spans need \(wanted) buckets, have \(buckets) buckets: "
      + "histogram spans specify different number of buckets than provided"
  }

  private func countsViolation(_ counts: [Double]) -> String? {
    for (number, count) in counts.enumerated() where count < 0 {
      let text = isFloat ? goFloatText(count) : goPlainFloatText(count)
      return "bucket number \(number + 1) has observation count of \(text): "
        + "histogram has a bucket whose observation count is negative"
    }
    return nil
  }
}
