import Contract
import Wire

extension Subject {
  /// The content codings, with a limit on what comes out.
  static let compression = Subject(
    name: "compression", about: "gzip and zstd: no more comes out than the limit allows",
    seeds: compressionSeeds, words: ["\u{1F}", "\0", "\u{8}", "(\u{B5}", "\u{7F}"], memoryPerByte: 40,
    check: { input in
      var choice = Choice(input)
      let isGzip = choice.pick([true, false])
      let limit = choice.pick([1 << 20, 100, 0])
      let bytes = Array(choice.rest)
      do throws(WireError) {
        let out = isGzip ? try Gzip.decompress(bytes, limit: limit) : try Zstd.decompress(bytes, limit: limit)
        return out.count > limit ? "\(out.count) bytes came out" : nil
      } catch {
        return error.message.isEmpty ? "no message" : nil
      }
    })

  private static let compressionSeeds: [[UInt8]] = {
    let text = Array(String(repeating: "cart_items{namespace=\"shop\"} 3\n", count: 50).utf8)
    // A bomb: much out of little.
    let zeros = [UInt8](repeating: 0, count: 4 << 20)
    let inputs = [text, zeros]
    return inputs.compactMap { try? Gzip.compress($0) }.map { [0] + $0 }
      + inputs.compactMap { try? Zstd.compress($0) }.map { [1] + $0 }
  }()

  /// The first message of TLS.
  static let clientHello = Subject(
    name: "client-hello", about: "ClientHello: a beginning asks for more, and never for more than is allowed",
    seeds: [
      [0] + hello(extensions: [sni, alpn]), [0] + hello(extensions: [alpn]), [0] + hello(extensions: []),
    ],
    words: ["\u{16}\u{3}\u{1}", "\0", "\u{1}", "\u{10}", "h2", "\u{7F}"], memoryPerByte: 40,
    check: { input in
      let bytes = Array(input.dropFirst())
      guard case .needs(let count) = ClientHello.read(bytes) else { return nil }
      return count > bytes.count ? nil : "\(count) bytes are asked for, and \(bytes.count) are there"
    })

  private static let sni: [UInt8] = [0, 0, 0, 8, 0, 6, 0, 0, 3] + Array("a.b".utf8)
  private static let alpn: [UInt8] = [0, 16, 0, 5, 0, 3, 2] + Array("h2".utf8)

  private static func hello(extensions: [[UInt8]]) -> [UInt8] {
    let all = Array(extensions.joined())
    let body = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0x13, 1, 1, 0, 0, UInt8(all.count)] + all
    let message: [UInt8] = [1, 0, 0, UInt8(body.count)] + body
    return [22, 3, 1, 0, UInt8(message.count)] + message
  }
}
