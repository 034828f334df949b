internal import Contract

/// A response whose head has come and whose body is being read. One thread uses it.
///
/// When the body has been read to its end the connection goes back for other requests; when the exchange goes
/// before that, it is closed.
public final class ClientExchange {
  /// The status code.
  public let status: Int
  /// Code and reason as sent: `404 Not Found`.
  public let statusText: String
  /// The reason phrase as sent.
  public let reason: String
  /// The header fields; without those that a transparent decoding took away.
  public let headers: HTTPHeaders
  /// The URL that answered, after redirects.
  public let url: HTTPURL

  private var connection: ClientConnection?
  private let pool: ConnectionPool
  private let deadline: Deadline
  private let limit: Int
  private let cancellation: Cancellation?
  private var decoder: BodyDecoder?
  private var delivered = 0
  /// Whether the connection, not the decoding, has failed.
  private var hasBroken = false

  init(
    head: HTTPHead.Response, request: ClientRequest, connection: ClientConnection, pool: ConnectionPool
  ) throws(WireError) {
    status = head.status
    statusText = head.statusText
    reason = head.reason
    url = request.url
    var headers = head.headers
    decoder = try BodyDecoder.make(for: request, headers: &headers)
    self.headers = headers
    self.connection = connection
    self.pool = pool
    deadline = request.deadline
    limit = request.bodyLimit ?? .max
    cancellation = request.cancellation
    giveBackIfFinished()
  }

  deinit { abandon() }

  /// Takes what there is of the decoded body, waiting for the first byte; 0 at its end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(WireError) -> Int {
    guard buffer.count > 0 else { return 0 }
    do throws(WireError) {
      let count: Int
      if let decoder {
        count = try decoder.read(into: buffer) { raw throws(WireError) in try self.readRaw(into: raw) }
      } else {
        count = try readRaw(into: buffer)
      }
      delivered += count
      guard delivered <= limit else { throw WireError(.limit, "body size limit exceeded") }
      return count
    } catch {
      if !hasBroken { drain() }
      abandon()
      if cancellation?.isCancelled == true { throw Cancellation.error }
      throw error.kind == .timeout ? .deadlineExceeded : error
    }
  }

  /// The rest of the decoded body.
  ///
  /// - Parameter expected: how many bytes it probably has, if the head does not say: memory for more than it has
  ///   costs nothing, and a body that is not longer is read to where it stays.
  public func readAll(expecting expected: Int = 0) throws(WireError) -> [UInt8] {
    let promised = decoder == nil ? headers["Content-Length"].flatMap { Int($0) } : nil
    // Memory that a false promise reserves is never touched; but there is an end to what can be reserved.
    var (piece, isEnd) = try readPiece(of: min(promised ?? max(expected, 16 << 10), 1 << 30))
    if piece.count == promised, !isEnd, connection != nil {
      // HTTP/2 says the end in a frame of its own, without which the connection would not be used again.
      isEnd = try readPiece(of: 1).isEnd
    }
    if isEnd || piece.count == promised { return piece }
    // Pieces, and no memory that doubles: a long body would be there twice whenever it is moved.
    var pieces = [piece]
    var count = piece.count
    while !isEnd {
      (piece, isEnd) = try readPiece(of: min(max(count, 16 << 10), 4 << 20))
      pieces.append(piece)
      count += piece.count
    }
    if piece.isEmpty, pieces.count == 2 { return pieces[0] }
    piece = []
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for index in pieces.indices {
        filled = buffer[filled...].initialize(fromContentsOf: pieces[index])
        pieces[index] = []
      }
    }
  }

  /// Reads up to so many bytes of the decoded body, and whether they are the last ones.
  private func readPiece(of size: Int) throws(WireError) -> (bytes: [UInt8], isEnd: Bool) {
    var failure: WireError?
    var isEnd = false
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, filled in
      do throws(WireError) {
        while filled < size, !isEnd {
          let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
          let count = try read(into: rest)
          isEnd = count == 0
          filled += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return (bytes, isEnd)
  }

  /// The next part of the decoded body; empty at its end.
  public func readPart(upTo count: Int = 64 << 10) throws(WireError) -> [UInt8] {
    var failure: WireError?
    let part = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      do throws(WireError) { filled = try read(into: UnsafeMutableRawBufferPointer(buffer)) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return part
  }

  /// Gives the response up; unread body or not, the connection is not used again.
  public func abandon() {
    guard let connection else { return }
    self.connection = nil
    cancellation?.detach()
    connection.stream.close()
  }

  /// Reads the rest of a body that is of no more use, so that the connection can be used again.
  private func drain() {
    withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
      while connection != nil, let count = try? readRaw(into: buffer), count > 0 {}
    }
  }

  /// Reads a small rest away so that the connection can be used again, as Go does before it follows a redirect.
  func discard() {
    if let length = headers["Content-Length"].flatMap({ Int($0) }), length > 2 << 10 { return abandon() }
    decoder = nil
    var rest = 2 << 10
    while rest > 0, let part = try? readPart(upTo: rest), !part.isEmpty { rest -= part.count }
    abandon()
  }

  private func readRaw(into buffer: UnsafeMutableRawBufferPointer) throws(WireError) -> Int {
    guard let connection else { return 0 }
    hasBroken = true
    let count = try connection.readBody(into: buffer, deadline: deadline)
    hasBroken = false
    giveBackIfFinished()
    return count
  }

  private func giveBackIfFinished() {
    guard let connection, connection.isFinished else { return }
    self.connection = nil
    cancellation?.detach()
    if connection.isReusable { pool.put(connection) } else { connection.stream.close() }
  }
}
