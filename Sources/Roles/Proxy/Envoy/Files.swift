import Contract
import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files for a program that is not ours.
enum Files {
  /// Makes a folder that may be there already.
  static func makeFolder(_ path: String) throws(WireError) {
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure(path) }
  }

  /// Writes a file whole and puts it in the place of the old one, so that a reader never sees half of it.
  static func replace(_ path: String, with text: String) throws(WireError) {
    let new = path + ".new"
    let descriptor = open(new, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(new) }
    Array(text.utf8).withUnsafeBytes { OwnProcess.write($0, to: descriptor) }
    guard close(descriptor) == 0, rename(new, path) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> WireError {
    WireError(.configuration, "cannot write \(path): \(String(cString: strerror(errno)))")
  }
}
