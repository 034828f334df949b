import Contract
import Synchronization

/// The descriptor on which a process sends its events, one JSON line each.
///
/// Writing blocks when the runner reads slowly. A runner that is gone shows itself on the control descriptor.
final class EventChannel: Sendable {
  private let descriptor: Int32
  /// Held while a line is written, so that lines stay whole.
  private let writing = Mutex(())

  /// Writes to a descriptor.
  init(descriptor: Int32 = Channel.events) { self.descriptor = descriptor }

  /// Writes one line.
  func send(_ record: EventRecord) {
    let line = record.line
    writing.withLock { _ in line.withUnsafeBytes { OwnProcess.write($0, to: descriptor) } }
  }
}
