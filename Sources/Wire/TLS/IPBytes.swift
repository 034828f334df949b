internal import CSystem
internal import Contract

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An address as certificates hold it: four or sixteen bytes.
struct IPBytes {
  let bytes: [UInt8]

  init?(_ text: String) {
    var buffer = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &buffer) == 1 {
      bytes = Array(buffer.prefix(4))
    } else if inet_pton(AF_INET6, text, &buffer) == 1 {
      bytes = buffer
    } else {
      return nil
    }
  }

  /// The usual text form.
  static func text(_ bytes: [UInt8]) -> String {
    guard bytes.count == 4 || bytes.count == 16 else { return "?" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
      let family = bytes.count == 4 ? AF_INET : AF_INET6
      guard let base = text.baseAddress, inet_ntop(family, bytes, base, socklen_t(text.count)) != nil else {
        return "?"
      }
      return String(cString: base)
    }
  }
}
