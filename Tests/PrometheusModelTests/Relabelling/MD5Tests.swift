import Testing

@testable import PrometheusModel

@Suite struct MD5Tests {
  /// Source: RFC 1321, appendix A.5.
  @Test(arguments: vectors) func digests(_ text: String, _ expected: String) {
    let hexadecimal = MD5.digest(of: Array(text.utf8)).map { word in
      (0..<4).map { byte in
        let value = UInt8(truncatingIfNeeded: word >> UInt32(byte * 8))
        return (value < 16 ? "0" : "") + String(value, radix: 16)
      }.joined()
    }.joined()
    #expect(hexadecimal == expected)
  }

  static let vectors: [(String, String)] = [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("abc", "900150983cd24fb0d6963f7d28e17f72"), ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    ("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    (
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "d174ab98d277d9f5a5611c2c9f419d9f"
    ),
    (String(repeating: "1234567890", count: 8), "57edf4a22be3c955ac49da2e2107b67a"),
    (String(repeating: "x", count: 55), "04364420e25c512fd958a70738aa8f72"),
    (String(repeating: "x", count: 56), "668a72d5ba17f08e62dabcafad6db14b"),
    (String(repeating: "x", count: 64), "c1bb4f81d892b2d57947682aeb252456"),
  ]

  @Test func usesTheSecondHalf() {
    #expect(MD5.lastEightBytes(of: "abc") == 0xd696_3f7d_28e1_7f72)
  }
}
