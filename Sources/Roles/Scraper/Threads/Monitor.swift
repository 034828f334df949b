#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A value behind a lock, with waiting until it changes: a mutex and a condition of the system.
///
/// `@unchecked` because the compiler cannot see that every access holds the mutex; the value is reached in no
/// other way.
final class Monitor<Value>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var value: Value

  init(_ value: sending Value) {
    self.value = value
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    #if !canImport(Darwin)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    #endif
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Reads or changes the value; who waits looks at it again.
  func change<Result>(_ body: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    return body(&value)
  }

  /// Reads the value.
  func read<Result>(_ body: (Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body(value)
  }

  /// Waits until the body gives something, or the time is over. The body may change the value when it does.
  func wait<Result>(until time: MonotonicTime = .never, for body: (inout Value) -> Result?) -> Result? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let result = body(&value) { return result }
      guard wait(until: time) else { return body(&value) }
    }
  }

  /// False when the time is over.
  private func wait(until time: MonotonicTime) -> Bool {
    if time == .never { return pthread_cond_wait(condition, mutex) == 0 }
    #if canImport(Darwin)
      var left = timespec(MonotonicTime.now.duration(to: time))
      return pthread_cond_timedwait_relative_np(condition, mutex, &left) != ETIMEDOUT
    #else
      var end = timespec(time.nanoseconds)
      return pthread_cond_timedwait(condition, mutex, &end) != ETIMEDOUT
    #endif
  }
}

/// A moment on the monotonic clock.
struct MonotonicTime: Comparable {
  /// Nanoseconds since some beginning.
  var nanoseconds: Int64

  /// No moment ever.
  static let never = MonotonicTime(nanoseconds: .max)

  /// This moment.
  static var now: MonotonicTime { MonotonicTime(nanoseconds: Clock.nanoseconds(CLOCK_MONOTONIC)) }

  static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  static func + (time: Self, nanoseconds: Int64) -> Self {
    let (sum, overflow) = time.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflow ? .never : MonotonicTime(nanoseconds: sum)
  }

  /// Nanoseconds until another moment, 0 if that is over.
  func duration(to other: Self) -> Int64 { max(0, other.nanoseconds &- nanoseconds) }
}

/// The system's clocks.
enum Clock {
  /// Nanoseconds since 1970.
  static var wallNanoseconds: Int64 { nanoseconds(CLOCK_REALTIME) }
  /// Milliseconds since 1970.
  static var wallMilliseconds: Int64 { wallNanoseconds / 1_000_000 }

  fileprivate static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

extension timespec {
  fileprivate init(_ nanoseconds: Int64) {
    self.init(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}
