import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Descriptors {
  /// Puts one byte into a pipe.
  static func signal(_ writing: Int32) -> Bool {
    var byte: UInt8 = 1
    return write(writing, &byte, 1) == 1
  }

  /// Waits for one byte from a pipe.
  static func awaitSignal(_ reading: Int32) {
    var byte: UInt8 = 0
    while read(reading, &byte, 1) < 0, errno == EINTR {}
  }
}
