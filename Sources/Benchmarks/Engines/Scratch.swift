import Contract
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that is gone with the value.
final class Scratch {
  let path: String

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/bench-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw HarnessFailure(message: "cannot make a folder in \(base)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file; gives its path.
  func write(_ text: String, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    guard let stream = fopen(file, "w") else { throw HarnessFailure(message: "cannot write \(file)") }
    defer { fclose(stream) }
    guard fputs(text, stream) >= 0 else { throw HarnessFailure(message: "cannot write \(file)") }
    return file
  }

  /// The whole path of a file that is there.
  static func absolute(_ path: String) throws -> String {
    guard let real = realpath(path, nil) else { throw HarnessFailure(message: "there is no \(path)") }
    defer { free(real) }
    return String(cString: real)
  }

  /// The text of a file, empty if there is none.
  static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
  }
}
