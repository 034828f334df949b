import Contract
import Testing
import Wire

@Suite struct FrameTests {
  @Test(arguments: [0, 1, 255, 70_000])
  func framesRoundTrip(length: Int) throws {
    let pipe = try Descriptors.pipe()
    let frame = [UInt8](repeating: 7, count: length)
    let writing = pipe.writing
    try DetachedThread.start {
      var writer = FrameWriter(descriptor: writing)
      try? writer.write(frame)
      try? writer.write([42])
      Sockets.close(writing)
    }
    var reader = FrameReader(descriptor: pipe.reading)
    #expect(try reader.next() == frame)
    #expect(try reader.next() == [42])
    #expect(try reader.next() == nil)
    Sockets.close(pipe.reading)
  }

  @Test func aFrameCutShortOrTooLongIsAnError() throws {
    let pipe = try Descriptors.pipe()
    var writer = FrameWriter(descriptor: pipe.writing)
    try writer.write([1, 2, 3, 4, 5])
    var strict = FrameReader(descriptor: pipe.reading, limit: 4)
    #expect(throws: WireError.self) { try strict.next() }
    Sockets.close(pipe.writing)
    // What is left are five bytes: a length of 0x01020304, then the end.
    var reader = FrameReader(descriptor: pipe.reading)
    #expect(throws: WireError.unexpectedEndOfFile) { try reader.next() }
    Sockets.close(pipe.reading)
  }

  @Test func writingToNobodyFailsAndAFullPipeTimesOut() throws {
    let pipe = try Descriptors.pipe()
    var writer = FrameWriter(descriptor: pipe.writing)
    #expect(throws: WireError.deadlineExceeded) {
      try writer.write([UInt8](repeating: 0, count: 1 << 20), deadline: .after(milliseconds: 5))
    }
    Sockets.close(pipe.reading)
    let error = #expect(throws: WireError.self) { try writer.write([1]) }
    #expect(error?.kind == .reset)
    Sockets.close(pipe.writing)
  }
}
