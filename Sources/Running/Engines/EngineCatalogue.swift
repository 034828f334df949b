public import Contract

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A real engine that `make engines` has brought.
public struct RealEngine: Sendable, Hashable {
  /// `prometheus`, `victoria-metrics`, `envoy`.
  public var name: String
  /// `3.5.3`.
  public var version: String
  /// The program.
  public var path: String
}

/// The real engines that are there: `NAME-VERSION/NAME` below one folder.
public enum EngineCatalogue {
  /// `MESHSCRAPE_ENGINES`, else `.engines` in the current folder.
  public static var folder: String {
    getenv("MESHSCRAPE_ENGINES").map { String(cString: $0) } ?? ".engines"
  }

  /// Every engine, by name and then version, newest first.
  public static func all() -> [RealEngine] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var engines: [RealEngine] = []
    while let entry = readdir(listing) {
      let folderName = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let dash = folderName.lastIndex(of: "-") else { continue }
      let name = String(folderName[..<dash])
      let path = "\(folder)/\(folderName)/\(name)"
      guard access(path, X_OK) == 0 else { continue }
      engines.append(
        RealEngine(name: name, version: String(folderName[folderName.index(after: dash)...]), path: path))
    }
    return engines.sorted { ($0.name, numbers($1.version)) < ($1.name, numbers($0.version)) }
  }

  /// The newest engine of a name, or the newest whose version begins with `version`.
  public static func engine(_ name: String, version: String?) throws(HarnessFailure) -> RealEngine {
    let candidates = all().filter { $0.name == name }
    let matching = candidates.filter { engine in
      version.map { engine.version == $0 || engine.version.hasPrefix($0 + ".") } ?? true
    }
    if let engine = matching.first { return engine }
    let there =
      candidates.isEmpty ? "none is there" : "there are " + candidates.map(\.version).joined(separator: ", ")
    throw HarnessFailure(
      message:
        "no real \(name)\(version.map { " \($0)" } ?? "") in \(folder): \(there); 'make engines' brings them")
  }

  private static func numbers(_ version: String) -> Version {
    Version(numbers: version.split(separator: ".").map { Int($0) ?? 0 })
  }

  private struct Version: Comparable {
    var numbers: [Int]
    static func < (left: Self, right: Self) -> Bool { left.numbers.lexicographicallyPrecedes(right.numbers) }
  }
}

/// Which scraper runs.
public enum ScraperEngine: Sendable, Hashable {
  /// Our own, as the version of Prometheus that the scenario asks for.
  case builtIn
  /// A real Prometheus.
  case prometheus(RealEngine)
  /// A real VictoriaMetrics, single node, which scrapes as vmagent does.
  case victoriaMetrics(RealEngine)

  /// Reads `builtin`, `prometheus`, `prometheus@3.5`, `victoriametrics`.
  public init?(_ text: String) throws(HarnessFailure) {
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    let version = parts.count == 2 ? parts[1] : nil
    switch parts.first {
    case "builtin" where version == nil: self = .builtIn
    case "prometheus": self = .prometheus(try EngineCatalogue.engine("prometheus", version: version))
    case "victoriametrics":
      self = .victoriaMetrics(try EngineCatalogue.engine("victoria-metrics", version: version))
    default: return nil
    }
  }
}
