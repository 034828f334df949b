import Contract
import Wire

/// The descriptor on which the runner sends frames. Its end means that the runner is gone.
struct ControlChannel: ~Copyable, Sendable {
  private var frames: FrameReader

  /// Reads from a descriptor.
  init(descriptor: Int32 = Channel.control) { frames = FrameReader(descriptor: descriptor) }

  /// The next frame; nil when the runner is gone.
  mutating func next<Frame: FrameReading>(_ type: Frame.Type) throws(RoleFailure) -> Frame? {
    let bytes: [UInt8]
    do throws(WireError) {
      guard let frame = try frames.next() else { return nil }
      bytes = frame
    } catch {
      // A runner that died in mid-frame is gone like any other.
      if error == .unexpectedEndOfFile { return nil }
      throw RoleFailure("the control descriptor: \(error)")
    }
    do throws(JSONCursor.Failure) {
      var json = JSONCursor(bytes)
      return try json.read(Frame.self)
    } catch {
      throw RoleFailure(
        "a control frame is no \(Frame.self): at byte \(error.offset), expected \(error.expected)")
    }
  }
}
