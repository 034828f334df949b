import PrometheusModel
public import SourceText

/// Finds scenario files and reads them.
public enum ScenarioLoader {
  /// The scenario files at paths: a file itself, or all `.yaml` and `.yml` files of a folder, sorted.
  ///
  /// Inside a folder, `invalid` (files that must be refused) and `manifests` (which scenarios name) are left
  /// out, and so is what begins with a dot. A path that is not there, or without any scenario, is a diagnostic.
  public static func files(at paths: [String]) throws(Diagnostics) -> [String] {
    var found: [String] = []
    var wrong: [Diagnostic] = []
    for path in paths {
      do throws(Diagnostic) {
        found += try ScenarioFolder.files(at: path)
      } catch {
        wrong.append(error)
      }
    }
    guard wrong.isEmpty else { throw Diagnostics(wrong) }
    var seen: Set<String> = []
    return found.filter { seen.insert($0).inserted }
  }

  /// Reads a file: one scenario, or one for each cell of its matrix.
  ///
  /// Everything that is wrong with it is thrown together.
  public static func load(_ path: String) throws(Diagnostics) -> [Scenario] {
    try load(source(path))
  }

  /// Reads a scenario from a text, as if it were the content of a file.
  public static func load(_ source: SourceFile) throws(Diagnostics) -> [Scenario] {
    try load(source, flavours: Vocabulary.flavours)
  }

  /// Reads a scenario for which there are these flavours only.
  static func load(_ source: SourceFile, flavours: [String]) throws(Diagnostics) -> [Scenario] {
    var reader = ScenarioReader(source: source, format: ScenarioFormat.known(flavours))
    return try reader.scenarios()
  }

  private static func source(_ path: String) throws(Diagnostics) -> SourceFile {
    do throws(Diagnostic) {
      return try SourceFile.read(path)
    } catch {
      throw Diagnostics(error)
    }
  }
}

/// The words of a scenario file that other modules own.
enum Vocabulary {
  /// The flavours of Prometheus, aliases included.
  static let flavours: [String] = Flavour.all.flatMap { [$0.name] + $0.aliases + [$0.identifier] }
    .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
}

extension ScenarioFormat {
  private static let usual = ScenarioFormat(flavours: Vocabulary.flavours)

  /// The form for these flavours; the usual one is made once.
  static func known(_ flavours: [String]) -> ScenarioFormat {
    flavours == Vocabulary.flavours ? usual : ScenarioFormat(flavours: flavours)
  }
}
