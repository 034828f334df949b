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
  private let tls: ServerTLS?

  /// Prepares the endpoints of a port; scrapes that an earlier configuration of it counted go on counting.
  init(_ port: AppPort, container: String, before: AppPortServing?) throws(RoleFailure) {
    self.container = container
    do throws(WireError) {
      // HTTP/1.1 alone, which every client of an HTTPS server takes.
      tls = try port.tls.map { certificate throws(WireError) in
        try ServerTLS(
          certificateChain: certificate.certificateChain, privateKey: certificate.privateKey, alpn: ["http/1.1"]
        )
      }
    } catch {
      throw RoleFailure("port \(port.port) of \(container): \(error)")
    }
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

  /// How long a client may take for the handshake.
  private static let handshakeMilliseconds = 60_000

  /// Serves a connection until its end.
  func serve(
    _ tcp: TCPStream, served: @escaping (HTTPRequest, HTTPResponse) -> Void,
    answer: @escaping (HTTPRequest) -> Answer
  ) {
    guard let stream = secured(tcp) else { return }
    HTTPServerConnection.serve(stream) { connection, request throws(WireError) in
      let answer = answer(request)
      if answer.delayMilliseconds > 0,
        !tcp.staysOpen(until: .after(milliseconds: answer.delayMilliseconds))
      {
        throw .endOfFile
      }
      let response = Self.truncated(answer)
      // Said before it is sent: whoever has the answer can rely on the event being on its way.
      served(request, response)
      try connection.respond(response)
    }
  }

  /// The connection as HTTP sees it; nil if there was no handshake.
  private func secured(_ tcp: TCPStream) -> (any ByteStream)? {
    guard let tls else { return tcp }
    let deadline = Deadline.after(milliseconds: Self.handshakeMilliseconds)
    do throws(WireError) {
      let start = try tcp.peek(upTo: 5, atLeast: 5, deadline: deadline)
      guard AppPages.plaintextStarts.contains(String(decoding: start, as: UTF8.self)) else {
        return try tls.accept(tcp, deadline: deadline)
      }
      try tcp.write(AppPages.plaintextToHTTPS, deadline: deadline)
      tcp.shutdownWrite()
    } catch {
      tcp.close()
      return nil
    }
    // The end is the client's to make: a close with its request unread could overtake the answer.
    _ = tcp.staysOpen(until: deadline)
    tcp.close()
    return nil
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
