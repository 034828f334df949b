#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the command line asks for.
struct BenchOptions {
  /// A part of the benchmark.
  enum Part: String, CaseIterable {
    case verdict
    case discovery
    case scrape
    case proxy
    case merge
  }

  /// The `meshscrape` that plays the roles.
  var executable = ""
  /// Small sizes only.
  var isQuick = false
  var parts = Part.allCases
  var engines = MeasuredEngine.all
  private var wantedSizes: [Int] = []

  static let usage = """
    usage: Benchmarks MESHSCRAPE [--quick] [--only verdict|discovery|scrape|proxy|merge]… [--series N]… [--engine builtin|VERSION]…
    """

  /// Reads the arguments; nil if they are wrong.
  init?(_ arguments: [String]) {
    guard let executable = arguments.first, !executable.hasPrefix("-") else { return nil }
    self.executable = executable
    var parts: [Part] = []
    var engines: [MeasuredEngine] = []
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      switch argument {
      case "--quick": isQuick = true
      case "--only":
        guard let part = rest.popFirst().flatMap(Part.init(rawValue:)) else { return nil }
        parts.append(part)
      case "--series":
        guard let size = rest.popFirst().flatMap({ Int($0) }), size >= 1000 else { return nil }
        wantedSizes.append(size)
      case "--engine":
        guard let name = rest.popFirst(), let engine = Self.engine(name) else { return nil }
        engines.append(engine)
      default: return nil
      }
    }
    if !parts.isEmpty { self.parts = parts }
    if !engines.isEmpty { self.engines = engines }
  }

  /// How many series are scraped.
  var sizes: [Int] {
    if !wantedSizes.isEmpty { return wantedSizes }
    return isQuick ? [1000, 10_000] : [1000, 10_000, 100_000, 1_000_000]
  }

  /// The size that is scraped with gzip, too.
  var compressedSize: Int { sizes.filter { $0 <= 100_000 }.max() ?? 0 }

  private static func engine(_ name: String) -> MeasuredEngine? {
    if name == "builtin" { return .builtIn }
    return MeasuredEngine.all.first { $0.name.hasPrefix("Prometheus \(name)") }
  }
}

/// Tells on standard error what is being measured.
func progress(_ text: String) {
  let line = Array("bench: \(text)\n".utf8)
  _ = write(2, line, line.count)
}
