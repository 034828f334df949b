/// Memory that bytes are appended to and taken from in order, without being cleared first.
struct ByteBuffer: ~Copyable, @unchecked Sendable {  // owns its memory alone, and cannot be copied
  private var memory: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  init(capacity: Int = 0) { memory = .allocate(byteCount: capacity, alignment: 16) }

  deinit { memory.deallocate() }

  /// How many bytes wait.
  var count: Int { end - start }

  /// The waiting bytes; valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

  /// Room behind the waiting bytes, at least `least` of it; valid until the next change.
  mutating func room(_ least: Int) -> UnsafeMutableRawBufferPointer {
    if memory.count - end < least { makeRoom(least) }
    return UnsafeMutableRawBufferPointer(rebasing: memory[end...])
  }

  /// Takes the first bytes of the room as filled in.
  mutating func commit(_ count: Int) { end = min(memory.count, end + max(0, count)) }

  /// Drops bytes from the front.
  mutating func consume(_ count: Int) {
    start = min(end, start + max(0, count))
    if start == end {
      start = 0
      end = 0
    }
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    room(bytes.count).copyMemory(from: bytes)
    commit(bytes.count)
  }

  private mutating func makeRoom(_ least: Int) {
    let count = count
    // Moving is worth it only where it frees half of the memory; else the buffer doubles.
    if memory.count - count >= max(least, memory.count / 2) {
      UnsafeMutableRawBufferPointer(rebasing: memory[..<count]).copyMemory(from: bytes)
    } else {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(count + least, 2 * memory.count), alignment: 16)
      larger.copyMemory(from: bytes)
      memory.deallocate()
      memory = larger
    }
    start = 0
    end = count
  }
}

extension Array where Element == UInt8 {
  /// Copies bytes.
  init(copying bytes: UnsafeRawBufferPointer) {
    self.init(unsafeUninitializedCapacity: bytes.count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      filled = bytes.count
    }
  }

  /// Appends up to `room` bytes that `fill` writes and counts.
  mutating func append(
    upTo room: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(WireError) -> Int
  ) throws(WireError) {
    try withUnsafeTemporaryBuffer(room) { buffer throws(WireError) in
      let count = try fill(buffer)
      append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

/// Lends memory for the time of a call.
func withUnsafeTemporaryBuffer<R>(
  _ count: Int, _ body: (UnsafeMutableRawBufferPointer) throws(WireError) -> R
) throws(WireError) -> R {
  let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
  defer { buffer.deallocate() }
  return try body(buffer)
}
