public import Contract

/// Sends requests as Go's `http.Client` does, with its words for what goes wrong.
///
/// Any number of threads may use one client.
public final class HTTPClient: Sendable {
  /// Finds the address of a host that is not one itself.
  public typealias Resolver = @Sendable (_ host: String) -> IPAddress?

  private let pool: ConnectionPool
  private let resolver: Resolver

  /// Makes a client. Without a resolver only addresses and `localhost` can be reached.
  public init(idleConnectionsPerHost: Int = 64, resolver: @escaping Resolver = { _ in nil }) {
    pool = ConnectionPool(limitPerKey: idleConnectionsPerHost)
    self.resolver = resolver
  }

  /// Sends a request and reads the whole answer.
  public func send(_ request: ClientRequest) throws(WireError) -> ClientResponse {
    let exchange = try open(request)
    // A body that breaks is no matter of the request any more: Go prints it without the URL.
    let body = try exchange.readAll()
    return ClientResponse(
      status: exchange.status, reason: exchange.reason, headers: exchange.headers, body: body, url: exchange.url
    )
  }

  /// Sends a request and reads the head of the answer, after redirects.
  public func open(_ request: ClientRequest) throws(WireError) -> ClientExchange {
    var request = request
    var hops = 0
    while true {
      do throws(WireError) {
        let exchange = try roundTrip(request)
        guard request.followsRedirects,
          let next = try Redirect.next(after: request, status: exchange.status, headers: exchange.headers)
        else { return exchange }
        exchange.discard()
        hops += 1
        request = next
        if request.url.scheme == "https", request.tls == nil { request.tls = try request.tlsForRedirects?() }
        if hops >= 10 {
          throw WireError(.protocolViolation, "stopped after 10 redirects", url: exchange.headers["Location"])
        }
      } catch {
        if request.cancellation?.isCancelled == true { throw Cancellation.error.at(request.url) }
        throw (error.kind == .timeout ? WireError.deadlineExceeded : error).at(request.url)
      }
    }
  }

  /// Closes the connections that wait for requests.
  public func closeIdleConnections() { pool.closeAll() }

  private func roundTrip(_ request: ClientRequest) throws(WireError) -> ClientExchange {
    var headers = request.headers
    if request.decoding == .transparent, !headers.contains("Accept-Encoding"), !headers.contains("Range"),
      request.method != "HEAD"
    {
      headers.add("Accept-Encoding", "gzip")
    }
    let key = try connectionKey(of: request)
    if request.keepsAlive, let kept = pool.take(key) {
      do throws(WireError) { return try exchange(request, headers, on: kept) } catch {
        // The server closed the idle connection just as it was used.
        // Source: golang/go src/net/http/transport.go persistConn.shouldRetryRequest, 1.24.
        let isStale = (error.kind == .endOfFile || error.kind == .reset) && request.isReplayable
        guard isStale, !error.message.hasPrefix("net/http: ") else { throw error }
      }
      pool.close(key)
    }
    return try exchange(request, headers, on: try dial(key, request))
  }

  private func exchange(
    _ request: ClientRequest, _ headers: HTTPHeaders, on connection: ClientConnection
  ) throws(WireError) -> ClientExchange {
    do throws(WireError) {
      try request.cancellation?.attach(connection.stream)
      let head = try connection.begin(request, headers: headers)
      // Go gives a request up by a timer: a head that comes with the deadline or after it is not looked at, however busy the
      // machine is. Source: golang/go src/net/http/transport.go, persistConn.roundTrip, 1.24.
      if request.deadline.isPast { throw WireError.deadlineExceeded }
      return try ClientExchange(head: head, request: request, connection: connection, pool: pool)
    } catch {
      request.cancellation?.detach()
      connection.stream.close()
      throw error
    }
  }

  private func dial(_ key: ConnectionKey, _ request: ClientRequest) throws(WireError) -> ClientConnection {
    if request.cancellation?.isCancelled == true { throw Cancellation.error }
    let tcp = try Sockets.connect(to: key.endpoint, from: key.source, deadline: request.deadline)
    guard key.scheme == "https" else { return try ClientConnection(key: key, stream: tcp) }
    guard let tls = request.tls else {
      tcp.close()
      throw WireError(.configuration, "no TLS settings for \(request.url)")
    }
    try request.cancellation?.attach(tcp)
    let stream = try tls.connect(tcp, host: request.url.host, deadline: request.deadline)
    return try ClientConnection(key: key, stream: stream)
  }

  private func connectionKey(of request: ClientRequest) throws(WireError) -> ConnectionKey {
    let url = request.url
    let endpoint: Endpoint
    if let given = request.endpoint {
      endpoint = given
    } else {
      endpoint = Endpoint(try address(of: url.host), url.effectivePort)
    }
    return ConnectionKey(
      endpoint: endpoint, source: request.source, scheme: url.scheme, serverName: url.host,
      trust: url.scheme == "https" ? (request.tls?.context).map(ObjectIdentifier.init) : nil)
  }

  private func address(of host: String) throws(WireError) -> IPAddress {
    let address = IPAddress(host)
    if Sockets.isAddress(address) { return address }
    if host == "localhost" { return IPAddress(127, 0, 0, 1) }
    if let found = resolver(host) { return found }
    throw WireError(.unreachable, "dial tcp: lookup \(host): no such host")
  }
}
