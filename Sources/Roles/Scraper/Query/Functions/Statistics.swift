/// What aggregations and functions over time have in common.
enum Statistics {
  /// A sum that keeps what addition rounds away.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `kahanSumInc`, 2.53.3, 3.5.0.
  struct CompensatedSum {
    /// The sum.
    var sum = 0.0
    /// What was rounded away.
    var compensation = 0.0

    /// Adds a value. Before 2.54 an infinite sum spoilt the compensation.
    mutating func add(_ value: Double, _ dialect: QueryDialect) {
      let total = sum + value
      if total.isInfinite, dialect.compensatesSum {
        compensation = 0
      } else if abs(sum) >= abs(value) {
        compensation += (sum - total) + value
      } else {
        compensation += (value - total) + sum
      }
      sum = total
    }

    /// Both together.
    var value: Double { sum + compensation }
  }

  /// What becomes of a group of values.
  static func combine(
    _ values: [Double], _ operation: Aggregation.Operator, _ parameter: Double, _ dialect: QueryDialect
  ) -> Double {
    switch operation {
    case .sum: sum(values, dialect)
    case .avg: average(values, dialect)
    case .count: Double(values.count)
    case .min: least(values)
    case .max: greatest(values)
    case .group: 1
    case .stddev: variance(values, dialect).squareRoot()
    case .stdvar: variance(values, dialect)
    case .quantile: quantile(parameter, values)
    case .topk, .bottomk, .countValues, .limitk, .limitRatio: .nan
    }
  }

  /// The least value; NaN only if there is no other.
  static func least(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values.first ?? .nan) { $0 > $1 || $0.isNaN ? $1 : $0 }
  }

  /// The greatest value; NaN only if there is no other.
  static func greatest(_ values: [Double]) -> Double {
    values.dropFirst().reduce(values.first ?? .nan) { $0 < $1 || $0.isNaN ? $1 : $0 }
  }

  private static func sum(_ values: [Double], _ dialect: QueryDialect) -> Double {
    guard let first = values.first else { return .nan }
    guard dialect.compensatesSum else { return values.dropFirst().reduce(first, +) }
    var sum = CompensatedSum(sum: first)
    for value in values.dropFirst() { sum.add(value, dialect) }
    return sum.value
  }

  private static func average(_ values: [Double], _ dialect: QueryDialect) -> Double {
    if dialect.dividesSumForAverage { return dividedAverage(values, dialect) }
    guard let first = values.first else { return .nan }
    if dialect.compensatesAverage { return switchingAverage(values, dialect) }
    var mean = first
    for (index, value) in values.enumerated().dropFirst() {
      if isSettled(mean, value) { continue }
      let count = Double(index + 1)
      mean += value / count - mean / count
    }
    return mean
  }

  /// Whether an infinite mean stays what it is.
  static func isSettled(_ mean: Double, _ value: Double) -> Bool {
    guard mean.isInfinite else { return false }
    return value.isInfinite ? (mean > 0) == (value > 0) : !value.isNaN
  }

  /// The average as a sum that is divided, while the sum is finite; then as a mean that grows.
  ///
  /// Source: prometheus/prometheus `promql/functions.go`, `funcAvgOverTime`, 3.5.0.
  static func dividedAverage(_ values: [Double], _ dialect: QueryDialect) -> Double {
    guard
      let (total, isMean) = sumOrMean(
        values, dialect,
        growing: { mean, value, count in
          let share = (count - 1) / count
          mean = CompensatedSum(sum: share * mean.sum, compensation: share * mean.compensation)
          mean.add(value / count, dialect)
        })
    else { return .nan }
    let count = Double(values.count)
    return isMean ? total.value : total.sum / count + total.compensation / count
  }

  /// The average of 2.55 to 3.4.
  ///
  /// Source: prometheus/prometheus `promql/engine.go`, `aggregation`, 3.4.0.
  private static func switchingAverage(_ values: [Double], _ dialect: QueryDialect) -> Double {
    guard
      let (total, isMean) = sumOrMean(
        values, dialect,
        growing: { mean, value, count in
          if isSettled(mean.sum, value) { return }
          let current = mean.value
          mean.add(value / count - current / count, dialect)
        })
    else { return .nan }
    return isMean ? total.value : total.value / Double(values.count)
  }

  /// The sum of values while it is finite; from then on their mean, to which `growing` adds a value as that of a number.
  private static func sumOrMean(
    _ values: [Double], _ dialect: QueryDialect,
    growing: (_ mean: inout CompensatedSum, _ value: Double, _ count: Double) -> Void
  ) -> (total: CompensatedSum, isMean: Bool)? {
    guard let first = values.first else { return nil }
    var total = CompensatedSum(sum: first)
    var isMean = false
    for (index, value) in values.enumerated().dropFirst() {
      let count = Double(index + 1)
      if !isMean {
        var next = total
        next.add(value, dialect)
        if !next.sum.isInfinite {
          total = next
          continue
        }
        isMean = true
        total = CompensatedSum(
          sum: total.sum / (count - 1), compensation: total.compensation / (count - 1))
      }
      growing(&total, value, count)
    }
    return (total, isMean)
  }

  /// The variance of the values as a whole.
  private static func variance(_ values: [Double], _ dialect: QueryDialect) -> Double {
    guard let first = values.first else { return .nan }
    var mean = first
    var sum = dialect.deviationOfInfinityIsNaN && !first.isFinite ? .nan : 0.0
    for (index, value) in values.enumerated().dropFirst() {
      let delta = value - mean
      mean += delta / Double(index + 1)
      sum += delta * (value - mean)
    }
    return sum / Double(values.count)
  }

  /// The quantile of the values, between two of them where it falls there.
  ///
  /// Source: prometheus/prometheus `promql/quantile.go`, `quantile`, 3.5.0.
  static func quantile(_ quantile: Double, _ values: [Double]) -> Double {
    if values.isEmpty || quantile.isNaN { return .nan }
    if quantile < 0 { return -.infinity }
    if quantile > 1 { return .infinity }
    let sorted = values.filter(\.isNaN) + values.filter { !$0.isNaN }.sorted()
    let rank = quantile * Double(sorted.count - 1)
    let lower = max(0, Int(rank.rounded(.down)))
    let upper = min(sorted.count - 1, lower + 1)
    let weight = rank - rank.rounded(.down)
    return sorted[lower] * (1 - weight) + sorted[upper] * weight
  }
}
