import Contract

extension AcceptedDifference {
  /// Where VictoriaMetrics differs from Prometheus by its nature.
  static let victoriaMetrics: [AcceptedDifference] = []
}
