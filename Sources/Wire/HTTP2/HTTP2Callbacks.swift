internal import CNghttp2
internal import Contract

/// nghttp2's callbacks, which write down what has come.
enum HTTP2Callbacks {
  static func session(for owner: HTTP2Session) throws(WireError) -> OpaquePointer {
    var callbacks: OpaquePointer?
    guard nghttp2_session_callbacks_new(&callbacks) == 0 else {
      throw WireError(.configuration, "http2: out of memory")
    }
    defer { nghttp2_session_callbacks_del(callbacks) }
    register(callbacks)
    // The owner frees the session when it goes, therefore the pointer is never left behind.
    let context = Unmanaged.passUnretained(owner).toOpaque()
    var session: OpaquePointer?
    let result =
      owner.side == .client
      ? nghttp2_session_client_new(&session, callbacks, context)
      : nghttp2_session_server_new(&session, callbacks, context)
    guard result == 0, let session else { throw WireError(.configuration, "http2: out of memory") }
    return session
  }

  private static func register(_ callbacks: OpaquePointer?) {
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, context in
      guard let frame, let owner = HTTP2Callbacks.owner(context) else { return 0 }
      let identifier = frame.pointee.hd.stream_id
      if owner.exchanges[identifier] == nil, owner.side == .server { owner.exchanges[identifier] = .init() }
      return 0
    }
    nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameCount, value, valueCount, _, context in
      guard let frame, let owner = HTTP2Callbacks.owner(context) else { return 0 }
      let name = String(decoding: UnsafeBufferPointer(start: name, count: nameCount), as: UTF8.self)
      let value = String(decoding: UnsafeBufferPointer(start: value, count: valueCount), as: UTF8.self)
      return owner.took(name: name, value: value, of: frame.pointee.hd.stream_id)
    }
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
      _, _, identifier, bytes, count, context in
      guard let owner = HTTP2Callbacks.owner(context) else { return 0 }
      owner.took(UnsafeBufferPointer(start: bytes, count: count), of: identifier)
      return 0
    }
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, context in
      guard let frame, let owner = HTTP2Callbacks.owner(context) else { return 0 }
      owner.took(frame)
      return 0
    }
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, identifier, code, context in
      HTTP2Callbacks.owner(context)?.exchanges[identifier]?.closeCode = code
      return 0
    }
  }

  private static func owner(_ context: UnsafeMutableRawPointer?) -> HTTP2Session? {
    context.map { Unmanaged<HTTP2Session>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Hands nghttp2 the next bytes of a body; without any it waits until it is resumed.
  static let bodySource: nghttp2_data_source_read_callback = {
    _, identifier, buffer, count, flags, _, context in
    guard let buffer, let flags, let owner = HTTP2Callbacks.owner(context),
      let exchange = owner.exchanges[identifier]
    else { return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue) }
    let rest = exchange.outgoing.count - exchange.outgoingStart
    if rest == 0, !exchange.outgoingEnds { return Int(NGHTTP2_ERR_DEFERRED.rawValue) }
    let taken = min(rest, count)
    exchange.outgoing.withUnsafeBytes { bytes in
      UnsafeMutableRawBufferPointer(start: buffer, count: taken).copyMemory(
        from: UnsafeRawBufferPointer(
          rebasing: bytes[exchange.outgoingStart..<(exchange.outgoingStart + taken)]))
    }
    owner.sent(taken, of: identifier)
    if taken == rest, exchange.outgoingEnds {
      flags.pointee |= UInt32(NGHTTP2_DATA_FLAG_EOF.rawValue)
    }
    return taken
  }
}

extension HTTP2Session {
  fileprivate func took(name: String, value: String, of identifier: Int32) -> Int32 {
    guard let exchange = exchanges[identifier] else { return 0 }
    exchange.headerBytes += name.utf8.count + value.utf8.count + 32
    guard exchange.headerBytes <= Self.headerLimit else {
      exceedsLimit = true
      return Int32(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
    }
    if name.hasPrefix(":") {
      exchange.pseudo[name] = value
    } else if exchange.hasHead {
      exchange.trailers.add(name, value)
    } else {
      exchange.headers.add(name, value)
    }
    return 0
  }

  fileprivate func took(_ bytes: UnsafeBufferPointer<UInt8>, of identifier: Int32) {
    exchanges[identifier]?.body.append(contentsOf: bytes)
    if exchanges[identifier]?.body.count ?? 0 > bodyLimit { exceedsLimit = true }
  }

  fileprivate func took(_ frame: UnsafePointer<nghttp2_frame>) {
    let header = frame.pointee.hd
    let identifier = header.stream_id
    switch UInt32(header.type) {
    case NGHTTP2_HEADERS.rawValue, NGHTTP2_DATA.rawValue:
      if UInt32(header.type) == NGHTTP2_HEADERS.rawValue {
        // An interim response is followed by the real one.
        if side == .client, exchanges[identifier]?.pseudo[":status"]?.hasPrefix("1") == true {
          exchanges[identifier]?.headers = [:]
          exchanges[identifier]?.pseudo = [:]
        } else {
          exchanges[identifier]?.hasHead = true
        }
      }
      guard UInt32(header.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0, exchanges[identifier] != nil else {
        return
      }
      exchanges[identifier]?.hasEnded = true
      if side == .server { complete.append(identifier) }
    case NGHTTP2_RST_STREAM.rawValue:
      exchanges[identifier]?.wasResetByPeer = true
    case NGHTTP2_GOAWAY.rawValue:
      let content = frame.pointee.goaway
      let debug = UnsafeBufferPointer(start: content.opaque_data, count: content.opaque_data_len)
      goAway = (content.last_stream_id, content.error_code, Array(debug.prefix(1024)))
    default: break
    }
  }

  fileprivate func sent(_ count: Int, of identifier: Int32) {
    guard let exchange = exchanges[identifier] else { return }
    exchange.outgoingStart += count
    if exchange.outgoingStart == exchange.outgoing.count {
      exchange.outgoing.removeAll(keepingCapacity: true)
      exchange.outgoingStart = 0
    }
  }
}
