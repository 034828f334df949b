import Contract
import Glibc

/// Where a report goes: standard output, or a file that is opened before anything runs.
struct ReportOutput {
  private let descriptor: Int32
  /// Whether the report goes to standard output.
  let isStandard: Bool

  init(path: String?) throws(HarnessFailure) {
    guard let path, path != "-" else {
      descriptor = STDOUT_FILENO
      isStandard = true
      return
    }
    descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
    isStandard = false
    guard descriptor >= 0 else {
      throw HarnessFailure(message: "cannot write \(path): \(String(cString: strerror(errno)))")
    }
  }

  func write(_ text: String) throws(HarnessFailure) {
    Terminal.write(text, to: descriptor)
    if !isStandard, close(descriptor) != 0 {
      throw HarnessFailure(message: "cannot write the report: \(String(cString: strerror(errno)))")
    }
  }
}
