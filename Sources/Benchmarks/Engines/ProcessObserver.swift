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

  /// The most memory that it has had resident, in MiB.
  ///
  /// Source: proc_pid_status(5), `VmHWM`.
  var peakMemory: Double {
    let line = Scratch.read("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let number = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first
    return number.flatMap { Double($0) }.map { $0 / 1024 } ?? .nan
  }
}
