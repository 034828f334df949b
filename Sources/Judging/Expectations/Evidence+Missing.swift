import Contract
import Planning
import PrometheusModel
import Scenarios

extension Evidence {
  /// A series that is missing counts only when the run proves that it was there to be scraped: without the proof
  /// the expectation would pass for a misspelt name.
  func judge(_ missing: Missing, _ expectation: Expectation) -> ExpectationVerdict {
    let found = observation.queries[missing.selector.description] ?? []
    var verdict = ExpectationVerdict(
      text: expectation.text, span: expectation.span, step: state.name, status: .failed,
      expected: Self.words(missing), actual: Self.words(found, value: false))
    if !found.isEmpty {
      verdict.nearestSeries = Array(found.prefix(5))
      verdict.explanation = "it is stored, so nothing kept it from the scraper"
      verdict.relatedTargets = relatedTargets(missing.selector)
      return verdict
    }
    let exposing = exposures(of: missing.selector)
    guard missing.exposed else {
      if let first = exposing.first {
        verdict.actual = "no series in the scraper, but \(Self.words(first)) exposes it"
        return verdict
      }
      return judge(unexposed: missing, verdict)
    }
    guard let first = exposing.first else {
      verdict.actual = "no series, and no process that exposes one: the expectation proves nothing"
      verdict.explanation = exposureHint(missing.selector)
      return verdict
    }
    let diagnosis = diagnose(missing: missing.selector)
    verdict.actual = "no series; \(Self.words(first)) exposes it"
    verdict.because = diagnosis?.code.rawValue
    verdict.explanation = diagnosis?.explanation
    if let because = missing.because, because != diagnosis?.code.rawValue {
      verdict.actual = "missing because \(diagnosis?.code.rawValue ?? "of something that was not recognised")"
      verdict.relatedTargets = relatedTargets(missing.selector)
    } else {
      verdict.status = .passed
    }
    return verdict
  }

  /// Nobody serves the series; a cause that was given must be that of a pod which is no target.
  private func judge(unexposed missing: Missing, _ verdict: ExpectationVerdict) -> ExpectationVerdict {
    var verdict = verdict
    verdict.status = .passed
    guard let because = missing.because else { return verdict }
    let diagnoses = plan.pods.filter { targets(of: $0).isEmpty }.map { diagnose(undiscovered: $0) }
    let diagnosis = diagnoses.first { $0.code.rawValue == because } ?? diagnoses.first
    verdict.because = diagnosis?.code.rawValue
    verdict.explanation = diagnosis?.explanation
    if diagnosis?.code.rawValue != because {
      verdict.status = .failed
      verdict.actual = "missing because \(diagnosis?.code.rawValue ?? "of something that was not recognised")"
    }
    return verdict
  }

  private static func words(_ missing: Missing) -> String {
    let proof =
      missing.exposed ? "exposed by some process, and no series in the scraper" : "exposed by no process"
    return missing.because.map { "\(proof), because \($0)" } ?? proof
  }

  static func words(_ exposure: ObservedExposure) -> String {
    switch exposure.source {
    case .application:
      "\(exposure.pod) container \(exposure.container ?? "") at :\(exposure.port)\(exposure.path)"
    case .proxy: "the proxy of \(exposure.pod) at :\(exposure.port)\(exposure.path)"
    case .agent: "the agent of \(exposure.pod) at :\(exposure.port)\(exposure.path)"
    }
  }

  private func exposureHint(_ selector: SeriesSelector) -> String? {
    let broken = observation.exposures.first { $0.error != nil && $0.series.isEmpty }
    return broken.map { "\(Self.words($0)): \($0.error ?? "")" }
  }
}
