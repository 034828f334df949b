import Exposition
import Testing

/// Seeded mutations of good expositions: the parser ends, does not trap, and its fast path agrees with its lexer.
@Suite struct MutationTests {
  private static let seeds = [
    "# HELP a x\n# TYPE a counter\na{b=\"c\",d=\"e\\\"f\"} 1 1234\na 2\n",
    "{\"a.b\",c=\"d\"} 1.5e3\n\n# comment\nb NaN\n",
    "# TYPE a_s histogram\n# UNIT a_s s\na_s_bucket{le=\"1\"} 1 2.5 # {id=\"x\"} 0.5 1\n# EOF\n",
  ]
  private static let alphabet = Array("{}\",=#\\ \n\t0a.+-eEnN_:\u{0}é".utf8)

  @Test(arguments: [ExpositionFormat.text004, .openMetrics100], [(2, 42), (2, 53), (3, 14)])
  func survives(format: ExpositionFormat, version: (Int, Int)) {
    var random = SplitMix(state: UInt64(version.1))
    let dialect = ExpositionDialect(major: version.0, minor: version.1)
    for round in 0..<3000 {
      var bytes = Array(Self.seeds[round % Self.seeds.count].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) { mutate(&bytes, &random) }
      let plain = outcome(bytes, format, dialect)
      // A blank before the value's line break or a tab sends every line through the lexer.
      #expect(plain.count <= bytes.count + 1, "seed \(round)")
    }
  }

  @Test func fastPathAgreesWithLexer() {
    var random = SplitMix(state: 7)
    for round in 0..<3000 {
      var bytes = Array(Self.seeds[0].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
      // An empty comment line changes nothing, but a leading NUL-free blank line resets the entry's start:
      // the lexer alone reads what stands behind a blank.
      let slow = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).first.map(Array.init) ?? []
      guard !slow.isEmpty, slow.first != 0x20, slow.first != 0x09, !slow.contains(0) else { continue }
      let fast = outcome(slow + [0x0A], .text004, .latest)
      let blank = outcome([0x20] + slow + [0x0A], .text004, .latest)
      #expect(
        fast.map(isError) == blank.map(isError), "round \(round): \(String(decoding: slow, as: UTF8.self))")
    }
  }

  private func isError(_ line: String) -> Bool { line.hasPrefix("error: ") }

  private func outcome(_ bytes: [UInt8], _ format: ExpositionFormat, _ dialect: ExpositionDialect) -> [String] {
    let result = ParsingCase(title: "", input: bytes, format: format, dialect: dialect).run()
    return result.samples + (result.error.map { ["error: " + $0] } ?? [])
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    guard !bytes.isEmpty else { return }
    let index = Int.random(in: 0..<bytes.count, using: &random)
    let byte = Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes[index] = byte
    case 1: bytes.insert(byte, at: index)
    case 2: bytes.remove(at: index)
    default: bytes.removeSubrange(index...)
    }
  }
}

/// A small seeded generator, so that a failure can be played again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
