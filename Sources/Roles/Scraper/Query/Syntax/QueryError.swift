/// Why a query is refused.
struct QueryError: Error, Equatable {
  /// When the query failed, which decides about the answer's status.
  enum Stage {
    /// The text is no query.
    case parsing
    /// The query cannot be evaluated.
    case evaluating
    /// Prometheus evaluates it, and this scraper does not.
    case unsupported
  }

  /// When the query failed.
  var stage = Stage.parsing
  /// In Prometheus' words.
  var message: String

  /// A mistake in the text, at a byte of it: `1:5: parse error: …`.
  static func parse(_ problem: String, at offset: Int, in text: String) -> QueryError {
    QueryError(message: "\(QueryPlace.text(of: offset, in: text)): parse error: \(problem)")
  }

  /// A failure of the evaluation.
  static func execution(_ problem: String) -> QueryError { QueryError(stage: .evaluating, message: problem) }

  /// Something that only a real Prometheus evaluates.
  static func unsupported(_ what: String) -> QueryError {
    QueryError(
      stage: .unsupported,
      message: "the built-in scraper does not evaluate \(what); `--scraper prometheus` does")
  }
}

/// Places in a query, as messages name them.
enum QueryPlace {
  /// The line and the column of a byte: `1:5`.
  ///
  /// Source: prometheus/prometheus `promql/parser/posrange/posrange.go`, `StartPosInput`, 3.5.0.
  static func text(of offset: Int, in query: String) -> String {
    if query.isEmpty { return "unknown position" }
    var line = 1
    var column = 1
    for byte in query.utf8.prefix(offset) {
      column += 1
      if byte == UInt8(ascii: "\n") { (line, column) = (line + 1, 1) }
    }
    return "\(line):\(column)"
  }
}
