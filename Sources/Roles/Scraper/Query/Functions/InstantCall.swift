import Exposition
import PrometheusModel

/// A function over the values of one step.
///
/// Source: prometheus/prometheus `promql/functions.go`, 3.5.0.
struct InstantCall {
  /// The function.
  var name: String
  /// The arguments as written.
  var arguments: [Expression]
  var dialect: QueryDialect
  /// What is said beside the result.
  var notes: QueryNotes

  /// What the function comes to; each argument is a vector, a number one sample of it.
  func apply(to vectors: [[InstantSample]], at time: Int64) throws(QueryError) -> [InstantSample] {
    let samples = vectors.first ?? []
    let number = samples.first?.value ?? .nan
    switch name {
    case "time": return [scalar(Double(time) / 1000)]
    case "pi": return [scalar(.pi)]
    case "vector": return [scalar(number)]
    case "scalar":
      let floats = samples.filter { !$0.isHistogram }
      return [scalar(floats.count == 1 ? floats[0].value : .nan)]
    case "absent":
      guard samples.isEmpty else { return [] }
      return [InstantSample(labels: Evaluator.absentLabels(arguments[0]), value: 1)]
    case "timestamp": return samples.map { changed($0, Double($0.time) / 1000) }
    case "sort": return sorted(samples) { $0 < $1 }
    case "sort_desc": return sorted(samples) { $0 > $1 }
    case "histogram_quantile":
      let histograms = ClassicHistograms(vectors[1], arguments[1], dialect, notes)
      return try histograms.quantiles(number, at: arguments[0])
    case "histogram_fraction" where dialect.hasFractionOfClassicHistograms:
      let histograms = ClassicHistograms(vectors[2], arguments[2], dialect, notes)
      return try histograms.fractions(number, vectors[1].first?.value ?? .nan)
    case "histogram_fraction":
      // Only native histograms had one.
      if vectors[2].contains(where: \.isHistogram) { throw .unsupported("\(name) over native histograms") }
      return []
    case "histogram_count", "histogram_sum", "histogram_avg", "histogram_stddev", "histogram_stdvar":
      return try samples.filter(\.isHistogram).map { sample throws(QueryError) in try ofHistogram(sample) }
    case _ where DateFunction.names.contains(name):
      guard !arguments.isEmpty else { return [scalar(DateFunction.value(name, Double(time / 1000)))] }
      return floats(samples).map { changed($0, DateFunction.value(name, $0.value)) }
    default: break
    }
    return simple(samples, vectors.dropFirst().map { $0.first?.value ?? .nan })
  }

  private func simple(_ samples: [InstantSample], _ numbers: [Double]) -> [InstantSample] {
    switch name {
    case "clamp" where numbers[1] < numbers[0]: []
    case "clamp": floats(samples).map { changed($0, goMaximum(numbers[0], goMinimum(numbers[1], $0.value))) }
    case "clamp_min": floats(samples).map { changed($0, goMaximum(numbers[0], $0.value)) }
    case "clamp_max": floats(samples).map { changed($0, goMinimum(numbers[0], $0.value)) }
    case "round":
      floats(samples).map { sample in
        // The inverse is multiplied with, as Prometheus does it, for the same last digits.
        let inverse = 1 / (numbers.first ?? 1)
        return changed(sample, (sample.value * inverse + 0.5).rounded(.down) / inverse)
      }
    default: floats(samples).map { changed($0, MathFunction.value(name, $0.value)) }
    }
  }

  private func scalar(_ value: Double) -> InstantSample { InstantSample(labels: Labels(), value: value) }

  private func floats(_ samples: [InstantSample]) -> [InstantSample] { samples.filter { !$0.isHistogram } }

  private func changed(_ sample: InstantSample, _ value: Double) -> InstantSample {
    InstantSample(labels: sample.labels.withoutMetadata(dialect), value: value)
  }

  private func sorted(
    _ samples: [InstantSample], _ precedes: (Double, Double) -> Bool
  ) -> [InstantSample] {
    floats(samples).enumerated().sorted { left, right in
      let (value, other) = (left.element.value, right.element.value)
      if value.isNaN || other.isNaN { return other.isNaN && (!value.isNaN || left.offset > right.offset) }
      if value == other { return left.offset < right.offset }
      return precedes(value, other)
    }.map(\.element)
  }

  private func ofHistogram(_ sample: InstantSample) throws(QueryError) -> InstantSample {
    let histogram = sample.histogram ?? NativeHistogram()
    switch name {
    case "histogram_count": return changed(sample, histogram.count)
    case "histogram_sum": return changed(sample, histogram.sum)
    case "histogram_avg": return changed(sample, histogram.sum / histogram.count)
    default: throw .unsupported("\(name) over native histograms")
    }
  }
}

/// The greater of two numbers as Go has it: NaN wins but over infinity.
func goMaximum(_ left: Double, _ right: Double) -> Double {
  if left == .infinity || right == .infinity { return .infinity }
  if left.isNaN || right.isNaN { return .nan }
  if left == 0, right == 0 { return left.sign == .minus ? right : left }
  return left > right ? left : right
}

/// The smaller of two numbers as Go has it: NaN wins but over infinity.
func goMinimum(_ left: Double, _ right: Double) -> Double { -goMaximum(-left, -right) }
