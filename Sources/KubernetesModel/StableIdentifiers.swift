/// Names and identifiers that a cluster makes up, made of a text so that they are the same in every run.
public enum StableIdentifiers {
  /// An identifier in the form of a UUID.
  public static func uid(_ text: String) -> String {
    let digits = String(hash(text), radix: 16)
    let padded = String(repeating: "0", count: 16 - digits.count) + digits
    return "00000000-0000-4000-\(padded.prefix(4))-\(padded.suffix(12))"
  }

  /// Characters from the alphabet that Kubernetes uses for such names, at most ten.
  ///
  /// Source: kubernetes/apimachinery `pkg/util/rand/rand.go`, `SafeEncodeString`.
  public static func suffix(_ text: String, length: Int) -> String {
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")
    var hash = hash(text)
    var encoded = ""
    for _ in 0..<length {
      encoded.append(alphabet[Int(hash % UInt64(alphabet.count))])
      hash /= UInt64(alphabet.count)
    }
    return encoded
  }

  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
