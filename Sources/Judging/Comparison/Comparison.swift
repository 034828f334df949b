public import Contract

/// Holds what two scrapers told of the same pods against each other. Pure: nothing is asked, nothing is accepted.
public enum Comparison {
  /// Every difference of a state, targets before series.
  public static func differences(in state: ComparedState) -> [Difference] {
    if let refusal = refusals(state) { return refusal }
    return TargetComparison.differences(state.builtIn, state.real)
      + SeriesComparison.differences(state.builtIn.series, state.real.series)
  }

  /// Both refuse a configuration or both take it; how they word the refusal is not compared, as a text of Go's YAML
  /// library names lines of its own. Nil where both take it.
  private static func refusals(_ state: ComparedState) -> [Difference]? {
    let (builtIn, real) = (state.builtIn.refusal, state.real.refusal)
    guard builtIn != nil || real != nil else { return nil }
    if builtIn != nil, real != nil { return [] }
    return [
      Difference(.configuration, of: "prometheus.yml", builtIn: builtIn ?? "taken", real: real ?? "taken")
    ]
  }
}

/// Labels as text, for subjects and values of differences.
enum LabelText {
  /// The labels that there are: one with an empty value is none, in Prometheus' data model.
  static func present(_ labels: [String: String]) -> [String: String] { labels.filter { !$0.value.isEmpty } }

  /// The labels that two sets have differently: their names, and what each has of them.
  static func distinct(
    _ left: [String: String], _ right: [String: String]
  ) -> (names: Set<String>, left: String, right: String) {
    let (ours, theirs) = (left.filter { right[$0.key] != $0.value }, right.filter { left[$0.key] != $0.value })
    return (Set(ours.keys).union(theirs.keys), SeriesText.labels(ours), SeriesText.labels(theirs))
  }
}
