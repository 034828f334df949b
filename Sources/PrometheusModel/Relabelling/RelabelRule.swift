public import Patterns
public import SourceText

/// One entry of `relabel_configs` or `metric_relabel_configs`.
///
/// Source: prometheus/prometheus model/relabel/relabel.go `Config`, 3.5.
public struct RelabelRule: Hashable, Sendable {
  /// The labels whose values are joined and matched.
  public let sourceLabels: [String]
  /// What stands between the values.
  public let separator: String
  /// What the values, or for some actions the names, must match as a whole.
  public let regex: Pattern
  /// By what `hashmod` divides.
  public let modulus: UInt64
  /// The label that is set; may refer to groups.
  public let targetLabel: String
  /// What it is set to; may refer to groups.
  public let replacement: String
  /// What the rule does.
  public let action: RelabelAction
  /// Where the rule stands.
  public let span: Span

  /// The replacement and the target with their references resolved.
  let replacementTemplate: Template
  let targetTemplate: Template
  /// Which names can be set.
  let naming: NameValidation
  let expandsRemovedTarget: Bool

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
    sourceLabels = parts.sourceLabels ?? []
    separator = parts.separator
    regex = parts.regex
    modulus = parts.modulus
    targetLabel = parts.targetLabel
    replacement = parts.replacement
    action = parts.action
    span = node.span
    replacementTemplate = parts.regex.template(parts.replacement)
    targetTemplate = parts.regex.template(parts.targetLabel)
    self.naming = version.relabelNaming(naming)
    expandsRemovedTarget = version.expandsRemovedTarget
  }
}
