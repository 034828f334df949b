import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The `Date` header field: the time of day to the second, formatted once a second.
///
/// Source: RFC 9110, 5.6.7.
enum HTTPDate {
  private struct Formatted: Sendable {
    var second = 0
    var text = ""
  }

  private static let last = Mutex(Formatted())

  /// `Mon, 23 Nov 2026 16:30:28 GMT`.
  static var now: String {
    var clock = timespec()
    clock_gettime(CLOCK_REALTIME, &clock)
    let second = Int(clock.tv_sec)
    return last.withLock { last in
      if last.second != second || last.text.isEmpty { last = Formatted(second: second, text: format(second)) }
      return last.text
    }
  }

  /// The date of a number of seconds since 1970.
  static func format(_ second: Int) -> String {
    var time = time_t(second)
    var fields = tm()
    gmtime_r(&time, &fields)
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = days[Int(fields.tm_wday) % 7]
    let month = months[Int(fields.tm_mon) % 12]
    return "\(day), \(two(fields.tm_mday)) \(month) \(1900 + Int(fields.tm_year)) "
      + "\(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec)) GMT"
  }
}
