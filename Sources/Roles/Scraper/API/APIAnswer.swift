import Wire

/// Why the API refuses a request, in Prometheus' words.
///
/// Source: prometheus/prometheus `web/api/v1/api.go`, `apiError`, `respondError`, 3.5.0.
struct APIError: Error, Equatable {
  /// The `errorType` of the answer, with the status that goes with it.
  enum Kind: String {
    case badData = "bad_data"
    case execution
    case notFound = "not_found"
    case `internal`
    case unavailable

    /// The HTTP status.
    var status: Int {
      switch self {
      case .badData: 400
      case .execution: 422
      case .notFound: 404
      case .internal: 500
      // Prometheus knows no status of its own for it.
      case .unavailable: 500
      }
    }
  }

  /// The kind of refusal.
  var kind: Kind
  /// What is wrong.
  var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// A parameter that cannot be read.
  static func invalid(_ parameter: String, _ problem: String) -> APIError {
    APIError(.badData, "invalid parameter \"\(parameter)\": \(problem)")
  }
}

/// What the API answers, as HTTP.
enum APIAnswer {
  /// What an answer says that leaves something out.
  static let truncation = "results truncated due to limit"

  /// `{"status":"success","data":…}`
  static func success(
    warnings: [String] = [], infos: [String] = [], _ data: (inout JSONWriter) -> Void
  ) -> HTTPResponse {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("status", "success")
      writer.key("data")
      data(&writer)
      if !warnings.isEmpty {
        writer.key("warnings")
        writer.strings(warnings)
      }
      if !infos.isEmpty {
        writer.key("infos")
        writer.strings(infos)
      }
    }
    return HTTPResponse(headers: ["Content-Type": "application/json"], body: writer.bytes)
  }

  /// `{"status":"error","errorType":…,"error":…}`
  static func failure(_ error: APIError) -> HTTPResponse {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("status", "error")
      writer.member("errorType", error.kind.rawValue)
      writer.member("error", error.message)
    }
    return HTTPResponse(
      status: error.kind.status, headers: ["Content-Type": "application/json"], body: writer.bytes)
  }
}
