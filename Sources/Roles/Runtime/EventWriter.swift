import Contract
import Wire

/// Where one role says what happened. Safe to use from any thread; events keep the order of the calls.
final class EventWriter: Sendable {
  private let role: RoleKind
  private let instance: String
  private let record: @Sendable (EventRecord) -> Void

  /// Records under the name of a role's instance.
  init(role: RoleKind, instance: String, record: @escaping @Sendable (EventRecord) -> Void) {
    self.role = role
    self.instance = instance
    self.record = record
  }

  /// Records an event that happens now.
  func emit(_ event: Event) {
    record(EventRecord(role: role, instance: instance, microseconds: Deadline.nowMicroseconds, event: event))
  }

  /// Records something that a person debugging wants to read.
  func log(_ message: String) { emit(.log(message: message)) }
}
