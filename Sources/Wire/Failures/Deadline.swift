internal import CSystem

/// A moment on the monotonic clock at which waiting ends.
public struct Deadline: Hashable, Comparable, Sendable {
  /// Nanoseconds on the monotonic clock.
  let nanoseconds: UInt64

  /// Waiting that does not end by itself.
  public static let never = Self(nanoseconds: .max)

  /// No waiting at all.
  public static let past = Self(nanoseconds: 0)

  /// The moment this many milliseconds from now.
  public static func after(milliseconds: Int) -> Self {
    after(nanoseconds: UInt64(max(0, milliseconds)).multipliedOrMax(by: 1_000_000))
  }

  /// The moment this many seconds from now; anything that is no positive number is now.
  public static func after(seconds: Double) -> Self {
    guard seconds > 0 else { return after(nanoseconds: 0) }
    return seconds < 1e9 ? after(nanoseconds: UInt64(seconds * 1e9)) : never
  }

  private static func after(nanoseconds: UInt64) -> Self {
    let (sum, overflow) = ms_monotonic_nanoseconds().addingReportingOverflow(nanoseconds)
    return overflow ? never : Self(nanoseconds: sum)
  }

  /// Whether the moment has come.
  public var isPast: Bool { self != .never && ms_monotonic_nanoseconds() >= nanoseconds }

  /// Milliseconds until the moment, rounded up; nil for ``never``, 0 once it has come.
  public var remainingMilliseconds: Int? {
    guard self != .never else { return nil }
    let now = ms_monotonic_nanoseconds()
    guard now < nanoseconds else { return 0 }
    return Int((nanoseconds - now - 1) / 1_000_000) + 1
  }

  /// What poll(2) takes: -1 for ``never``.
  var pollTimeout: Int32 { remainingMilliseconds.map { Int32(clamping: $0) } ?? -1 }

  /// Whether the left moment comes first.
  public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// Monotonic time in microseconds, comparable between the processes of one machine.
  public static var nowMicroseconds: Int64 { Int64(clamping: ms_monotonic_nanoseconds() / 1000) }
}

extension UInt64 {
  fileprivate func multipliedOrMax(by factor: UInt64) -> UInt64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
