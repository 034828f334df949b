import Contract
import Glibc

/// The folder of one run's files: prometheus.yml and what it refers to. Removed with the run.
struct RunFolder {
  let path: String

  init() throws(HarnessFailure) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/meshscrape-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw HarnessFailure(message: "cannot make a folder in \(base): \(String(cString: strerror(errno)))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file whole, so that a reader never sees half of it.
  func write(_ text: String, to name: String) throws(HarnessFailure) -> String {
    let final = "\(path)/\(name)"
    let descriptor = open("\(final).new", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(final) }
    defer { close(descriptor) }
    var text = text
    let isWritten = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
        if count <= 0 { return false }
        written += count
      }
      return true
    }
    guard isWritten, rename("\(final).new", final) == 0 else { throw failure(final) }
    return final
  }

  /// Makes a folder for files, if it is not there.
  func makeFolder(_ name: String) throws(HarnessFailure) {
    guard mkdir("\(path)/\(name)", 0o700) == 0 || errno == EEXIST else { throw failure("\(path)/\(name)") }
  }

  /// Removes a file.
  func remove(file name: String) { unlink("\(path)/\(name)") }

  /// Removes the folder with all that is in it.
  func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != "..", unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }

  /// The text of a file, nil if it cannot be read.
  static func read(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk[0..<count]
    }
  }

  private func failure(_ file: String) -> HarnessFailure {
    HarnessFailure(message: "cannot write \(file): \(String(cString: strerror(errno)))")
  }
}
