public import Foundation

/// Where the repository and its built program are.
public enum Repository {
  /// The root, told by this file's own place.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A path below the root.
  public static func path(_ relative: String) -> String { root.appending(path: relative).path }

  /// The built `meshscrape`: `MESHSCRAPE_BIN`, or the one beside the tests.
  public static let executable: String = {
    if let named = ProcessInfo.processInfo.environment["MESHSCRAPE_BIN"] { return named }
    return built("meshscrape")
  }()

  /// A built program, which stands beside the tests.
  public static func built(_ name: String) -> String { Bundle.main.bundleURL.appending(path: name).path }
}
