/// What the agent asks Envoy and the application for, given what it was asked for.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `allowedContentTypes`, 1.30.2.
enum AcceptFilter {
  static let envoyTypes = ["text/*", "text/plain"]
  static let applicationTypes = ["text/*", "text/plain", "application/openmetrics-text"]

  private static let text = MediaType(name: "text/plain", parameters: ["version": "0.0.4"])
  private static let openMetrics = MediaType(
    name: "application/openmetrics-text", parameters: ["version": "0.0.1"])

  /// The `Accept` header to send; a header that cannot be parsed, or of which nothing is left, becomes text.
  static func apply(_ accept: String, allowed: [String]) -> String {
    var asked: [MediaType] = []
    for part in accept.split(separator: ",", omittingEmptySubsequences: false) {
      guard var type = MediaType(part) else { return text.compact }
      type.parameters["q"] = nil
      asked.append(type)
    }
    var kept: [MediaType] = []
    var used: Set<String> = []
    for type in asked {
      let basic: MediaType? =
        switch type.name {
        case "*/*", "*": text
        case "application/*": openMetrics
        default: nil
        }
      if let basic {
        guard allowed.contains(basic.name), used.insert(basic.compact).inserted else { continue }
        kept.append(basic)
      } else if allowed.contains(type.name) {
        used.insert(type.compact)
        kept.append(type)
      }
    }
    guard !kept.isEmpty else { return text.compact }
    return kept.enumerated().map { index, type in
      var type = type
      type.parameters["q"] = "0.\(kept.count - index)"
      return type.formatted
    }
    .joined(separator: ",")
  }
}
