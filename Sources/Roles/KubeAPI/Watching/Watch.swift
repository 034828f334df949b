import Synchronization
import Wire

/// One open watch: it sends its beginning on the connection's thread, and changes on the thread that makes them.
///
/// Who makes a change has therefore sent it to every watch when the change is acknowledged.
final class Watch: Sendable {
  /// What it watches.
  let selection: Selection
  private let encoding: ObjectEncoding
  private let allowsBookmarks: Bool
  private let stream: any ByteStream
  private let isChunked: Bool
  /// Held while events are written; false when nothing more can be.
  private let isOpen = Mutex(true)

  /// How long a reader may leave a change unread before its connection is cut.
  private static let patience = 10_000

  /// Opens a watch on a connection whose response has been started.
  init(
    _ selection: Selection, encoding: ObjectEncoding, allowsBookmarks: Bool, stream: any ByteStream,
    isChunked: Bool
  ) {
    self.selection = selection
    self.encoding = encoding
    self.allowsBookmarks = allowsBookmarks
    self.stream = stream
    self.isChunked = isChunked
  }

  /// Registers with the store and sends the beginning; false if the watch is over with that.
  func begin(in store: ObjectStore, from start: WatchStart, endsInitialEvents: Bool) -> Bool {
    // Changes that come as soon as the watch is registered wait for the lock.
    isOpen.withLock { isOpen in
      var events = WatchEvents(encoding: encoding, type: selection.type)
      switch store.begin(self, from: start) {
      case .objects(let objects, let version):
        for object in objects where selection.matches(object) {
          events.append(.added, object)
          if events.bytes.count > 256 << 10 { write(events.take(), &isOpen) }
        }
        if endsInitialEvents || allowsBookmarks {
          events.appendBookmark(version, endsInitialEvents: endsInitialEvents)
        }
      case .changes(let changes, let version):
        for change in changes { events.append(change, seenBy: selection) }
        // The reader may have missed the bookmark of a change that was made before the watch was registered.
        if allowsBookmarks, start != .after(version) {
          events.appendBookmark(version, endsInitialEvents: false)
        }
      case .tooOld(let oldest):
        if case .after(let version) = start { events.append(.expired(version, oldest: oldest)) }
        write(events.take(), &isOpen)
        isOpen = false
      }
      write(events.take(), &isOpen)
      return isOpen
    }
  }

  /// Sends what the watch sees of changes, and that it has now seen everything up to a version.
  func push(_ changes: [ObjectChange], version: Int) {
    isOpen.withLock { isOpen in
      var events = WatchEvents(encoding: encoding, type: selection.type)
      for change in changes { events.append(change, seenBy: selection) }
      if allowsBookmarks { events.appendBookmark(version, endsInitialEvents: false) }
      write(events.take(), &isOpen)
    }
  }

  /// Sends no more events; waits for those that are being sent.
  func close() { isOpen.withLock { $0 = false } }

  private func write(_ bytes: [UInt8], _ isOpen: inout Bool) {
    guard isOpen, !bytes.isEmpty else { return }
    var chunk: [UInt8] = []
    chunk.reserveCapacity(bytes.count + 16)
    if isChunked { chunk += "\(String(bytes.count, radix: 16))\r\n".utf8 }
    chunk += bytes
    if isChunked { chunk += "\r\n".utf8 }
    do throws(WireError) {
      try stream.write(chunk, deadline: .after(milliseconds: Self.patience))
    } catch {
      isOpen = false
      stream.interrupt()
    }
  }
}
