import Contract
import FoundationEssentials
import Synchronization

/// The descriptor on which a process sends its events, one JSON line each.
///
/// Writing blocks when the runner reads slowly. A runner that is gone shows itself on the control descriptor.
final class EventChannel: Sendable {
  private let descriptor: Int32
  private let encoder = Mutex(JSONEncoder())

  /// Writes to a descriptor.
  init(descriptor: Int32 = Channel.events) { self.descriptor = descriptor }

  /// Writes one line.
  func send(_ record: EventRecord) {
    encoder.withLock { encoder in
      guard var line = try? encoder.encode(record) else { return }
      line.append(UInt8(ascii: "\n"))
      line.withUnsafeBytes { OwnProcess.write($0, to: descriptor) }
    }
  }
}
