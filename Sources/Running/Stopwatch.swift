import Wire

/// The time since it was made, on the monotonic clock.
public struct Stopwatch: Sendable {
  private let start = Deadline.nowMicroseconds

  /// Starts.
  public init() {}

  /// The seconds since the start.
  public var seconds: Double { Double(Deadline.nowMicroseconds - start) / 1_000_000 }
}
