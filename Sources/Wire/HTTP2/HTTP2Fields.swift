internal import CNghttp2

/// Header fields as nghttp2 takes them.
enum HTTP2Fields {
  /// Names that belong to one HTTP/1.1 connection and must not travel. Source: RFC 9113, 8.2.2.
  private static let connectionFields: Set<String> = [
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host",
  ]

  /// Pseudo-header fields first, then the others in lower case.
  static func fields(pseudo: [(String, String)], _ headers: HTTPHeaders) -> [(String, String)] {
    pseudo
      + headers.fields.compactMap { field in
        let name = field.name.lowercased()
        guard !connectionFields.contains(name), HTTPHead.isFieldValue(field.value.utf8) else { return nil }
        return (name, field.value)
      }
  }

  /// Lends the fields as nghttp2's structures, which point into one block of memory.
  static func withStructures<R>(_ fields: [(String, String)], _ body: (UnsafePointer<nghttp2_nv>?, Int) -> R)
    -> R
  {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      bytes += name.utf8
      bytes += value.utf8
    }
    return bytes.withUnsafeMutableBufferPointer { bytes in
      var offset = 0
      func next(_ text: String) -> (UnsafeMutablePointer<UInt8>?, Int) {
        defer { offset += text.utf8.count }
        return (bytes.baseAddress?.advanced(by: offset), text.utf8.count)
      }
      let structures = fields.map { name, value in
        let (name, nameCount) = next(name)
        let (value, valueCount) = next(value)
        return nghttp2_nv(
          name: name, value: value, namelen: nameCount, valuelen: valueCount,
          flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue))
      }
      return structures.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
    }
  }
}
