import Contract
import Wire

/// One port of an application: which endpoint answers which path, and how.
final class AppPortServing: Sendable {
  /// An answer, and what is done to it on its way.
  struct Answer: Sendable {
    /// The whole answer.
    var response: HTTPResponse
    /// How long it is held back.
    var delayMilliseconds = 0
    /// After how many bytes of the body the connection ends.
    var truncatesAfter: Int?

    /// An answer that goes out at once and whole.
    init(_ response: HTTPResponse) { self.response = response }
  }

  private let container: String
  private let endpoints: [String: EndpointServing]

  /// Prepares the endpoints of a port; scrapes that an earlier configuration of it counted go on counting.
  init(_ port: AppPort, container: String, before: AppPortServing?) throws(RoleFailure) {
    self.container = container
    endpoints = Dictionary(
      port.endpoints.map { ($0.path, EndpointServing($0, scrapes: before?.endpoints[$0.path]?.scrapes ?? 0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The answer to a request.
  func answer(_ request: HTTPRequest) -> Answer {
    guard let serving = endpoints[request.path] else {
      return Answer(
        request.path == "/" ? AppPages.index(container, paths: endpoints.keys.sorted()) : AppPages.notFound)
    }
    guard request.method == "GET" || request.method == "HEAD" else { return Answer(AppPages.methodNotAllowed) }
    var answer = Answer(serving.answer(request))
    answer.delayMilliseconds = serving.endpoint.delayMilliseconds
    answer.truncatesAfter = serving.endpoint.truncatesAfter
    return answer
  }

  /// Serves a connection until its end.
  func serve(
    _ stream: TCPStream, served: @escaping (HTTPRequest, HTTPResponse) -> Void,
    answer: @escaping (HTTPRequest) -> Answer
  ) {
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      let answer = answer(request)
      if answer.delayMilliseconds > 0,
        !stream.staysOpen(until: .after(milliseconds: answer.delayMilliseconds))
      {
        throw .endOfFile
      }
      let response = Self.truncated(answer)
      // Said before it is sent: whoever has the answer can rely on the event being on its way.
      served(request, response)
      try connection.respond(response)
    }
  }

  /// The answer with its full length promised and only so many bytes given.
  private static func truncated(_ answer: Answer) -> HTTPResponse {
    var response = answer.response
    guard let limit = answer.truncatesAfter, limit < response.body.count else { return response }
    response.headers["Content-Length"] = String(response.body.count)
    response.body = Array(response.body.prefix(max(0, limit)))
    return response
  }
}
