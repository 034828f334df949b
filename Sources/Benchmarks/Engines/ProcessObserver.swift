#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads what another process has used so far.
struct ProcessObserver: Sendable {
  let pid: Int32

  /// CPU time of all its threads, those that have ended included, in seconds.
  ///
  /// Source: clock_getcpuclockid(3).
  var cpuSeconds: Double {
    var clock = clockid_t()
    guard clock_getcpuclockid(pid, &clock) == 0 else { return .nan }
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The processes that a process has started.
  ///
  /// Source: proc_pid_stat(5), the fourth field.
  static func children(of pid: Int32) -> [Int32] {
    guard let listing = opendir("/proc") else { return [] }
    defer { closedir(listing) }
    var found: [Int32] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let process = Int32(name) else { continue }
      // The second field is the name in brackets, which may hold anything.
      let fields = Scratch.read("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ")
      if let fields, fields.count > 1, Int32(fields[1]) == pid { found.append(process) }
    }
    return found
  }

  /// The most memory that it has had resident, in MiB.
  ///
  /// Source: proc_pid_status(5), `VmHWM`.
  var peakMemory: Double {
    let line = Scratch.read("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first
    return number.flatMap { Double($0) }.map { $0 / 1024 } ?? .nan
  }
}
