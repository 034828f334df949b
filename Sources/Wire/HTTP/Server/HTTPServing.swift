internal import Contract

extension HTTPServerConnection {
  /// Serves requests in turn until the connection ends, then closes it.
  ///
  /// The handler answers each request by ``respond(_:deadline:)`` or the streaming calls. An error that it throws
  /// ends the connection with a reset; requests that break the protocol are refused as Go's server does.
  public static func serve(
    _ stream: any ByteStream, limits: Limits = Limits(), idleMilliseconds: Int? = nil,
    handler: (inout HTTPServerConnection, HTTPRequest) throws(WireError) -> Void
  ) {
    var connection = HTTPServerConnection(stream: stream, limits: limits)
    do throws(WireError) {
      while let request = try connection.nextRequest(
        deadline: idleMilliseconds.map { .after(milliseconds: $0) } ?? .never)
      {
        do throws(WireError) { try handler(&connection, request) } catch {
          stream.reset()
          return
        }
      }
    } catch {
      if let rejection = connection.rejection {
        try? connection.respond(rejection, deadline: .after(milliseconds: 5000))
        // What the client still sends is read away for a moment, else its arrival would reset the connection
        // before the client has read why.
        stream.shutdownWrite()
        var left = 256 << 10
        while left > 0, let part = try? stream.read(upTo: 16 << 10, deadline: .after(milliseconds: 500)),
          !part.isEmpty
        {
          left -= part.count
        }
      }
    }
    stream.close()
  }
}
