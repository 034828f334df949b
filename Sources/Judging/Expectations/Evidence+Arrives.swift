import Contract
import PrometheusModel
import Scenarios

extension Evidence {
  func judge(_ arrives: Arrives, _ expectation: Expectation) -> ExpectationVerdict {
    let found = observation.queries[arrives.selector.description] ?? []
    let wrong = arrives.value.map { value in found.filter { !Self.isSame($0.value, value) } } ?? []
    let hasCount = arrives.series.map { $0 == found.count } ?? !found.isEmpty
    var verdict = ExpectationVerdict(
      text: expectation.text, span: expectation.span, step: state.name,
      status: hasCount && wrong.isEmpty ? .passed : .failed, expected: Self.words(arrives),
      actual: Self.words(found, value: arrives.value != nil))
    if verdict.status == .failed {
      verdict.nearestSeries =
        found.isEmpty ? nearest(to: arrives.selector) : Array((wrong.isEmpty ? found : wrong).prefix(5))
      let diagnosis = found.isEmpty ? diagnose(missing: arrives.selector) : nil
      verdict.because = diagnosis?.code.rawValue
      verdict.explanation = diagnosis?.explanation
      verdict.relatedTargets = relatedTargets(arrives.selector)
    }
    return verdict
  }

  private static func isSame(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return value == expected || (value.isNaN && expected.isNaN)
  }

  private static func words(_ arrives: Arrives) -> String {
    let count =
      arrives.series.map { $0 == 1 ? "exactly 1 series" : "exactly \($0) series" } ?? "at least 1 series"
    return arrives.value.map { "\(count) with value \(number($0))" } ?? count
  }

  static func words(_ found: [ObservedSeries], value: Bool) -> String {
    let count = found.isEmpty ? "no series" : "\(found.count) series"
    guard value, !found.isEmpty else { return count }
    let values = Set(found.map { $0.value.map(number) ?? "a histogram" }).sorted()
    return "\(count) with value \(values.prefix(5).joined(separator: ", "))"
  }

  static func number(_ value: Double) -> String {
    Int64(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
