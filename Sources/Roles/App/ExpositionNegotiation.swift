import Contract
import Exposition

/// In which format an application answers, and how it names it.
///
/// Source: prometheus/common `expfmt/encode.go`, `NegotiateIncludingOpenMetrics`, v0.66.1: the first clause of
/// `Accept` that the application can serve wins, text otherwise, and the escaping scheme is named in any case.
struct ExpositionNegotiation: Hashable, Sendable {
  /// The format of the body.
  let format: ExpositionFormat
  /// The `Content-Type`.
  let contentType: String

  private static let escapingSchemes: Set<String> = ["allow-utf-8", "underscores", "dots", "values"]

  /// Negotiates for an application that serves text, and OpenMetrics if it has it.
  init(accept: String?, offersOpenMetrics: Bool) {
    var escaping = "underscores"
    var chosen = ExpositionFormat.text004
    for clause in AcceptClause.clauses(of: accept) {
      if let scheme = clause.parameters["escaping"], Self.escapingSchemes.contains(scheme) { escaping = scheme }
      guard let format = Self.format(of: clause, offersOpenMetrics: offersOpenMetrics) else { continue }
      chosen = format
      break
    }
    format = chosen
    contentType = "\(chosen.contentType); escaping=\(escaping)"
  }

  private static func format(of clause: AcceptClause, offersOpenMetrics: Bool) -> ExpositionFormat? {
    switch (clause.type, clause.parameters["version"]) {
    case ("text/plain", nil), ("text/plain", "0.0.4"): .text004
    case ("application/openmetrics-text", "1.0.0") where offersOpenMetrics: .openMetrics100
    case ("application/openmetrics-text", nil) where offersOpenMetrics: .openMetrics001
    case ("application/openmetrics-text", "0.0.1") where offersOpenMetrics: .openMetrics001
    default: nil
    }
  }
}
