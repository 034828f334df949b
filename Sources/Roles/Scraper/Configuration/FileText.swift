#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files that a configuration names.
enum FileText {
  /// The bytes of a file; the error is worded as Go does: `open /x: no such file or directory`.
  static func bytes(_ path: String) throws(RoleFailure) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw failure("open", path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes += chunk[..<count]
      if count < chunk.count { break }
    }
    if ferror(file) != 0 { throw failure("read", path) }
    return bytes
  }

  /// The text of a file.
  static func text(_ path: String) throws(RoleFailure) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The files that a pattern with stars names, in order.
  static func matching(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in paths[index].map { String(cString: $0) } }
  }

  private static func failure(_ call: String, _ path: String) -> RoleFailure {
    let reason = String(cString: strerror(errno))
    // Go writes the system's reasons in lower case.
    return RoleFailure("\(call) \(path): \(reason.prefix(1).lowercased())\(reason.dropFirst())")
  }
}
