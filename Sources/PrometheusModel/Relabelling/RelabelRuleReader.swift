import Patterns
import SourceText

/// Reads and validates a relabel rule, with Prometheus' messages.
///
/// Source: prometheus/prometheus model/relabel/relabel.go `UnmarshalYAML`, `Validate`, 2.36 to 3.14.
struct RelabelRuleReader {
  /// What a rule says.
  struct Parts {
    var sourceLabels: [String]?
    var separator = ";"
    var regex: Pattern
    var hasRegex = false
    var modulus: UInt64 = 0
    var targetLabel = ""
    var replacement = "$1"
    var action = RelabelAction.replace
  }

  private var fields: FieldReader
  private let version: PrometheusVersion
  private let naming: NameValidation
  private let diagnostics: DiagnosticCollector
  private var isUsable = true

  init(
    _ node: YAMLNode, version: PrometheusVersion, naming: NameValidation, into diagnostics: DiagnosticCollector
  ) {
    fields = FieldReader(node, as: .relabelRule, version: version, into: diagnostics)
    self.version = version
    self.naming = version.relabelNaming(naming)
    self.diagnostics = diagnostics
  }

  /// Reads the rule; nil if anything is wrong.
  mutating func read() -> Parts? {
    guard fields.node.mapping != nil else { return nil }
    let errors = diagnostics.all.count
    let sourceLabels = readSourceLabels()
    let separator = fields.string("separator", default: ";")
    guard let regex = readRegex() else {
      finishWithoutRegex()
      return nil
    }
    var parts = Parts(sourceLabels: sourceLabels, separator: separator, regex: regex)
    parts.hasRegex = fields.has("regex")
    parts.modulus = readModulus()
    parts.targetLabel = fields.string("target_label")
    parts.replacement = fields.string("replacement", default: "$1")
    guard let action = readAction() else {
      fields.finish()
      return nil
    }
    parts.action = action
    fields.finish()
    guard diagnostics.all.count == errors else { return nil }
    if let problem = problem(with: parts) {
      fields.error(problem.message, at: problem.field)
      return nil
    }
    return parts
  }

  // MARK: - Fields

  /// So that the other fields are known when unknown ones are refused.
  private mutating func finishWithoutRegex() {
    for field in ["modulus", "target_label", "replacement", "action"] { _ = fields.take(field) }
    fields.finish()
  }

  private mutating func readSourceLabels() -> [String]? {
    guard let nodes = fields.list("source_labels", of: "model.LabelName", as: "model.LabelNames") else {
      return nil
    }
    let scheme: NameValidation = version < PrometheusVersion(3, 0) ? .legacy : .utf8
    return nodes.compactMap { node in
      guard let name = node.isNull ? "" : node.string else {
        FieldReader.refuse(node, as: "string", diagnostics)
        return nil
      }
      if !scheme.isValidLabel(name), !node.isNull {
        diagnostics.error("\(Quoting.quoted(name)) is not a valid label name", at: node.span)
      }
      return name
    }
  }

  private mutating func readRegex() -> Pattern? {
    let node = fields.take("regex")
    var source = "(.*)"
    if let node {
      guard let text = node.isNull ? "" : node.string else {
        FieldReader.refuse(node, as: "string", diagnostics)
        return nil
      }
      source = text
    }
    do {
      return try Pattern(source, dotMatchesNewline: version.dotMatchesNewlineInRelabelling)
    } catch {
      diagnostics.error(error.message, at: node?.span)
      return nil
    }
  }

  private mutating func readModulus() -> UInt64 {
    guard let node = fields.take("modulus"), !node.isNull else { return 0 }
    if let value = node.int, value >= 0 { return UInt64(value) }
    if let scalar = node.scalar, scalar.isPlain, let value = UInt64(scalar.text) { return value }
    if let value = node.double.flatMap({ UInt64(exactly: $0.rounded(.towardZero)) }) { return value }
    FieldReader.refuse(node, as: "uint64", diagnostics)
    return 0
  }

  private mutating func readAction() -> RelabelAction? {
    guard let node = fields.take("action") else { return .replace }
    if node.isNull {
      diagnostics.error("relabel action cannot be empty", at: node.span)
      return nil
    }
    guard let text = node.string else {
      FieldReader.refuse(node, as: "string", diagnostics)
      return nil
    }
    if let action = RelabelAction(rawValue: text.lowercased()), action.firstVersion <= version { return action }
    let known = RelabelAction.allCases.filter { $0.firstVersion <= version }.map(\.rawValue)
    let near = nearest(text, among: known).map { "; did you mean `\($0)`?" } ?? ""
    diagnostics.error("unknown relabel action \(Quoting.quoted(text))\(near)", at: node.span)
    return nil
  }

  // MARK: - Validation

  private func problem(with parts: Parts) -> (message: String, field: String?)? {
    let action = parts.action
    if parts.modulus == 0, action == .hashmod {
      return ("relabel configuration for hashmod requires non-zero modulus", "action")
    }
    if Self.needsTarget.contains(action), parts.targetLabel.isEmpty {
      return ("relabel configuration for \(action.rawValue) action requires 'target_label' value", nil)
    }
    if Self.needsTarget.contains(action), !isValidTarget(parts.targetLabel, action) {
      let target = Quoting.quoted(parts.targetLabel)
      return ("\(target) is invalid 'target_label' for \(action.rawValue) action", "target_label")
    }
    if Self.setsOnly.contains(action), parts.replacement != "$1" {
      return ("'replacement' can not be set for \(action.rawValue) action", "replacement")
    }
    if action == .labelmap, !isValidTemplate(parts.replacement) {
      let replacement = Quoting.quoted(parts.replacement)
      return ("\(replacement) is invalid 'replacement' for \(action.rawValue) action", "replacement")
    }
    let hasOthers = parts.modulus != 0 || parts.separator != ";" || parts.replacement != "$1"
    if action == .dropequal || action == .keepequal, parts.hasRegex || hasOthers {
      return (
        "\(action.rawValue) action requires only 'source_labels' and `target_label`, and no other fields",
        "action"
      )
    }
    if action == .labeldrop || action == .labelkeep,
      parts.sourceLabels != nil || !parts.targetLabel.isEmpty || hasOthers
    {
      return ("\(action.rawValue) action requires only 'regex', and no other fields", "action")
    }
    return nil
  }

  private static let setsOnly: Set<RelabelAction> = [.lowercase, .uppercase, .keepequal, .dropequal]
  private static let needsTarget = setsOnly.union([.replace, .hashmod])

  private func isValidTarget(_ target: String, _ action: RelabelAction) -> Bool {
    // Before 2.50 all but hashmod took references to groups, which only replace resolves.
    let takesTemplate = action == .replace || !version.expandsRemovedTarget && action != .hashmod
    return takesTemplate && target.utf8.contains(UInt8(ascii: "$"))
      ? isValidTemplate(target) : naming.isValidLabel(target)
  }

  private func isValidTemplate(_ template: String) -> Bool {
    if version.allowsAnyRelabelTemplate, naming == .utf8 { return !template.isEmpty }
    if version.refusesLegacyRelabelTemplates { return naming.isValidLabel(template) }
    return Self.legacyTemplate?.matches(template) ?? false
  }

  /// Names with `$1`, `${1}` or `${name}` anywhere, as `relabelTargetLegacy` of Prometheus takes them.
  private static let legacyTemplate = try? Pattern(
    #"(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+"#, dotMatchesNewline: false)
}
