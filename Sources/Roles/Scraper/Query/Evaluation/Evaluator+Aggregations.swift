import Exposition
import PrometheusModel

/// Aggregations.
///
/// Source: prometheus/prometheus `promql/engine.go`, `rangeEvalAgg`, `aggregation`, `aggregationK` and
/// `aggregationCountValues`, 2.53.3, 3.5.0.
extension Evaluator {
  /// What becomes of the groups of an expression.
  func aggregate(
    _ aggregation: Aggregation, _ operand: Expression, _ parameter: Expression?
  ) throws(QueryError) -> [QuerySeries] {
    if aggregation.operation == .countValues {
      return try countValues(aggregation, operand, named: parameter?.literal ?? QueryText(bytes: []))
    }
    let parameters = try parameter.map { argument throws(QueryError) in
      let points = try evaluate(argument).first?.points.map(\.value) ?? []
      return dialect.allowsChangingParameter ? points : points.map { _ in points.first ?? .nan }
    }
    let input = try evaluate(operand)
    if aggregation.operation == .quantile, let parameter, let parameters {
      // Of many quantiles, the worst are named.
      let numbers = parameters.filter { !$0.isNaN }
      let worst =
        parameters.filter(\.isNaN).prefix(1)
        + [numbers.max().flatMap { $0 > 1 ? $0 : nil }, numbers.min().flatMap { $0 < 0 ? $0 : nil }].compactMap
      { $0 }
      for quantile in worst { context.notes.warnOfQuantile(quantile, at: parameter) }
    }
    let isChoice = aggregation.operation == .topk || aggregation.operation == .bottomk
    if isChoice, let parameters {
      if !dialect.allowsChangingParameter { for number in parameters { try Self.check(number) } }
      if parameters.allSatisfy({ $0 < 1 }) { return [] }
    }
    let grouping = Grouping(input, by: aggregation)
    var cursors = [Int](repeating: 0, count: input.count)
    var collected = SteppedMatrix()
    for (number, time) in steps.enumerated() {
      let groups = grouping.samples(of: input, at: time, &cursors)
      let parameter = parameters.map { number < $0.count ? $0[number] : .nan } ?? 0
      let results =
        isChoice
        ? try chosen(groups, aggregation.operation, parameter)
        : try combined(groups, grouping.labels, aggregation.operation, parameter)
      if isInstant {
        return results.map {
          QuerySeries(
            labels: $0.labels,
            points: [QuerySeries.Point(time: time, value: $0.value, histogram: $0.histogram)])
        }
      }
      try collected.append(results, at: time)
    }
    return collected.series
  }

  /// How many samples a choice keeps must be a number that Go can make an integer of.
  private static func check(_ count: Double) throws(QueryError) {
    guard abs(count) < 9_223_372_036_854_774_784 else {
      let text = abs(count) < 1e21 ? goPlainFloatText(count) : goFloatText(count)
      throw .execution("Scalar value \(text) overflows int64")
    }
  }

  private func chosen(
    _ groups: [[InstantSample]], _ operation: Aggregation.Operator, _ parameter: Double
  ) throws(QueryError) -> [InstantSample] {
    if groups.allSatisfy(\.isEmpty) { return [] }
    try Self.check(parameter)
    let count = Int(min(parameter, Double(groups.reduce(0) { $0 + $1.count })))
    guard count >= 1 else { return [] }
    return groups.flatMap { group in
      var heap = SampleHeap(limit: count, keepsGreatest: operation == .topk)
      for sample in group where !sample.isHistogram { heap.offer(sample) }
      return heap.sorted
    }
  }

  private func combined(
    _ groups: [[InstantSample]], _ labels: [Labels], _ operation: Aggregation.Operator, _ parameter: Double
  ) throws(QueryError) -> [InstantSample] {
    var results: [InstantSample] = []
    for (index, group) in groups.enumerated() where !group.isEmpty {
      let countsOnly = operation == .count || operation == .group
      if !countsOnly, group.contains(where: \.isHistogram) {
        throw .unsupported("\(operation.rawValue) over native histograms")
      }
      let value = Statistics.combine(group.map(\.value), operation, parameter, dialect)
      results.append(InstantSample(labels: labels[index], value: value))
    }
    return results
  }

  private func countValues(
    _ aggregation: Aggregation, _ operand: Expression, named name: QueryText
  ) throws(QueryError) -> [QuerySeries] {
    guard name.isLabelName(in: dialect) else {
      throw .execution("invalid label name \(goQuoted(name.bytes))")
    }
    let label = name.string
    var aggregation = aggregation
    if !aggregation.isWithout { aggregation.labels.append(label) }
    return try perStep([try evaluate(operand)]) { _, vectors throws(QueryError) in
      var order: [Labels] = []
      var counts: [Labels: Double] = [:]
      for sample in vectors[0] {
        if sample.isHistogram { throw .unsupported("count_values over native histograms") }
        var labels = sample.labels
        labels[label] = goPlainFloatText(sample.value)
        let group = aggregation.groupLabels(of: labels)
        if counts[group] == nil { order.append(group) }
        counts[group, default: 0] += 1
      }
      return order.map { InstantSample(labels: $0, value: counts[$0] ?? 0) }
    }
  }
}

/// Which series falls into which group.
private struct Grouping {
  /// The labels of each group.
  private(set) var labels: [Labels] = []
  private var groups: [Int] = []

  init(_ matrix: [QuerySeries], by aggregation: Aggregation) {
    var indexes: [Labels: Int] = [:]
    for series in matrix {
      let key = aggregation.groupLabels(of: series.labels)
      if let index = indexes[key] {
        groups.append(index)
      } else {
        indexes[key] = labels.count
        groups.append(labels.count)
        labels.append(key)
      }
    }
  }

  /// The samples of every group at a step.
  func samples(of matrix: [QuerySeries], at time: Int64, _ cursors: inout [Int]) -> [[InstantSample]] {
    var result = [[InstantSample]](repeating: [], count: labels.count)
    for (index, series) in matrix.enumerated() {
      let cursor = cursors[index]
      guard cursor < series.points.count, series.points[cursor].time == time else { continue }
      cursors[index] += 1
      let point = series.points[cursor]
      result[groups[index]].append(
        InstantSample(labels: series.labels, value: point.value, histogram: point.histogram))
    }
    return result
  }
}
