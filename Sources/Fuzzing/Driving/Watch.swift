import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Says which input it was that crashed, hung or took too much: by name, seed and index.
enum Watch {
  private static let index = Atomic<UInt64>(0)
  /// What a signal handler prints, made before: it may not allocate.
  nonisolated(unsafe) private static var label = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 0)

  /// Begins to watch the inputs of a subject.
  static func begin(_ name: String, seed: UInt64) {
    let text = Array("\nFuzzing: \(name) --seed \(seed) --index ".utf8)
    label = .allocate(capacity: text.count)
    _ = label.initialize(from: text)
    for signal in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] { handle(signal) }
  }

  /// Notes that an input is about to be read.
  static func enter(_ number: UInt64) { index.store(number, ordering: .relaxed) }

  /// Ends the process when one input takes too long on the clock.
  ///
  /// This is a watchdog: there is no event to wait for, as a hang is that none comes. The thread that hangs cannot tell, and
  /// a timer for every input would cost more than most inputs. So it looks once a second whether the index has moved; a
  /// tick too many or too few only changes when a hang is told, never whether an input passes.
  static func startHangWatch() throws {
    try DetachedThread.start {
      var last: UInt64 = .max
      var ticks = 0
      while true {
        sleep(1)
        let now = index.load(ordering: .relaxed)
        ticks = now == last ? ticks + 1 : 0
        last = now
        if ticks >= Limits.hang {
          complain(" hangs\n")
          _exit(1)
        }
      }
    }
  }

  /// Signals get a stack of their own, since an exhausted stack is among what they report.
  private static func handle(_ signal: Int32) {
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = { _ in Watch.die() }
    #else
      action.__sigaction_u.__sa_handler = { _ in Watch.die() }
    #endif
    action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(signal, &action, nil)
  }

  /// Gives the calling thread a stack for its signals.
  static func prepareThread() {
    var stack = stack_t()
    stack.ss_size = 64 << 10
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: 64 << 10, alignment: 16)
    sigaltstack(&stack, nil)
  }

  private static func die() {
    complain(" crashes\n")
    _exit(1)
  }

  /// Writes the label, the index and what happened, without allocating.
  private static func complain(_ what: StaticString) {
    write(2, label.baseAddress, label.count)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var rest = index.load(ordering: .relaxed)
      var first = 20
      repeat {
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      write(2, digits.baseAddress.map { $0 + first }, 20 - first)
    }
    write(2, what.utf8Start, what.utf8CodeUnitCount)
  }

  // MARK: - Measures

  /// The CPU seconds that the calling thread has used.
  static var threadSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The largest resident size of the process so far, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    getrusage(0, &usage)
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      return Int(usage.ru_maxrss) * 1024
    #endif
  }
}
