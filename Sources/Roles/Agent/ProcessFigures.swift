import Exposition

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Figures of this process under the names of Go's process collector.
///
/// Source: prometheus/client_golang `prometheus/process_collector.go`, 1.22.
enum ProcessFigures {
  /// The families, with the agent's prefix.
  static var families: [MetricFamily] {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #endif
    var files = rlimit()
    #if canImport(Darwin)
      getrlimit(RLIMIT_NOFILE, &files)
    #else
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    #endif
    var families: [MetricFamily] = [
      .single(
        "istio_agent_process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", .counter,
        seconds(usage.ru_utime) + seconds(usage.ru_stime)),
      .single(
        "istio_agent_process_max_fds", "Maximum number of open file descriptors.", .gauge,
        Double(files.rlim_cur)),
      .single(
        "istio_agent_process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
        .gauge, startSeconds),
    ]
    if let memory = pages() {
      families.append(
        .single(
          "istio_agent_process_virtual_memory_bytes", "Virtual memory size in bytes.", .gauge, memory.virtual))
      families.append(
        .single(
          "istio_agent_process_resident_memory_bytes", "Resident memory size in bytes.", .gauge, memory.resident
        )
      )
    }
    return families
  }

  /// The memory that the process has in use.
  static var residentBytes: Int? { pages().map { Int($0.resident) } }

  private static let startSeconds: Double = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec / 10_000_000) / 100
  }()

  private static func seconds(_ time: timeval) -> Double {
    // Hundredths, as the kernel's clock ticks that Go reads.
    Double(time.tv_sec) + Double(time.tv_usec / 10_000) / 100
  }

  /// The first two numbers of `/proc/self/statm`, in bytes; nil where there is no such file.
  private static func pages() -> (virtual: Double, resident: Double)? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 128)
    let count = fread(&buffer, 1, buffer.count, file)
    let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
    guard fields.count >= 2, let virtual = Double(fields[0]), let resident = Double(fields[1]) else {
      return nil
    }
    let size = Double(sysconf(Int32(_SC_PAGESIZE)))
    return (virtual * size, resident * size)
  }
}
