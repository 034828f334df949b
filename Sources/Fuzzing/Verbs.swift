#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the program does, by its first argument; the exit code is 0, 1 for a finding, 2 for wrong usage.
enum Verbs {
  static func run(_ arguments: [String]) -> Int32 {
    Watch.prepareThread()
    let rest = Array(arguments.dropFirst())
    switch arguments.first {
    case "list":
      for subject in Subject.all { print("\(subject.name): \(subject.about)") }
      return 0
    case "run": return mutations(rest)
    case "replay": return replay(rest)
    case "seeds": return writeSeeds(rest)
    case "cover": return usage("cover takes a subject, and needs the build of make fuzz")
    default: return usage("unknown or missing verb")
    }
  }

  private static func usage(_ problem: String) -> Int32 {
    say(
      "Fuzzing: \(problem)\nusage: Fuzzing list | run [SUBJECT…] [--seed N] [--inputs N] [--index N] | "
        + "replay SUBJECT FILE… | seeds SUBJECT FOLDER | cover SUBJECT [OPTION…]\n")
    return 2
  }

  /// Writes to standard error.
  static func say(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  // MARK: - Seeded mutations

  private static func mutations(_ arguments: [String]) -> Int32 {
    var subjects: [Subject] = []
    var numbers: [String: UInt64] = ["--seed": 1, "--inputs": 10_000]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if ["--seed", "--inputs", "--index"].contains(argument) {
        guard let number = rest.popFirst().flatMap({ UInt64($0) }) else {
          return usage("\(argument) takes a number")
        }
        numbers[argument] = number
      } else if let subject = Subject.named(argument) {
        subjects.append(subject)
      } else {
        return usage("there is no subject `\(argument)`")
      }
    }
    let seed = numbers["--seed"] ?? 1
    let range = numbers["--index"].map { $0..<$0 + 1 } ?? 0..<(numbers["--inputs"] ?? 0)
    try? Watch.startHangWatch()
    if let index = numbers["--index"] {
      for subject in subjects {
        let input = Mutator(subject: subject, seed: seed).input(index)
        say("\(input.count) bytes: \(excerpt(input))\n")
      }
    }
    var failures = 0
    for subject in subjects.isEmpty ? Subject.all : subjects where !isGood(subject, seed, range) {
      failures += 1
    }
    return failures == 0 ? 0 : 1
  }

  private static func isGood(_ subject: Subject, _ seed: UInt64, _ range: Range<UInt64>) -> Bool {
    let start = Watch.threadSeconds
    let outcome = SeededDriver(subject: subject, seed: seed, indices: range).run()
    let seconds = Watch.threadSeconds - start
    print(
      "\(subject.name) --seed \(seed): \(outcome.inputs) inputs, \(outcome.bytes >> 10) KiB, "
        + "\(tenths(seconds)) s of CPU, slowest \(tenths(outcome.slowest * 1000)) ms (index \(outcome.slowestIndex)), "
        + "peak memory \(Watch.peakMemory >> 20) MiB")
    guard let failure = outcome.failure else { return true }
    let input = Mutator(subject: subject, seed: seed).input(failure.index)
    print("\(subject.name) --seed \(seed) --index \(failure.index): \(failure.problem)\n  \(excerpt(input))")
    return false
  }

  private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// The beginning of an input, as the literal of a string.
  private static func excerpt(_ input: [UInt8]) -> String {
    String(decoding: input.prefix(400), as: UTF8.self).debugDescription + (input.count > 400 ? "…" : "")
  }

  // MARK: - Files

  private static func replay(_ arguments: [String]) -> Int32 {
    guard let subject = arguments.first.flatMap(Subject.named) else { return usage("which subject?") }
    Watch.begin(subject.name, seed: 0)
    var failures: Int32 = 0
    for (index, path) in arguments.dropFirst().enumerated() {
      Watch.enter(UInt64(index))
      guard let file = fopen(path, "r") else { return usage("\(path) cannot be read") }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = fread(&chunk, 1, chunk.count, file)
        if count == 0 { break }
        bytes += chunk[..<count]
      }
      fclose(file)
      let start = Watch.threadSeconds
      let problem = subject.verdict(on: bytes)
      let milliseconds = tenths((Watch.threadSeconds - start) * 1000)
      print("\(path): \(problem ?? "ok"), \(milliseconds) ms, peak memory \(Watch.peakMemory >> 20) MiB")
      if problem != nil { failures = 1 }
    }
    return failures
  }

  private static func writeSeeds(_ arguments: [String]) -> Int32 {
    guard arguments.count == 2, let subject = Subject.named(arguments[0]) else {
      return usage("seeds takes a subject and a folder")
    }
    for (index, seed) in subject.seeds.enumerated() {
      guard save(seed, to: "\(arguments[1])/seed-\(index)") else {
        return usage("\(arguments[1]) cannot be written")
      }
    }
    // libFuzzer's dictionary: a quoted string a line, bytes out of the ordinary as \xNN.
    let words = subject.words.map { word in
      let quoted = word.utf8.map { byte -> String in
        let isPlain = byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
        let hex = String(byte, radix: 16)
        return isPlain ? String(UnicodeScalar(byte)) : "\\x" + (hex.count < 2 ? "0" : "") + hex
      }
      return "\"" + quoted.joined() + "\"\n"
    }
    return save(Array(words.joined().utf8), to: "\(arguments[1]).words") ? 0 : 2
  }

  private static func save(_ bytes: [UInt8], to path: String) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    defer { fclose(file) }
    return fwrite(bytes, 1, bytes.count, file) == bytes.count
  }
}
