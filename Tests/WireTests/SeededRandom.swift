/// A generator that gives the same numbers for the same seed. Source: Vigna, xorshift64*.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed == 0 ? 0x9E37_79B9_7F4A_7C15 : seed }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}

extension Array where Element == UInt8 {
  /// The same bytes with some of them changed, doubled, moved or gone.
  func mutated(by random: inout SeededRandom) -> [UInt8] {
    var bytes = self
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1 where place < bytes.count: bytes.remove(at: place)
      case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
      case 3: bytes.removeLast(bytes.count - place)
      case 4:
        let other = Int.random(in: 0...bytes.count, using: &random)
        bytes.insert(contentsOf: bytes[Swift.min(place, other)..<Swift.max(place, other)], at: place)
      default:
        let tricks = [
          "\r\n", "\n", ":", " ", "0", "ffffffffffffffff", "Content-Length: 5\r\n", "\r\n\r\n", "\0",
        ]
        bytes.insert(contentsOf: (tricks.randomElement(using: &random) ?? "").utf8, at: place)
      }
    }
    return bytes
  }
}
