import PrometheusModel
import Wire

/// `/api/v1/status/…`.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `serveBuildInfo`, `serveConfig`, `serveFlags`, 3.5.0.
enum StatusAnswer {
  /// The version that the scraper behaves as.
  static func buildInformation(_ version: PrometheusVersion) -> HTTPResponse {
    APIAnswer.success { writer in
      writer.object { writer in
        writer.member("version", version.description)
        writer.member("revision", "meshscrape")
        writer.member("branch", "HEAD")
        writer.member("buildUser", "")
        writer.member("buildDate", "")
        writer.member("goVersion", "")
      }
    }
  }

  /// The configuration in force.
  static func configuration(_ text: String) -> HTTPResponse {
    APIAnswer.success { writer in
      writer.object { $0.member("yaml", text) }
    }
  }

  /// No flags: the scraper takes none.
  static func flags() -> HTTPResponse { APIAnswer.success { $0.object { _ in } } }
}
