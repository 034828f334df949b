internal import COpenSSL

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Moments as RFC 3339 prints them, in UTC.
enum Timestamp {
  /// The present second.
  static var now: String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return text(parts)
  }

  static func text(_ moment: UnsafePointer<ASN1_TIME>?) -> String {
    var parts = tm()
    guard let moment, ASN1_TIME_to_tm(moment, &parts) == 1 else { return "?" }
    return text(parts)
  }

  private static func text(_ parts: tm) -> String {
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}
