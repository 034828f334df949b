import Patterns

/// Applies relabel rules to labels.
///
/// Source: prometheus/prometheus model/relabel/relabel.go `ProcessBuilder`, `relabel`, 3.5.
public enum Relabelling {
  /// The labels after all rules, or nil if a rule has dropped them.
  ///
  /// - Parameter names: the labels that rules go over last, in this order.
  public static func apply(
    _ rules: [RelabelRule], to labels: Labels, last names: [String] = []
  ) -> Labels? {
    var builder = LabelBuilder(labels, set: names)
    for rule in rules where !rule.contents.apply(to: &builder) { return nil }
    return builder.labels
  }

  /// What each rule does; ends with the rule that drops the labels.
  public static func trace(_ rules: [RelabelRule], to labels: Labels) -> [RelabelStep] {
    var builder = LabelBuilder(labels)
    var steps: [RelabelStep] = []
    for rule in rules {
      let before = builder.labels
      let isKept = rule.contents.apply(to: &builder)
      steps.append(RelabelStep(rule: rule, before: before, after: isKept ? builder.labels : nil))
      if !isKept { break }
    }
    return steps
  }
}

/// What one rule did to labels.
public struct RelabelStep: Hashable, Sendable {
  /// The rule.
  public let rule: RelabelRule
  /// The labels before.
  public let before: Labels
  /// The labels after; nil if the rule has dropped them.
  public let after: Labels?

  /// Whether the rule has dropped the labels.
  public var isDropped: Bool { after == nil }
}

extension RelabelRule.Contents {
  /// Applies the rule; false if it drops the labels.
  func apply(to builder: inout LabelBuilder) -> Bool {
    switch action {
    case .drop: return !regex.matches(sourceValue(builder.labels))
    case .keep: return regex.matches(sourceValue(builder.labels))
    case .dropequal: return !Bytes.equal(builder.labels[targetLabel] ?? "", sourceValue(builder.labels))
    case .keepequal: return Bytes.equal(builder.labels[targetLabel] ?? "", sourceValue(builder.labels))
    case .replace: replace(in: &builder)
    case .lowercase: builder.set(targetLabel, to: LetterCase.lower(sourceValue(builder.labels)))
    case .uppercase: builder.set(targetLabel, to: LetterCase.upper(sourceValue(builder.labels)))
    case .hashmod:
      let hash = MD5.lastEightBytes(of: sourceValue(builder.labels))
      builder.set(targetLabel, to: String(modulus == 0 ? 0 : hash % modulus))
    case .labelmap:
      for (name, value) in builder.ordered(where: { regex.matches($0) }) {
        builder.set(regex.replacingAll(in: name, with: replacementTemplate), to: value)
      }
    case .labeldrop: builder.removeAll { regex.matches($0) }
    case .labelkeep: builder.removeAll { !regex.matches($0) }
    }
    return true
  }

  private func replace(in builder: inout LabelBuilder) {
    guard
      let texts = regex.expansions(
        of: targetTemplate, replacementTemplate, matching: sourceValue(builder.labels))
    else { return }
    let (target, value) = (texts[0], texts[1])
    if !naming.isValidLabel(target) {
      if !expandsRemovedTarget { builder.set(targetLabel, to: "") }
    } else if value.isEmpty {
      builder.set(expandsRemovedTarget ? target : targetLabel, to: "")
    } else {
      builder.set(target, to: value)
    }
  }

  /// The values of the source labels with the separator between.
  private func sourceValue(_ labels: Labels) -> String {
    guard sourceLabels.count != 1 else { return labels[sourceLabels[0]] ?? "" }
    var result = ""
    for (index, name) in sourceLabels.enumerated() {
      if index > 0 { result += separator }
      if let value = labels[name] { result += value }
    }
    return result
  }
}
