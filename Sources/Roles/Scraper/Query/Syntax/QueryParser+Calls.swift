import Exposition
import PrometheusModel

/// Functions, aggregations and the modifiers of operators.
extension QueryParser {
  /// `rate(…)`, or a metric.
  mutating func callOrSelector() throws(Stop) -> Expression {
    let name = try take()
    guard try peek().isSymbol("(") else { return try selector(after: name) }
    let (arguments, end) = try arguments()
    let function = QueryFunction.named(name.raw, dialect)
    if function == nil { report("unknown function with name \(goQuoted(name.raw))", at: name.offset) }
    if let function, function.isExperimental {
      report("function \(goQuoted(name.raw)) is not enabled", at: name.offset)
    }
    return Expression(
      content: .call(function ?? .unknown, arguments), place: name.offset..<end)
  }

  private mutating func selector(after name: QueryToken) throws(Stop) -> Expression {
    push(name)
    return try selector()
  }

  private mutating func arguments() throws(Stop) -> (arguments: [Expression], end: Int) {
    _ = try take()
    var arguments: [Expression] = []
    if try peek().isSymbol(")") { return (arguments, try take().end) }
    arguments.append(try expression(0))
    while try peek().isSymbol(",") {
      let comma = try take()
      guard beginsExpression(try peek()) else {
        report("trailing commas not allowed in function call args", at: comma.offset)
        break
      }
      arguments.append(try expression(0))
    }
    return (arguments, try expect(")").end)
  }

  private func beginsExpression(_ token: QueryToken) -> Bool {
    switch token.kind {
    case .identifier, .metricIdentifier, .number, .text, .aggregator, .bound: true
    case .duration: dialect.mixesNumbersAndDurations
    case .operation: ["+", "-", "and", "or", "unless"].contains(token.raw.lowercased())
    case .keyword: ["by", "offset", "without"].contains(token.raw.lowercased())
    case .symbol: token.raw == "(" || token.raw == "{"
    case .at, .end: false
    }
  }

  /// `sum by (job) (…)`, or a metric of that name.
  mutating func aggregationOrSelector() throws(Stop) -> Expression {
    let name = try take()
    let next = try peek()
    guard let operation = Aggregation.Operator.named(name.raw.lowercased(), dialect),
      next.isSymbol("(") || next.isKeyword("by") || next.isKeyword("without")
    else { return try selector(after: name) }
    var aggregation = Aggregation(operation: operation)
    aggregationDepth += 1
    let isGrouped = try takeGrouping(&aggregation)
    guard try peek().isSymbol("(") else { throw try unexpected() }
    var (arguments, end) = try arguments()
    aggregationDepth -= 1
    if !isGrouped, try takeGrouping(&aggregation) { end = lastEnd }
    return aggregated(aggregation, &arguments, place: name.offset..<end)
  }

  private mutating func aggregated(
    _ aggregation: Aggregation, _ arguments: inout [Expression], place: Range<Int>
  ) -> Expression {
    let wanted = aggregation.operation.parameter == nil ? 1 : 2
    if arguments.isEmpty {
      report("no arguments for aggregate expression provided", at: place.lowerBound)
    } else if aggregation.operation.isExperimental {
      report(
        "\(aggregation.operation.rawValue)() is experimental and must be enabled with "
          + "--enable-feature=promql-experimental-functions", at: place.lowerBound)
    } else if arguments.count != wanted {
      report(
        "wrong number of arguments for aggregate expression provided, expected \(wanted), "
          + "got \(arguments.count)", at: place.lowerBound)
    } else {
      return Expression(
        content: .aggregation(
          aggregation, arguments[wanted - 1], parameter: wanted == 2 ? arguments[0] : nil), place: place)
    }
    // Only to go on: the mistake is noted.
    return Expression(content: .number(0), place: place)
  }

  private mutating func takeGrouping(_ aggregation: inout Aggregation) throws(Stop) -> Bool {
    let token = try peek()
    guard token.isKeyword("by") || token.isKeyword("without") else { return false }
    aggregation.isWithout = token.isKeyword("without")
    _ = try take()
    aggregation.labels = try labels()
    return true
  }

  /// `(job, instance)`.
  private mutating func labels() throws(Stop) -> [String] {
    guard try peek().isSymbol("(") else { throw try unexpected(in: "grouping opts", expected: "\"(\"") }
    _ = try take()
    var labels: [String] = []
    while try !peek().isSymbol(")") {
      labels.append(try label())
      let token = try peek()
      if token.isSymbol(",") {
        _ = try take()
      } else if !token.isSymbol(")") {
        throw try unexpected(in: "grouping opts", expected: "\",\" or \")\"")
      }
    }
    _ = try take()
    return labels
  }

  private mutating func label() throws(Stop) -> String {
    let token = try peek()
    let isName =
      switch token.kind {
      case .identifier, .metricIdentifier, .aggregator, .bound: true
      case .keyword: !token.isKeyword("without")
      case .operation:
        BinaryOperation.Operator(rawValue: token.raw.lowercased())?.precedence ?? 6 < 3
          || token.raw.lowercased() == "atan2"
      case .text: dialect.allowsUTF8Names
      default: false
      }
    guard isName else { throw try unexpected(in: "grouping opts", expected: "label") }
    if !dialect.allowsUTF8Names, !LabelName.isValidLegacy(token.raw) {
      throw try unexpected(in: "grouping opts", expected: "label")
    }
    _ = try take()
    guard token.kind == .text else { return token.raw }
    let name = QueryLexer.unquoted(token.raw)
    if !name.isLabelName(in: dialect) {
      report("invalid label name for grouping: \(goQuoted(name.bytes))", at: token.offset)
    }
    return name.string
  }

  // MARK: Operators

  /// `bool`, `on (job)`, `group_left (zone)` and their like.
  mutating func modifiers(of operation: BinaryOperation.Operator) throws(Stop) -> BinaryOperation {
    var binary = BinaryOperation(operation: operation)
    if try peek().isKeyword("bool") {
      binary.returnsBool = true
      _ = try take()
    }
    let matching = try peek()
    guard matching.isKeyword("on") || matching.isKeyword("ignoring") else { return binary }
    binary.isOn = matching.isKeyword("on")
    _ = try take()
    binary.labels = try labels()
    let group = try peek()
    guard group.isKeyword("group_left") || group.isKeyword("group_right") else { return binary }
    binary.cardinality = group.isKeyword("group_left") ? .manyToOne : .oneToMany
    _ = try take()
    let next = try peek()
    if next.isSymbol("(") || !beginsExpression(next) { binary.included = try labels() }
    return binary
  }
}
