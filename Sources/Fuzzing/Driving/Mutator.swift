/// Makes inputs from seeds. An input depends on the seed number and its own index alone, so that it can be made again.
struct Mutator {
  let subject: Subject
  let seed: UInt64

  /// Each so-many-th input is a large one.
  static let largeEvery: UInt64 = 4096

  /// The input of an index.
  func input(_ index: UInt64) -> [UInt8] {
    var random = SplitMix(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ index)
    var bytes = subject.seeds[Int(random.next() % UInt64(subject.seeds.count))]
    if index % Self.largeEvery == Self.largeEvery - 1 { return large(bytes, &random) }
    for _ in 0..<(1 + random.below(8)) { mutate(&bytes, &random) }
    if bytes.count > subject.longest { bytes.removeLast(bytes.count - subject.longest) }
    return bytes
  }

  /// A part of a seed over and over, with a few changes.
  private func large(_ seed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    let size = min(subject.largest, 1 << (12 + random.below(11)))
    let start = random.below(seed.count)
    let part = random.below(3) == 0 ? seed[...] : seed[start..<min(seed.count, start + 1 + random.below(40))]
    var bytes = Array(seed.prefix(start))
    bytes.reserveCapacity(size)
    while bytes.count + part.count < size, !part.isEmpty { bytes += part }
    if random.below(2) == 0 { bytes += seed.dropFirst(start) }
    for _ in 0..<random.below(3) { mutate(&bytes, &random) }
    return bytes
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = random.below(bytes.count + 1)
    switch random.below(11) {
    case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
    case 2 where place < bytes.count:
      bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(16)))
    case 3: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
    case 4: bytes.removeLast(bytes.count - place)
    case 5, 6: bytes.insert(contentsOf: word(&random), at: place)
    case 7:
      // A part once more, somewhere else.
      let other = random.below(bytes.count + 1)
      let part = bytes[other..<min(bytes.count, other + 1 + random.below(32))]
      bytes.insert(contentsOf: Array(part), at: place)
    case 8:
      // A part of another seed.
      let other = subject.seeds[random.below(subject.seeds.count)]
      let start = random.below(other.count + 1)
      bytes.insert(contentsOf: other[start..<min(other.count, start + 1 + random.below(64))], at: place)
    case 9:
      let word = word(&random)
      for _ in 0..<random.below(64) { bytes.insert(contentsOf: word, at: place) }
    default:
      let number = Self.numbers[random.below(Self.numbers.count)]
      bytes.insert(contentsOf: number.utf8, at: place)
    }
  }

  private func word(_ random: inout SplitMix) -> [UInt8] {
    Array(subject.words[random.below(subject.words.count)].utf8)
  }

  /// Numbers at which arithmetic tends to break.
  private static let numbers = [
    "0", "-1", "1e308", "1e-400", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "18446744073709551616", "4294967296", "2147483648", "0x1p-2", "NaN", "1000", "1001", "1e18",
    "99999999999999999999",
  ]
}

/// A small generator that gives the same numbers for the same seed. Source: Steele, Lea, Flood, SplitMix64.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, and without, the bound; 0 for a bound of 0.
  mutating func below(_ bound: Int) -> Int { bound > 0 ? Int(next() % UInt64(bound)) : 0 }
}
