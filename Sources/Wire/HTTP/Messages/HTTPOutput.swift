/// Composes the bytes of HTTP/1.1 messages.
struct HTTPOutput {
  private(set) var bytes: [UInt8] = []

  init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ body: UnsafeRawBufferPointer) { bytes.append(contentsOf: body) }

  mutating func append(_ body: [UInt8]) { bytes.append(contentsOf: body) }

  mutating func appendLine(_ text: String) {
    append(text)
    endLine()
  }

  mutating func endLine() {
    bytes.append(UInt8(ascii: "\r"))
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Fields, with line breaks in values made blanks, so that no value can become a field of its own.
  mutating func append(_ headers: HTTPHeaders) {
    for field in headers.fields { append(field.name, field.value) }
  }

  mutating func append(_ name: String, _ value: String) {
    append(name)
    append(": ")
    if value.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      bytes.append(
        contentsOf: value.utf8.map {
          $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0
        })
    } else {
      append(value)
    }
    endLine()
  }

  /// One chunk of the chunked coding.
  mutating func appendChunk(_ body: UnsafeRawBufferPointer) {
    appendLine(String(body.count, radix: 16))
    append(body)
    endLine()
  }
}
