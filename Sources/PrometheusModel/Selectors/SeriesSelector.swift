/// A PromQL vector selector: `http_requests_total{job="app", code=~"5.."}`.
///
/// Source: prometheus/prometheus promql/parser/generated_parser.y `vector_selector`, 3.5.
public struct SeriesSelector: Hashable, Sendable, CustomStringConvertible {
  /// The metric's name, if it is given outside the braces or quoted inside.
  public let name: String?
  /// All conditions, that on `__name__` among them.
  public let matchers: [LabelMatcher]

  /// Parses a selector, by itself: no range, offset, function or operator.
  public init(parsing text: String) throws(SelectorError) {
    var parser = SelectorParser(text)
    (name, matchers) = try parser.parse()
  }

  /// Makes a selector of its parts.
  public init(name: String?, matchers: [LabelMatcher] = []) {
    self.name = name
    self.matchers = matchers + (name.map { [.metric($0)] } ?? [])
  }

  /// Whether a series with these labels is selected.
  public func matches(_ labels: Labels) -> Bool {
    matchers.allSatisfy { $0.matches(labels[$0.name] ?? "") }
  }

  /// As Prometheus prints it: `up{job="app"}`.
  public var description: String {
    let bareName = name.flatMap { LabelName.isValidLegacyMetric($0) ? $0 : nil }
    var conditions = matchers.filter { $0.name != LabelName.metricName || name == nil }.map(\.description)
    if let name, bareName == nil { conditions.insert(Quoting.quoted(name), at: 0) }
    let braces = conditions.isEmpty ? "" : "{" + conditions.joined(separator: ",") + "}"
    return (bareName ?? "") + braces
  }
}

/// Why a selector is refused.
public struct SelectorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in Prometheus' words.
  public let message: String
  /// Where, in unicode scalars from the beginning of the selector.
  public let offset: Int

  /// As Prometheus prints errors of PromQL: with the place before the message.
  public var description: String { "1:\(offset + 1): parse error: \(message)" }
}
