import Foundation
import Testing

/// A golden output under `Snapshots/`; `RECORD=1 swift test` writes them anew.
enum Snapshot {
  static func expect(
    _ text: String, equals name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Snapshots").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let golden = try #require(
      try? String(contentsOf: file, encoding: .utf8), "no snapshot \(name); RECORD=1 makes it")
    #expect(
      text == golden, "differs from Snapshots/\(name); RECORD=1 rewrites it", sourceLocation: sourceLocation)
  }

  /// The text of a file of the repository.
  static func repositoryFile(_ path: String) throws -> Data {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: root.appendingPathComponent(path))
  }
}
