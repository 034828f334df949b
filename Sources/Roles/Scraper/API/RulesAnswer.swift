import Exposition
import Wire

/// `/api/v1/rules`, `/api/v1/alerts` and their like: there are none, as the scraper evaluates no rules.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `rules`, `alerts`, `alertmanagers`, `notifications`, 3.5.0.
enum RulesAnswer {
  /// Answers with nothing in it.
  static func respond(_ path: String, _ parameters: APIParameters) throws(APIError) -> HTTPResponse {
    let names =
      switch path {
      case "alerts": ["alerts"]
      case "alertmanagers": ["activeAlertmanagers", "droppedAlertmanagers"]
      default: ["groups"]
      }
    if path == "notifications" { return APIAnswer.success { $0.array { _ in } } }
    let type = parameters["type"]
    if path == "rules", !["", "alert", "record"].contains(type.lowercased()) {
      throw .invalid("type", "not supported value \(goQuoted(type.lowercased()))")
    }
    return APIAnswer.success { writer in
      writer.object { writer in
        for name in names {
          writer.key(name)
          writer.array { _ in }
        }
      }
    }
  }
}
