public import SourceText

/// Finds scenario files and reads them.
public enum ScenarioLoader {
  /// The scenario files at paths, sorted inside folders.
  public static func files(at paths: [String]) throws(Diagnostics) -> [String] { paths }

  /// Reads a file: one scenario, or one for each cell of its matrix.
  public static func load(_ path: String) throws(Diagnostics) -> [Scenario] {
    throw Diagnostics(Diagnostic("cannot be read yet", at: nil))
  }
}
