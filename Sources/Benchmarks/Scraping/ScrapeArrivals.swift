import Running
import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an engine has used at each moment at which it began a scrape.
final class ScrapeArrivals: Sendable {
  /// One of these moments.
  struct Moment: Sendable {
    var seconds: Double
    var cpuSeconds: Double
    var peakMemory: Double
  }

  private struct State {
    var observer: ProcessObserver?
    var moments: [Moment] = []
  }

  private let state = Mutex(State())
  private let watch = Stopwatch()
  private let pipe: Descriptors.Pipe

  init() throws { pipe = try Descriptors.pipe() }

  deinit { for descriptor in [pipe.reading, pipe.writing] { close(descriptor) } }

  /// Names the engine, before it can scrape.
  func observe(_ pid: Int32) { state.withLock { $0.observer = ProcessObserver(pid: pid) } }

  /// A scrape begins.
  func note() {
    state.withLock { state in
      guard let observer = state.observer else { return }
      state.moments.append(
        Moment(seconds: watch.seconds, cpuSeconds: observer.cpuSeconds, peakMemory: observer.peakMemory))
    }
    _ = write(pipe.writing, "\n", 1)
  }

  /// Waits for so many scrapes to have begun in all.
  func wait(for count: Int, seconds: Double) throws -> [Moment] {
    var lines = LineReader(descriptor: pipe.reading)
    while true {
      let moments = state.withLock { $0.moments }
      if moments.count >= count { return moments }
      _ = try lines.next(deadline: .after(seconds: seconds))
    }
  }
}
