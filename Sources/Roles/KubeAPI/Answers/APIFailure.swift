import SourceText
import Wire

/// A request that the API server refuses, as it says so: a `Status` object.
///
/// Source: kubernetes/apimachinery `pkg/api/errors/errors.go`, 1.34.
struct APIFailure: Error, Sendable {
  /// The HTTP status.
  let code: Int
  /// The reason for programs: `NotFound`.
  let reason: String
  /// What is wrong, for people.
  let message: String
  /// What the failure is about.
  let details: YAMLNode

  /// Refuses a request.
  init(_ code: Int, _ reason: String, _ message: String, details: YAMLNode = .mapping([])) {
    self.code = code
    self.reason = reason
    self.message = message
    self.details = details
  }

  /// A parameter that cannot be understood.
  static func badRequest(_ message: String) -> APIFailure { APIFailure(400, "BadRequest", message) }

  /// An object that does not exist.
  static func notFound(_ type: ResourceType, _ name: String) -> APIFailure {
    var details = YAMLNode.mapping([("name", .string(name)), ("kind", .string(type.resource))])
    if !type.group.isEmpty { details["group"] = .string(type.group) }
    return APIFailure(404, "NotFound", "\(type.qualifiedName) \"\(name)\" not found", details: details)
  }

  /// What this API server does not do.
  static func methodNotSupported(_ verb: String, _ type: ResourceType) -> APIFailure {
    APIFailure(
      405, "MethodNotAllowed", "\(verb) is not supported on resources of kind \"\(type.qualifiedName)\"")
  }

  /// No media type that the client takes.
  static let notAcceptable = APIFailure(
    406, "NotAcceptable", "only the following media types are accepted: application/json")

  /// A watch from before what is remembered.
  static func expired(_ version: Int, oldest: Int) -> APIFailure {
    APIFailure(410, "Expired", "too old resource version: \(version) (\(oldest))")
  }

  /// List options that contradict each other.
  static func invalidOptions(_ problems: [(field: String, message: String)]) -> APIFailure {
    let all = problems.map { "\($0.field): Forbidden: \($0.message)" }
    let list = all.count == 1 ? all.joined() : "[\(all.joined(separator: ", "))]"
    return APIFailure(
      422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: \(list)",
      details: .mapping([
        ("group", .string("meta.k8s.io")), ("kind", .string("ListOptions")),
        (
          "causes",
          .sequence(
            problems.map { problem in
              .mapping([
                ("reason", .string("FieldValueForbidden")),
                ("message", .string("Forbidden: \(problem.message)")), ("field", .string(problem.field)),
              ])
            })
        ),
      ]))
  }

  /// A version that is yet to come.
  static func tooLarge(_ version: Int, current: Int) -> APIFailure {
    APIFailure(
      504, "Timeout", "Too large resource version: \(version), current: \(current)",
      details: .mapping([
        (
          "causes",
          .sequence([
            .mapping([
              ("reason", .string("ResourceVersionTooLarge")),
              ("message", .string("Too large resource version")),
            ])
          ])
        ), ("retryAfterSeconds", .int(1)),
      ]))
  }

  /// The fault `wrong-answer`.
  static let wrongAnswer = APIFailure(500, "InternalError", "Internal error occurred: wrong answer")

  /// The object that says so.
  var status: YAMLNode {
    .mapping([
      ("kind", .string("Status")), ("apiVersion", .string("v1")), ("metadata", .mapping([])),
      ("status", .string("Failure")), ("message", .string(message)), ("reason", .string(reason)),
      ("details", details), ("code", .int(code)),
    ])
  }
}
