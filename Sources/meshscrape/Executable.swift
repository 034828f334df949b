import Contract
import Glibc

/// The program's own file, which it starts again for every role.
enum Executable {
  static func path() throws(HarnessFailure) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    if length > 0 {
      return String(decoding: buffer[0..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    guard let first = CommandLine.arguments.first, let real = realpath(first, nil) else {
      throw HarnessFailure(message: "cannot find the program's own file")
    }
    defer { free(real) }
    return String(cString: real)
  }
}
