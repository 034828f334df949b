import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks for scenario files.
enum ScenarioFolder {
  /// Folders that hold files which are no scenarios to run.
  private static let skipped: Set<String> = ["invalid", "manifests"]
  /// Where links lead in a circle.
  private static let maximumDepth = 16

  /// The file itself, or the scenario files of a folder.
  static func files(at path: String) throws(Diagnostic) -> [String] {
    let place = Span(file: path, at: Position(line: 0, column: 0))
    guard let kind = kind(of: path) else {
      throw Diagnostic("cannot be read: \(SourceFile.reason(errno))", at: place)
    }
    guard kind == .folder else { return [path] }
    let found = try files(below: path, depth: 0)
    guard !found.isEmpty else {
      throw Diagnostic("there is no scenario in this folder; scenarios are files ending in .yaml", at: place)
    }
    return found
  }

  private static func files(below folder: String, depth: Int) throws(Diagnostic) -> [String] {
    guard depth < maximumDepth else { return [] }
    var found: [String] = []
    for name in try entries(of: folder) {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      switch kind(of: path) {
      case .folder where !skipped.contains(name): found += try files(below: path, depth: depth + 1)
      case .file where name.hasSuffix(".yaml") || name.hasSuffix(".yml"): found.append(path)
      default: continue
      }
    }
    return found
  }

  /// The names in a folder, sorted by their bytes, without those that begin with a dot.
  private static func entries(of folder: String) throws(Diagnostic) -> [String] {
    guard let handle = opendir(folder) else {
      let place = Span(file: folder, at: Position(line: 0, column: 0))
      throw Diagnostic("cannot be read: \(SourceFile.reason(errno))", at: place)
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private enum Kind {
    case file
    case folder
  }

  /// What is at a path, links followed; nil if nothing is, with the reason in `errno`.
  private static func kind(of path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }
}
