import Patterns
import PrometheusModel
import Wire

/// `/service-discovery`: what was discovered, and what each relabel rule made of it.
struct DiscoveryPage {
  /// The targets.
  var views: TargetViews
  /// The rules of each job.
  var rules: [String: [RelabelRule]]

  /// The most targets of a job that are shown, so that the page stays one that a browser can show.
  private static let mostTargets = 300

  private struct Entry {
    var discovered: Labels
    /// The labels that its series get; nil if it was dropped.
    var target: Labels?
    /// What is scraped.
    var url: String?
  }

  /// The page.
  var response: HTTPResponse {
    let dropped = views.droppedCounts.values.reduce(0, +)
    let summary = [
      (text: "\(views.active.count) kept", style: "up"), (text: "\(dropped) dropped", style: "dropped"),
    ]
    return StatusPage.response(title: "Service discovery", path: "/service-discovery", summary: summary) {
      writer in
      let pools = Set(views.active.map(\.pool)).union(views.droppedCounts.keys).sorted()
      if pools.isEmpty { writer.element("p", ["class": "empty"], text: "The configuration has no jobs.") }
      for pool in pools { section(pool, &writer) }
    }
  }

  private func section(_ pool: String, _ writer: inout HTMLWriter) {
    let kept = views.active.filter { $0.pool == pool }
    let dropped = views.dropped.filter { $0.pool == pool }
    let entries =
      kept.map { Entry(discovered: $0.discoveredLabels, target: $0.labels, url: $0.url) }
      + dropped.map { Entry(discovered: $0.discoveredLabels, target: nil) }
    let all = kept.count + (views.droppedCounts[pool] ?? dropped.count)
    writer.element("section", ["aria-label": "job \(pool)", "data-group": ""]) { writer in
      writer.element("h2") { writer in
        writer.text(pool)
        writer.text(" ")
        writer.element(
          "span", ["class": "badge \(kept.isEmpty ? "dropped" : "up")"], text: "\(kept.count) of \(all) kept")
      }
      let steps = rules[pool] ?? []
      if entries.isEmpty { writer.element("p", ["class": "empty"], text: "Nothing was discovered.") }
      for entry in entries.prefix(Self.mostTargets) { self.entry(entry, steps, &writer) }
      if all > min(entries.count, Self.mostTargets) {
        let hidden = all - min(entries.count, Self.mostTargets)
        writer.element(
          "p", ["class": "empty"], text: "\(hidden) more are not shown; /api/v1/targets has what is kept.")
      }
    }
  }

  private func entry(_ entry: Entry, _ rules: [RelabelRule], _ writer: inout HTMLWriter) {
    let steps = Relabelling.trace(rules, to: entry.discovered)
    let isDropped = entry.target == nil
    writer.element("details", ["data-entry": "", "class": isDropped ? "dropped" : "kept"]) { writer in
      writer.element("summary") { writer in
        writer.element(
          "span", ["class": "badge \(isDropped ? "dropped" : "up")"], text: isDropped ? "dropped" : "kept")
        writer.text(" ")
        writer.element("code", text: entry.discovered[LabelName.address] ?? "no address")
        writer.element("span", ["class": "subject"], text: Self.subject(entry.discovered))
        if let url = entry.url {
          writer.element("span", ["class": "subject"]) { writer in
            writer.element("span", ["aria-hidden": "true"], text: "→ ")
            writer.element("span", ["class": "unseen"], text: "scraped as ")
            writer.element("code", text: url)
          }
        }
        if isDropped {
          let number = steps.firstIndex(where: \.isDropped).map {
            "by rule \($0 + 1): \(Self.text(steps[$0].rule))"
          }
          writer.element(
            "span", ["class": "reason"], text: number ?? "without an address or with labels of no use")
        }
      }
      writer.element("h3", text: "Discovered labels")
      StatusPage.labels(entry.discovered, &writer)
      writer.element("h3", text: steps.isEmpty ? "No relabel rules" : "Label set after each rule")
      if !steps.isEmpty {
        writer.element("ol", ["class": "steps"]) { writer in
          for step in steps { self.step(step, &writer) }
        }
      }
      if let target = entry.target {
        writer.element("h3", text: "Target labels")
        StatusPage.labels(target, &writer)
      }
    }
  }

  private func step(_ step: RelabelStep, _ writer: inout HTMLWriter) {
    writer.element("li", ["class": step.isDropped ? "dropping" : nil]) { writer in
      writer.element("code", ["class": "rule"], text: Self.text(step.rule))
      guard let after = step.after else {
        return writer.element("span", ["class": "badge dropped"], text: "drops the target")
      }
      let changed = after.pairs.filter { step.before[$0.name] != $0.value }.map(\.name)
      let removed = step.before.pairs.filter { after[$0.name] == nil }
      if changed.isEmpty, removed.isEmpty {
        return writer.element("span", ["class": "none"], text: "changes nothing")
      }
      StatusPage.labels(after.only(changed), marked: Set(changed), removed: removed, &writer)
      writer.element("details", ["class": "whole"]) { writer in
        writer.element("summary", text: "all \(after.count) labels after this rule")
        StatusPage.labels(after, marked: Set(changed), &writer)
      }
    }
  }

  /// What a target is part of, in short.
  private static func subject(_ labels: Labels) -> String {
    let names = ["namespace", "pod_name", "service_name", "node_name", "pod_container_name"]
    return names.compactMap { labels["__meta_kubernetes_" + $0] }.joined(separator: " / ")
  }

  /// A rule in one line, as the configuration has it, without what is the default.
  static func text(_ rule: RelabelRule) -> String {
    var parts = ["action: \(rule.action.rawValue)"]
    if !rule.sourceLabels.isEmpty {
      parts.append("source_labels: [\(rule.sourceLabels.joined(separator: ", "))]")
    }
    if rule.separator != ";", rule.sourceLabels.count > 1 { parts.append("separator: \(rule.separator)") }
    if rule.regex.source != "(.*)" { parts.append("regex: \(rule.regex.source)") }
    if rule.modulus != 0 { parts.append("modulus: \(rule.modulus)") }
    if !rule.targetLabel.isEmpty { parts.append("target_label: \(rule.targetLabel)") }
    let replaces = rule.action == .replace || rule.action == .labelmap
    if replaces, rule.replacement != "$1" {
      parts.append("replacement: \(rule.replacement.isEmpty ? "\"\"" : rule.replacement)")
    }
    return parts.joined(separator: "  ")
  }
}
