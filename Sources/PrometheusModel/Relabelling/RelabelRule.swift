public import Patterns
public import SourceText

/// One entry of `relabel_configs` or `metric_relabel_configs`.
///
/// Source: prometheus/prometheus model/relabel/relabel.go `Config`, 3.5.
public struct RelabelRule: Sendable {
  /// What the rule says, in one reference: rules are handed around for every target and series.
  let contents: Contents

  /// The labels whose values are joined and matched.
  public var sourceLabels: [String] { contents.sourceLabels }
  /// What stands between the values.
  public var separator: String { contents.separator }
  /// What the values, or for some actions the names, must match as a whole.
  public var regex: Pattern { contents.regex }
  /// By what `hashmod` divides.
  public var modulus: UInt64 { contents.modulus }
  /// The label that is set; may refer to groups.
  public var targetLabel: String { contents.targetLabel }
  /// What it is set to; may refer to groups.
  public var replacement: String { contents.replacement }
  /// What the rule does.
  public var action: RelabelAction { contents.action }
  /// Where the rule stands.
  public var span: Span { contents.span }

  /// Reads a rule, strictly; throws the first thing that is wrong.
  ///
  /// The naming is that of the job, by which versions from 3.7 on check target labels.
  public init(
    node: YAMLNode, version: PrometheusVersion = PrometheusVersion(3, 5), naming: NameValidation = .utf8
  ) throws(Diagnostic) {
    let diagnostics = DiagnosticCollector()
    let rule = RelabelRule(node, version: version, naming: naming, into: diagnostics)
    if let first = diagnostics.sorted.first(where: { $0.severity == .error }) { throw first }
    guard let rule else { throw Diagnostic("empty or null relabeling rule", at: node.span) }
    self = rule
  }

  /// Reads a rule; nil if it cannot be used, with the reasons in the collector.
  init?(
    _ node: YAMLNode, version: PrometheusVersion, naming: NameValidation, into diagnostics: DiagnosticCollector
  ) {
    var reader = RelabelRuleReader(node, version: version, naming: naming, into: diagnostics)
    guard let parts = reader.read() else { return nil }
    contents = Contents(parts, span: node.span, version: version, naming: naming)
  }

  /// A rule's fields, and what they come to.
  final class Contents: Sendable {
    let sourceLabels: [String]
    let separator: String
    let regex: Pattern
    let modulus: UInt64
    let targetLabel: String
    let replacement: String
    let action: RelabelAction
    let span: Span
    /// The replacement and the target with their references resolved.
    let replacementTemplate: Template
    let targetTemplate: Template
    /// Which names can be set.
    let naming: NameValidation
    let expandsRemovedTarget: Bool

    init(
      _ parts: RelabelRuleReader.Parts, span: Span, version: PrometheusVersion, naming: NameValidation
    ) {
      sourceLabels = parts.sourceLabels ?? []
      separator = parts.separator
      regex = parts.regex
      modulus = parts.modulus
      targetLabel = parts.targetLabel
      replacement = parts.replacement
      action = parts.action
      self.span = span
      replacementTemplate = parts.regex.template(parts.replacement)
      targetTemplate = parts.regex.template(parts.targetLabel)
      self.naming = version.relabelNaming(naming)
      expandsRemovedTarget = version.expandsRemovedTarget
    }
  }
}

extension RelabelRule: Hashable {
  /// Whether the rules do the same, wherever they stand.
  public static func == (left: RelabelRule, right: RelabelRule) -> Bool {
    left.contents === right.contents
      || (left.action == right.action && left.sourceLabels == right.sourceLabels
        && left.separator == right.separator && left.regex == right.regex && left.modulus == right.modulus
        && left.targetLabel == right.targetLabel && left.replacement == right.replacement)
  }

  /// Hashes what is most telling.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(action)
    hasher.combine(sourceLabels)
    hasher.combine(regex)
    hasher.combine(targetLabel)
  }
}
