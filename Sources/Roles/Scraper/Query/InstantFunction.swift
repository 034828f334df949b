import Exposition
import Patterns
import PrometheusModel

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Functions over the values of one time.
///
/// Source: prometheus/prometheus `promql/functions.go`, 3.5.0.
enum InstantFunction {
  /// Applies a function.
  static func apply(_ name: String, _ arguments: [QueryValue]) throws(QueryError) -> QueryValue {
    let samples = arguments.first?.samples ?? []
    switch name {
    case "vector": return .vector([InstantSample(labels: Labels(), value: arguments[0].number)])
    case "scalar": return .scalar(samples.count == 1 ? samples[0].value : .nan)
    case "sort": return .vector(samples.sorted { !$0.value.isNaN && ($1.value.isNaN || $0.value < $1.value) })
    case "sort_desc":
      return .vector(samples.sorted { !$0.value.isNaN && ($1.value.isNaN || $0.value > $1.value) })
    case "histogram_quantile":
      return .vector(HistogramQuantile.apply(arguments[0].number, to: arguments[1].samples))
    case "label_replace": return .vector(try labelReplace(samples, arguments.dropFirst().map(\.string)))
    case "label_join": return .vector(labelJoin(samples, arguments.dropFirst().map(\.string)))
    default: break
    }
    let numbers = arguments.dropFirst().map(\.number)
    return .vector(
      samples.map { InstantSample(labels: $0.labels.withoutName(), value: value(name, $0.value, numbers)) })
  }

  private static func value(_ name: String, _ value: Double, _ numbers: [Double]) -> Double {
    switch name {
    case "abs": return abs(value)
    case "ceil": return value.rounded(.up)
    case "floor": return value.rounded(.down)
    case "exp": return exp(value)
    case "ln": return log(value)
    case "log2": return log2(value)
    case "log10": return log10(value)
    case "sqrt": return value.squareRoot()
    case "sgn": return value < 0 ? -1 : value > 0 ? 1 : value
    case "round":
      // The inverse is multiplied with, as Prometheus does it, for the same last digits.
      let inverse = 1 / (numbers.first ?? 1)
      return (value * inverse + 0.5).rounded(.down) / inverse
    case "clamp_min": return max(value, numbers[0])
    case "clamp_max": return min(value, numbers[0])
    case "clamp": return numbers[0] > numbers[1] ? .nan : max(numbers[0], min(numbers[1], value))
    default: return .nan
    }
  }

  private static func labelReplace(
    _ samples: [InstantSample], _ texts: [String]
  ) throws(QueryError) -> [InstantSample] {
    let (target, replacement, source, expression) = (texts[0], texts[1], texts[2], texts[3])
    let pattern: Pattern
    do throws(PatternError) { pattern = try Pattern(expression) } catch {
      throw .execution("invalid regular expression in label_replace(): \(expression)")
    }
    let template = pattern.template(replacement)
    return samples.map { sample in
      guard let expanded = pattern.expansions(of: template, matching: sample.labels[source] ?? "")?.first else {
        return sample
      }
      var changed = sample
      changed.labels[target] = expanded
      return changed
    }
  }

  private static func labelJoin(_ samples: [InstantSample], _ texts: [String]) -> [InstantSample] {
    samples.map { sample in
      var changed = sample
      changed.labels[texts[0]] = texts.dropFirst(2).map { sample.labels[$0] ?? "" }.joined(separator: texts[1])
      return changed
    }
  }
}

/// `histogram_quantile` over classic buckets.
///
/// Source: prometheus/prometheus `promql/quantile.go`, `bucketQuantile`, 3.5.0.
enum HistogramQuantile {
  private struct Bucket {
    var bound: Double
    var count: Double
  }

  /// The quantile of every histogram among the samples.
  static func apply(_ quantile: Double, to samples: [InstantSample]) -> [InstantSample] {
    var order: [Labels] = []
    var histograms: [Labels: [Bucket]] = [:]
    for sample in samples {
      guard let text = sample.labels["le"], let bound = try? goFloat(text.utf8) else { continue }
      let labels = sample.labels.without(["le"])
      if histograms[labels] == nil { order.append(labels) }
      histograms[labels, default: []].append(Bucket(bound: bound, count: sample.value))
    }
    return order.map { InstantSample(labels: $0, value: value(quantile, histograms[$0] ?? [])) }
  }

  private static func value(_ quantile: Double, _ unsorted: [Bucket]) -> Double {
    if quantile.isNaN { return .nan }
    if quantile < 0 { return -.infinity }
    if quantile > 1 { return .infinity }
    var buckets: [Bucket] = []
    for bucket in unsorted.sorted(by: { $0.bound < $1.bound }) {
      if let last = buckets.last, last.bound == bucket.bound {
        buckets[buckets.count - 1].count += bucket.count
      } else {
        // Counts may only grow; what an inexact sum made smaller is lifted.
        buckets.append(
          Bucket(bound: bucket.bound, count: max(bucket.count, buckets.last?.count ?? bucket.count)))
      }
    }
    guard let highest = buckets.last, highest.bound == .infinity, buckets.count >= 2 else { return .nan }
    if highest.count == 0 { return .nan }
    let rank = quantile * highest.count
    let index = buckets.dropLast().firstIndex { $0.count >= rank } ?? buckets.count - 1
    if index == buckets.count - 1 { return buckets[index - 1].bound }
    if index == 0, buckets[0].bound <= 0 { return buckets[0].bound }
    let lower = index == 0 ? Bucket(bound: 0, count: 0) : buckets[index - 1]
    let inside = buckets[index].count - lower.count
    return lower.bound + (buckets[index].bound - lower.bound) * ((rank - lower.count) / inside)
  }
}
