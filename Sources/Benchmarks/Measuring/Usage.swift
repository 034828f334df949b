#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the children of this process have used so far.
struct Usage {
  /// CPU time of this process and its children, in seconds.
  var cpuSeconds: Double
  /// The largest resident size of any child, in MiB.
  var largestChild: Double

  static var now: Usage {
    var own = rusage()
    var children = rusage()
    getrusage(0, &own)
    getrusage(-1, &children)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
    return Usage(
      cpuSeconds: [own.ru_utime, own.ru_stime, children.ru_utime, children.ru_stime].map(seconds).reduce(0, +),
      largestChild: Double(children.ru_maxrss) / 1024)
  }
}
