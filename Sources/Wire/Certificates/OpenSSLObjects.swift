internal import COpenSSL
internal import CSystem
internal import Contract

/// What OpenSSL has to say about its last failure.
enum OpenSSLFailure {
  /// Empties this thread's error queue: the first reason's number and text.
  static func take() -> (reason: Int, text: String) {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      let reason = ms_tls_take_reason(text.baseAddress, text.count)
      return (Int(reason), text.baseAddress.map { String(cString: $0) } ?? "")
    }
  }

  static func error(_ what: String) -> WireError {
    let (_, text) = take()
    return WireError(.configuration, text.isEmpty ? what : "\(what): \(text)")
  }
}

/// An X.509 certificate.
final class Certificate: @unchecked Sendable {  // OpenSSL's object is not changed once it is here
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { X509_free(pointer) }

  /// The certificates of a PEM text, in order.
  static func all(inPEM text: String) throws(WireError) -> [Certificate] {
    try PEM.read(text) { bio in
      var found: [Certificate] = []
      while true {
        // The empty object says in which library context the key is decoded.
        var pointer = X509_new_ex(ms_tls_library(), nil)
        guard PEM_read_bio_X509(bio, &pointer, nil, nil) != nil, let pointer else {
          X509_free(pointer)
          break
        }
        found.append(Certificate(owning: pointer))
      }
      ERR_clear_error()
      return found
    }
  }

  var pem: String { PEM.write { PEM_write_bio_X509($0, pointer) } }

  /// The names of one kind in the subject alternative name.
  func names(_ kind: Int) -> [[UInt8]] {
    var names: [[UInt8]] = []
    _ = withUnsafeMutablePointer(to: &names) { names in
      ms_each_name(pointer, Int32(kind), names) { context, bytes, count in
        context?.assumingMemoryBound(to: [[UInt8]].self).pointee.append(
          Array(UnsafeBufferPointer(start: bytes, count: Int(count))))
      }
    }
    return names
  }

  /// Whether there is a subject alternative name at all.
  var hasNames: Bool { X509_get_ext_by_NID(pointer, NID_subject_alt_name, -1) >= 0 }

  /// The first field of a kind in the subject.
  func subjectField(_ identifier: Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      let count = X509_NAME_get_text_by_NID(
        X509_get_subject_name(pointer), identifier, text.baseAddress, Int32(text.count))
      return count >= 0 ? text.baseAddress.map { String(cString: $0) } : nil
    }
  }

  var uriNames: [String] { names(ms_name_uri).map { String(decoding: $0, as: UTF8.self) } }
  var dnsNames: [String] { names(ms_name_dns).map { String(decoding: $0, as: UTF8.self) } }
  var ipNames: [[UInt8]] { names(ms_name_ip) }
}

/// A private key, with its public one.
final class PrivateKey: @unchecked Sendable {  // OpenSSL's object is not changed once it is here
  let pointer: OpaquePointer

  /// Takes over a reference.
  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { EVP_PKEY_free(pointer) }

  convenience init(pem text: String) throws(WireError) {
    let pointer = try PEM.read(text) { PEM_read_bio_PrivateKey_ex($0, nil, nil, nil, ms_tls_library(), nil) }
    guard let pointer else { throw OpenSSLFailure.error("tls: failed to parse private key") }
    self.init(owning: pointer)
  }

  var pem: String { PEM.write { PEM_write_bio_PrivateKey($0, pointer, nil, nil, 0, nil, nil) } }
}

/// Text in and out of OpenSSL.
enum PEM {
  static func read<R>(_ text: String, _ body: (OpaquePointer) -> R) throws(WireError) -> R {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { raw -> R? in
      guard let bio = BIO_new_mem_buf(raw.baseAddress, Int32(clamping: raw.count)) else { return nil }
      defer { BIO_free(bio) }
      return body(bio)
    }
    guard let result else { throw OpenSSLFailure.error("tls: failed to read PEM data") }
    return result
  }

  static func write(_ body: (OpaquePointer) -> Int32) -> String {
    guard let bio = BIO_new(BIO_s_mem()) else { return "" }
    defer { BIO_free(bio) }
    guard body(bio) == 1 else { return "" }
    let count = BIO_ctrl_pending(bio)
    return String(unsafeUninitializedCapacity: count) { buffer in
      Int(max(0, BIO_read(bio, buffer.baseAddress, Int32(clamping: count))))
    }
  }
}
