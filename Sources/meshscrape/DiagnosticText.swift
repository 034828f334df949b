import Glibc
import SourceText

/// Diagnostics as a person reads them, with the line of the file that they speak of.
enum DiagnosticText {
  static func render(_ diagnostics: Diagnostics, colour: Bool) -> String {
    var texts: [String: String?] = [:]
    return diagnostics.all.map { diagnostic in
      var source: String?
      if let file = diagnostic.span?.file {
        let known = texts[file] ?? read(file)
        texts[file] = known
        source = known
      }
      return diagnostic.rendered(sourceText: source, colour: colour)
    }.joined(separator: "\n") + "\n"
  }

  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { break }
      bytes += chunk[0..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
