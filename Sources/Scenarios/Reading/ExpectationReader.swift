import PrometheusModel
import SourceText

/// Makes expectations of nodes that have the right form already.
struct ExpectationReader {
  let diagnostics: DiagnosticCollector

  func expectation(_ node: YAMLNode) -> Expectation? {
    if let arrives = node["arrives"], let selector = selector(arrives) {
      let claim = Arrives(selector: selector, series: node["series"]?.int, value: node["value"]?.double)
      return Expectation(text: "arrives: \(arrives.string ?? "")", span: node.span, kind: .arrives(claim))
    }
    if let missing = node["missing"], let selector = selector(missing) {
      let claim = Missing(
        selector: selector, because: node["because"]?.string, exposed: node["exposed"]?.bool ?? true)
      return Expectation(text: "missing: \(missing.string ?? "")", span: node.span, kind: .missing(claim))
    }
    return node["target"].map { target($0, node) }
  }

  private func selector(_ node: YAMLNode) -> SeriesSelector? {
    guard let text = node.string else { return nil }
    do throws(SelectorError) {
      return try SeriesSelector(parsing: text)
    } catch {
      diagnostics.error("the selector does not parse: \(error.message)", at: node.span)
      return nil
    }
  }

  private func target(_ labels: YAMLNode, _ node: YAMLNode) -> Expectation {
    let pairs = (labels.mapping ?? []).map { ($0.name, $0.value.string ?? "") }
    if pairs.isEmpty {
      diagnostics.error("`target` needs a label: `target: {job: kubernetes-pods}`", at: labels.span)
    }
    let claim = TargetExpectation(
      labels: Dictionary(pairs.map { ($0.0, Glob($0.1)) }) { first, _ in first },
      health: node["health"]?.string.flatMap(Health.init(rawValue:)), url: node["url"]?.string.map { Glob($0) },
      lastError: node["lastError"]?.string.map { Glob($0) }, count: node["count"]?.int,
      because: node["because"]?.string, dropped: node["dropped"]?.bool ?? false)
    for key in ["health", "url", "lastError"] {
      guard let place = node.mapping?.first(where: { $0.name == key })?.key.span else { continue }
      if claim.dropped {
        diagnostics.error("a dropped target is never scraped, so it has no `\(key)`", at: place)
      } else if claim.count == 0 {
        diagnostics.error("with `count: 0` there is no target that could have a `\(key)`", at: place)
      }
    }
    let text = pairs.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
    return Expectation(text: "target: {\(text)}", span: node.span, kind: .target(claim))
  }
}
