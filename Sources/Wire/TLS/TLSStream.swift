internal import COpenSSL
internal import CSystem
internal import Contract
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A TLS connection over TCP, after its handshake.
public final class TLSStream: ByteStream, @unchecked Sendable {  // one thread reads and writes, see ByteStream
  /// The TCP connection underneath.
  public let transport: TCPStream
  let ssl: OpaquePointer
  private let context: TLSContext
  private let isClosed = Atomic(false)
  private var hasFailed = false

  /// What the handshake's certificate verification leaves behind.
  var verification: any PeerVerification
  /// The certificate that the peer showed.
  public private(set) var peerCertificate: PeerCertificate?
  /// The protocol that ALPN agreed on.
  public private(set) var negotiatedProtocol: String?
  /// The version that was agreed on.
  public private(set) var version: TLSVersion?
  /// The cipher suite that was agreed on, in OpenSSL's spelling.
  public private(set) var cipherSuite = ""

  init(context: TLSContext, transport: TCPStream, verification: any PeerVerification) throws(WireError) {
    guard let ssl = SSL_new(context.pointer) else { throw OpenSSLFailure.error("tls: no connection") }
    self.context = context
    self.transport = transport
    self.ssl = ssl
    self.verification = verification
    guard ms_tls_attach(ssl, transport.descriptor) == 1 else {
      throw OpenSSLFailure.error("tls: no connection")
    }
    ms_tls_set_owner(ssl, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    close()
    SSL_free(ssl)
  }

  /// The SPIFFE ID of the peer's certificate.
  public var peerSPIFFEIdentity: String? { peerCertificate?.spiffeID }

  func handshake(server: Bool, deadline: Deadline) throws(WireError) {
    if server { SSL_set_accept_state(ssl) } else { SSL_set_connect_state(ssl) }
    _ = try run(deadline) { SSL_do_handshake($0) }
    try flush(deadline)
    version = TLSVersion(number: SSL_version(ssl))
    cipherSuite = cipherName(ssl)
    var name: UnsafePointer<UInt8>?
    var count: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &name, &count)
    if count > 0 {
      negotiatedProtocol = String(decoding: UnsafeBufferPointer(start: name, count: Int(count)), as: UTF8.self)
    }
    if let certificate = SSL_get1_peer_certificate(ssl) {
      peerCertificate = PeerCertificate(Certificate(owning: certificate))
    }
  }

  /// Reads what there is, waiting for the first byte; 0 at the end of the stream.
  public func read(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(WireError) -> Int {
    guard buffer.count > 0 else { return 0 }
    return try run(deadline) { SSL_read($0, buffer.baseAddress, Int32(clamping: buffer.count)) }
  }

  /// Writes all bytes.
  public func write(_ bytes: UnsafeRawBufferPointer, deadline: Deadline) throws(WireError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Several records gather in the socket's buffer, then leave together.
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(128 << 10))
      let count = try run(deadline) { SSL_write($0, part.baseAddress, Int32(part.count)) }
      try flush(deadline)
      rest = rest.dropFirst(count)
    }
  }

  /// Whether bytes wait that the descriptor does not show.
  public var hasBufferedInput: Bool { SSL_has_pending(ssl) == 1 }

  /// Sends close_notify and FIN; reading goes on.
  public func shutdownWrite() {
    sendCloseNotify()
    transport.shutdownWrite()
  }

  /// Sends close_notify and closes.
  public func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    sendCloseNotify()
    transport.close()
  }

  /// Closes so that the peer sees a TCP reset.
  public func reset() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    transport.reset()
  }

  /// Ends both directions from another thread: a waiting read or write returns at once.
  public func interrupt() { transport.interrupt() }

  private func sendCloseNotify() {
    // OpenSSL forbids it after a fatal error.
    guard !hasFailed, SSL_is_init_finished(ssl) == 1 else { return }
    ERR_clear_error()
    SSL_shutdown(ssl)
    _ = ms_tls_flush(ssl)
    ERR_clear_error()
  }

  private func flush(_ deadline: Deadline) throws(WireError) {
    while true {
      switch ms_tls_flush(ssl) {
      case 1: return
      case 0: try transport.waitWritable(deadline)
      default: throw fail()
      }
    }
  }

  /// Calls OpenSSL until it succeeds, waiting for the socket in between. 0 is the end of the stream.
  private func run(_ deadline: Deadline, _ call: (OpaquePointer) -> Int32) throws(WireError) -> Int {
    while true {
      ERR_clear_error()
      let result = call(ssl)
      if result > 0 { return Int(result) }
      switch SSL_get_error(ssl, result) {
      case SSL_ERROR_WANT_READ:
        try flush(deadline)
        try transport.waitReadable(deadline)
      case SSL_ERROR_WANT_WRITE:
        try transport.waitWritable(deadline)
      case SSL_ERROR_ZERO_RETURN where SSL_is_init_finished(ssl) == 1:
        return 0
      default:
        throw fail()
      }
    }
  }

  /// The failure that OpenSSL has just reported, in Go's words.
  private func fail() -> WireError {
    hasFailed = true
    // The alert, if there is one to send.
    let number = ms_tls_system_error(ssl)
    if number == 0 { _ = ms_tls_flush(ssl) }
    let (reason, text) = OpenSSLFailure.take()
    if let failure = verification.failure { return failure }
    // A close notify is the end of the stream, whenever it comes.
    if reason == 1000 { return .endOfFile }
    if reason >= 1000, reason <= 1255 {
      // Source: golang/go src/crypto/tls/conn.go readRecordOrCCS: net.OpError{Op: "remote error", Err: alert}, 1.24.
      return WireError(.tlsAlert, "remote error: \(TLSAlert.text(reason - 1000))", detail: text)
    }
    if number != 0 { return transport.failure(ms_tls_failed_writing(ssl) != 0 ? "write" : "read", number) }
    if reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE {
      return WireError(
        .certificateInvalid, "tls: client didn't provide a certificate", detail: "fail_verify_no_cert")
    }
    if let failure = notTLS(text) { return failure }
    if ms_tls_saw_end(ssl) != 0 {
      var bytes: [UInt8] = [0, 0, 0, 0, 0]
      // Between two records the end is no surprise.
      let isBetween = ms_tls_first_bytes(ssl, &bytes) == 5 && SSL_has_pending(ssl) == 0
      return ms_tls_first_bytes(ssl, &bytes) == 0 || isBetween || SSL_is_init_finished(ssl) == 1
        ? .endOfFile : .unexpectedEndOfFile
    }
    return WireError(.protocolViolation, "tls: \(text)", detail: text)
  }

  /// What Go makes of a first record that is none.
  ///
  /// Source: golang/go src/crypto/tls/conn.go readRecordOrCCS, src/net/http/client.go send, 1.24.
  private func notTLS(_ text: String) -> WireError? {
    var bytes: [UInt8] = [0, 0, 0, 0, 0]
    guard SSL_is_init_finished(ssl) == 0, ms_tls_first_bytes(ssl, &bytes) == 5 else { return nil }
    let isRecord = bytes[0] == 21 || bytes[0] == 22
    guard !isRecord || bytes[1] >= 0x10 else { return nil }
    let message =
      bytes == Array("HTTP/".utf8)
      ? "http: server gave HTTP response to HTTPS client"
      : "tls: first record does not look like a TLS handshake"
    return WireError(.notTLS, message, detail: text)
  }
}

private func cipherName(_ ssl: OpaquePointer) -> String {
  guard let cipher = SSL_get_current_cipher(ssl), let name = SSL_CIPHER_get_name(cipher) else { return "" }
  return String(cString: name)
}
