/// A PromQL vector selector: `http_requests_total{job="app", code=~"5.."}`.
///
/// Source: prometheus/prometheus promql/parser/generated_parser.y `vector_selector`, 3.5.
public struct SeriesSelector: Hashable, Sendable, CustomStringConvertible {
  /// All conditions, that on `__name__` among them.
  public let matchers: [LabelMatcher]
  /// The metric's name before the braces.
  private let outerName: String?

  /// The metric's name: before the braces, quoted inside, or as `__name__="…"`.
  public var name: String? {
    outerName ?? matchers.first { $0.name == LabelName.metricName && $0.operation == .equal }?.value
  }

  /// Parses a selector, by itself: no range, offset, function or operator.
  public init(parsing text: String) throws(SelectorError) {
    var parser = SelectorParser(text)
    (outerName, matchers) = try parser.parse()
  }

  /// Makes a selector of its parts.
  public init(name: String?, matchers: [LabelMatcher] = []) {
    outerName = name.flatMap { LabelName.isValidLegacyMetric($0) ? $0 : nil }
    self.matchers = matchers + (name.map { [.metric($0)] } ?? [])
  }

  /// Whether a series with these labels is selected.
  public func matches(_ labels: Labels) -> Bool {
    matchers.allSatisfy { $0.matches(labels[$0.name] ?? "") }
  }

  /// As Prometheus prints it, with the conditions in order: `up{job="app"}`.
  ///
  /// Source: prometheus/prometheus promql/parser/printer.go `VectorSelector.String`, 3.5.
  public var description: String {
    let conditions = matchers.filter { outerName == nil || $0.name != LabelName.metricName }
    guard !conditions.isEmpty else { return outerName ?? "{}" }
    let texts = conditions.map(\.description).sorted { Bytes.precede($0, $1) }
    return (outerName ?? "") + "{" + texts.joined(separator: ",") + "}"
  }
}

/// Why a selector is refused.
public struct SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in Prometheus' words.
  public let message: String
  /// Where, in unicode scalars from the beginning of the selector.
  public let offset: Int
  /// Line and column, as Prometheus counts them: in bytes.
  let place: String

  /// As Prometheus prints errors of PromQL: with the place before the message.
  public var description: String { "\(place): parse error: \(message)" }
}
