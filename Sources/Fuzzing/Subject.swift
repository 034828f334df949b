/// Something that reads bytes from outside, with what must hold whatever they are.
struct Subject: Sendable {
  /// The word by which it is chosen.
  let name: String
  /// What is checked, for `Fuzzing list`.
  let about: String
  /// Good and nearly good inputs, from which the others are made.
  let seeds: [[UInt8]]
  /// Words of the language, which mutations put in.
  let words: [String]
  /// No mutated input is longer; the large ones apart, which test memory.
  var longest = 4096
  /// The largest input that is made by repeating a seed.
  var largest = 1 << 20
  /// How many bytes of memory an input may take for each of its own, and whatever its size.
  var memoryPerByte = 400
  var memoryBase = 96 << 20
  /// Reads an input; what did not hold, or nil.
  let check: @Sendable (UnsafeRawBufferPointer) -> String?

  /// All of them, in the order in which they run.
  static let all: [Subject] = [
    .exposition, .protobuf, .pattern, .relabelling, .configuration, .json, .selector, .query, .scenario,
    .compression, .clientHello,
  ]

  /// The subject of a name.
  static func named(_ name: String) -> Subject? { all.first { $0.name == name } }

  /// Reads an input from memory of exactly its size, so that a sanitizer sees a step beyond the end.
  func verdict(on bytes: [UInt8]) -> String? {
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: bytes)
    return check(UnsafeRawBufferPointer(copy))
  }
}

/// What an input may cost.
enum Limits {
  /// Seconds of CPU that any input may take, and for each byte of it.
  static let seconds = 2.0
  static let secondsPerByte = 20e-6
  /// Seconds on the clock after which an input counts as a hang; long, for machines that do much else.
  static let hang = 60

  /// The CPU seconds for an input of this many bytes. Unoptimised code is given more.
  static func seconds(for count: Int) -> Double {
    let usual = seconds + secondsPerByte * Double(count)
    #if DEBUG
      return usual * 10
    #else
      return usual
    #endif
  }
}

/// An input whose first byte chooses among settings, the rest being the text.
struct Choice {
  private(set) var rest: UnsafeRawBufferPointer
  private var number: Int

  init(_ input: UnsafeRawBufferPointer) {
    number = Int(input.first ?? 0)
    rest = UnsafeRawBufferPointer(rebasing: input.dropFirst())
  }

  /// One of several, by the first byte.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    defer { number /= values.count }
    return values[number % values.count]
  }

  /// The rest as text; what is no UTF-8 is replaced.
  var text: String { String(decoding: rest, as: UTF8.self) }
}

extension [UInt8] {
  /// A seed: the byte that chooses, then the text.
  static func seed(_ choice: UInt8, _ text: String) -> [UInt8] { [choice] + Array(text.utf8) }
}
