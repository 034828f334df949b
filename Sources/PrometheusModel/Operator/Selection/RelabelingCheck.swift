internal import Patterns
internal import SourceText

/// Checks the relabelling rules of a monitor before they get near Prometheus.
///
/// Source: prometheus-operator `pkg/prometheus/validation/validator.go` `ValidateRelabelConfig`, 0.93.
struct RelabelingCheck {
  var version: PrometheusVersion

  /// Checks rules; the reason names the first that is wrong by its index.
  func check(_ rules: [YAMLNode]) throws(Rejection) {
    for (index, rule) in rules.enumerated() {
      do { try check(rule) } catch { throw error.inside("[\(index)]") }
    }
  }

  private func check(_ rule: YAMLNode) throws(Rejection) {
    let action = rule.word("action") ?? "replace"
    let target = rule.word("targetLabel") ?? ""
    let replacement = rule["replacement"]?.string
    let kind = action.lowercased()
    if ["lowercase", "uppercase"].contains(kind), version < PrometheusVersion(2, 36) {
      throw Rejection("\(action) relabel action is only supported from Prometheus version 2.36.0")
    }
    if ["keepequal", "dropequal"].contains(kind), version < PrometheusVersion(2, 41) {
      throw Rejection("\(action) relabel action is only supported from Prometheus version 2.41.0")
    }
    let regex = rule.word("regex") ?? ""
    do { _ = try Pattern(regex) } catch {
      throw Rejection("invalid regex \(regex) for relabel configuration: \(error.message)")
    }
    if kind == "hashmod", rule["modulus"]?.int ?? 0 == 0 {
      throw Rejection("relabel configuration for hashmod requires non-zero modulus")
    }
    let needsTarget = ["replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"]
    if needsTarget.contains(kind) {
      if target.isEmpty {
        throw Rejection("relabel configuration for \(action) action needs targetLabel value")
      }
      if !isLabelName(target) {
        throw Rejection("\(Quoting.quoted(target)) is invalid 'target_label' for \(action) action")
      }
    }
    let hasOwnReplacement = replacement != nil && replacement != "$1"
    if ["lowercase", "uppercase", "keepequal", "dropequal"].contains(kind), hasOwnReplacement {
      throw Rejection("'replacement' can not be set for \(action) action")
    }
    if kind == "labelmap", let replacement, !isLabelTemplate(replacement) {
      throw Rejection("\(Quoting.quoted(replacement)) is invalid 'replacement' for \(action) action")
    }
    let hasSeparator = rule["separator"] != nil && rule["separator"]?.string != ";"
    let hasModulus = rule["modulus"]?.int ?? 0 != 0
    if ["keepequal", "dropequal"].contains(kind),
      (!regex.isEmpty && regex != "(.*)") || hasModulus || hasSeparator
    {
      throw Rejection("\(action) action requires only 'source_labels' and `target_label`, and no other fields")
    }
    if ["labeldrop", "labelkeep"].contains(kind),
      !rule.list("sourceLabels").isEmpty || !target.isEmpty || hasModulus || hasSeparator || hasOwnReplacement
    {
      throw Rejection("\(action) action requires only 'regex', and no other fields")
    }
  }

  /// Whether a name can be a label's: from 3.0 on any text can.
  func isLabelName(_ name: String) -> Bool {
    version >= PrometheusVersion(3, 0) ? !name.isEmpty : LabelName.isValidLegacy(name)
  }

  /// Whether a replacement can come to a label's name: before 3.0, letters and references to groups.
  private func isLabelTemplate(_ text: String) -> Bool {
    if version >= PrometheusVersion(3, 0) { return !text.isEmpty }
    return (try? Pattern(#"^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$"#))?.matches(text) ?? false
  }
}
