import Exposition

/// What an answer says beside its result: warnings, and hints that are called infos.
///
/// Source: prometheus/prometheus `util/annotations/annotations.go`, 2.53.3, 3.5.0.
final class QueryNotes {
  /// The most that are shown of each kind.
  private static let most = 10

  private let query: String
  private let dialect: QueryDialect
  private var warnings: [String] = []
  private var infos: [String] = []

  init(query: String, dialect: QueryDialect) {
    self.query = query
    self.dialect = dialect
  }

  /// Notes what makes a result doubtful.
  func warn(_ problem: String, at expression: Expression) {
    add("PromQL warning: \(problem)", expression, to: &warnings)
  }

  /// Notes what may be meant otherwise.
  func inform(_ hint: String, at expression: Expression) {
    add("PromQL info: \(hint)", expression, to: &infos)
  }

  /// A quantile is no number from 0 to 1.
  func warnOfQuantile(_ quantile: Double, at expression: Expression) {
    if quantile.isNaN || quantile < 0 || quantile > 1 {
      warn(
        "quantile value should be between 0 and 1, got \(goFloatText(quantile))", at: expression)
    }
  }

  private func add(_ text: String, _ expression: Expression, to notes: inout [String]) {
    let note = "\(text) (\(QueryPlace.text(of: expression.place.lowerBound, in: query)))"
    if dialect.hasAnnotations, !notes.contains(note) { notes.append(note) }
  }

  /// Both kinds as the answer of the version has them.
  var shown: (warnings: [String], infos: [String]) {
    guard dialect.separatesInfos else {
      return (Self.shortened(warnings + infos, "annotations"), [])
    }
    return (
      Self.shortened(warnings, "warning annotations"), Self.shortened(infos, "info annotations")
    )
  }

  private static func shortened(_ notes: [String], _ kind: String) -> [String] {
    guard notes.count > most else { return notes }
    return notes.prefix(most) + ["\(notes.count - most) more \(kind) omitted"]
  }
}
