import Exposition
import PrometheusModel

/// A token of a query.
struct QueryToken {
  enum Kind: Equatable {
    /// A word that may be a metric, a function or a label.
    case identifier
    /// A word with a colon.
    case metricIdentifier
    case number
    case duration
    /// A text in quotes.
    case text
    /// A bracket, a comma, a colon or `=`.
    case symbol
    /// `+`, `==`, `=~`, `and` and their like.
    case operation
    case at
    /// `sum` and its like.
    case aggregator
    /// `by`, `on`, `offset` and their like.
    case keyword
    /// `start` and `end`, which stand behind `@`.
    case bound
    case end
  }

  /// What it is.
  var kind: Kind
  /// As written.
  var raw: String
  /// The first byte.
  var offset: Int
  /// The byte behind.
  var end: Int { offset + raw.utf8.count }

  /// Whether it is this bracket, comma, colon or `=`.
  func isSymbol(_ text: String) -> Bool { kind == .symbol && raw == text }
  /// Whether it is this keyword.
  func isKeyword(_ word: String) -> Bool { kind == .keyword && raw.lowercased() == word }

  /// As messages name it.
  ///
  /// Source: prometheus/prometheus `promql/parser/lex.go`, `Item.desc` and `Item.String`, 3.5.0.
  func description(_ dialect: QueryDialect) -> String {
    switch kind {
    case .identifier: return "identifier \(goQuoted(raw))"
    case .metricIdentifier: return "metric identifier \(goQuoted(raw))"
    case .number: return "number \(shortened)"
    case .duration: return "duration \(shortened)"
    case .text: return "string \(shortened)"
    case .symbol, .bound: return shortened
    case .operation: return "<op:\(raw)>"
    case .at:
      // The generated parser has a number for it and no name.
      return "\"<Item \(dialect.version >= PrometheusVersion(3, 0) ? 57400 : 57398)>\" <op:@>"
    case .aggregator: return "<aggr:\(raw)>"
    case .keyword: return "<\(raw)>"
    case .end: return "end of input"
    }
  }

  private var shortened: String {
    let scalars = raw.unicodeScalars
    guard raw.utf8.count > 10 else { return goQuoted(raw) }
    return goQuoted(String(String.UnicodeScalarView(scalars.prefix(10)))) + "..."
  }

  /// The kind of a word outside of braces.
  ///
  /// Source: prometheus/prometheus `promql/parser/lex.go`, `key`, 3.5.0.
  static func kind(ofWord word: String, _ dialect: QueryDialect) -> Kind {
    let lowercased = word.lowercased()
    switch lowercased {
    case "and", "or", "unless", "atan2": return .operation
    case "offset", "by", "without", "on", "ignoring", "group_left", "group_right", "bool": return .keyword
    case "start", "end": return .bound
    case "inf", "nan": return .number
    default:
      if Aggregation.Operator.named(lowercased, dialect) != nil { return .aggregator }
      return word.utf8.contains(UInt8(ascii: ":")) ? .metricIdentifier : .identifier
    }
  }
}
