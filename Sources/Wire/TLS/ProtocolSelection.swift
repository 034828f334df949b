internal import COpenSSL

/// ALPN on the server's side.
extension TLSContext {
  /// Chooses as BoringSSL does under Envoy: by the server's preference; without a common one the handshake goes on
  /// without a protocol.
  ///
  /// Source: envoyproxy/envoy source/common/tls/context_impl.cc ServerContextImpl::alpnSelectCallback.
  func select(alpn names: [String]) {
    let encoded = ProtocolList.encoded(names)
    guard !encoded.isEmpty else { return }
    // The list lives as long as the context, which owns it from here on.
    protocols = ProtocolBytes(encoded)
    SSL_CTX_set_alpn_select_cb(
      pointer,
      { _, selected, selectedCount, offered, offeredCount, argument in
        guard let argument, let selected else { return SSL_TLSEXT_ERR_NOACK }
        let own = Unmanaged<ProtocolBytes>.fromOpaque(argument).takeUnretainedValue()
        var found: UnsafeMutablePointer<UInt8>?
        let result = SSL_select_next_proto(
          &found, selectedCount, own.bytes.baseAddress, UInt32(own.bytes.count), offered, offeredCount)
        guard result == OPENSSL_NPN_NEGOTIATED else { return SSL_TLSEXT_ERR_NOACK }
        selected.pointee = UnsafePointer(found)
        return SSL_TLSEXT_ERR_OK
      }, protocols.map { Unmanaged.passUnretained($0).toOpaque() })
  }
}

/// Bytes at a place that stays.
final class ProtocolBytes: @unchecked Sendable {  // never changed after init
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    self.bytes = UnsafeBufferPointer(copy)
  }

  deinit { bytes.deallocate() }
}
