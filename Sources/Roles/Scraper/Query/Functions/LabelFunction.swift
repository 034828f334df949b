import Patterns
import PrometheusModel

/// Functions that change the labels of series and leave the values alone.
///
/// Source: prometheus/prometheus `promql/functions.go`, `evalLabelReplace` and `evalLabelJoin`, 2.53.3, 3.5.0.
enum LabelFunction {
  /// `label_replace`.
  static func replace(_ arguments: [Expression], in evaluator: Evaluator) throws(QueryError) -> [QuerySeries] {
    let name = arguments[1].literal
    let texts = arguments.dropFirst().map(\.literal.string)
    let (target, replacement, source, expression) = (texts[0], texts[1], texts[2], texts[3])
    let dialect = evaluator.dialect
    let pattern: Pattern
    do throws(PatternError) {
      pattern = try Pattern(expression, dotMatchesNewline: dialect.allowsUTF8Names)
    } catch {
      throw .execution("invalid regular expression in label_replace(): \(expression)")
    }
    guard dialect.labelReplaceTakesAnyName ? name.isLabelName(in: dialect) : LabelName.isValidLegacy(target)
    else {
      throw .execution("invalid destination label name in label_replace(): \(target)")
    }
    var matrix = try evaluator.evaluate(arguments[0])
    let template = pattern.template(replacement)
    for index in matrix.indices {
      let value = matrix[index].labels[source] ?? ""
      if let expanded = pattern.expansions(of: template, matching: value)?.first {
        matrix[index].labels[target] = expanded
      }
    }
    try Evaluator.refuseSameLabels(in: matrix)
    return matrix
  }

  /// `label_join`.
  static func join(_ arguments: [Expression], in evaluator: Evaluator) throws(QueryError) -> [QuerySeries] {
    let literals = arguments.dropFirst().map(\.literal)
    let dialect = evaluator.dialect
    for source in literals.dropFirst(2) where !source.isLabelName(in: dialect) {
      throw .execution("invalid source label name in label_join(): \(source.string)")
    }
    guard literals[0].isLabelName(in: dialect) else {
      throw .execution("invalid destination label name in label_join(): \(literals[0].string)")
    }
    let texts = literals.map(\.string)
    let (target, separator, sources) = (texts[0], texts[1], texts.dropFirst(2))
    var matrix = try evaluator.evaluate(arguments[0])
    for index in matrix.indices {
      let labels = matrix[index].labels
      matrix[index].labels[target] = sources.map { labels[$0] ?? "" }.joined(separator: separator)
    }
    if dialect.labelJoinRefusesDuplicates { try Evaluator.refuseSameLabels(in: matrix) }
    return matrix
  }
}
