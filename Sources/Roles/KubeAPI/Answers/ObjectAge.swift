import FoundationEssentials

/// How long ago an object was made, as `kubectl get` shows it.
///
/// Source: kubernetes/apimachinery `pkg/util/duration/duration.go`, `HumanDuration`, 1.34.
enum ObjectAge {
  /// The age by the object's `creationTimestamp`.
  static func text(since timestamp: String, now: Date = Date()) -> String {
    guard let created = try? Date(timestamp, strategy: .iso8601) else { return "<unknown>" }
    return text(seconds: Int(now.timeIntervalSince(created)))
  }

  /// A duration in the two units that say enough.
  static func text(seconds: Int) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
    switch seconds {
    case ..<(-1): return "<invalid>"
    case ..<0: return "0s"
    case ..<120: return "\(seconds)s"
    case ..<600: return pair(minutes, "m", seconds % 60, "s")
    case ..<(3 * 3600): return "\(minutes)m"
    case ..<(8 * 3600): return pair(hours, "h", minutes % 60, "m")
    case ..<(48 * 3600): return "\(hours)h"
    case ..<(8 * 86_400): return pair(days, "d", hours % 24, "h")
    case ..<(2 * 365 * 86_400): return "\(days)d"
    case ..<(8 * 365 * 86_400): return pair(days / 365, "y", days % 365, "d")
    default: return "\(days / 365)y"
    }
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String) -> String {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smallUnit)"
  }
}
