internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Which descriptors a child gets under which numbers.
struct FileActions: ~Copyable {
  var actions = posix_spawn_file_actions_t()
  private var lifted: [Int32] = []

  init() { posix_spawn_file_actions_init(&actions) }

  /// Gives the child `descriptors` as `first`, `first + 1`, …, /dev/null as standard input, and nothing else.
  mutating func map(_ descriptors: [Int32], from first: Int32) throws(WireError) {
    let end = first + Int32(descriptors.count)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    for (offset, descriptor) in descriptors.enumerated() {
      var source = descriptor
      // A source within the range of targets could be overwritten before its turn: lift it out of the way.
      if source >= 0, source < end {
        source = ms_duplicate(descriptor, end)
        if source >= 0 { lifted.append(source) }
      }
      guard source >= 0 else {
        throw SystemFailure.error("descriptor \(descriptor)", call: "fcntl", number: errno)
      }
      posix_spawn_file_actions_adddup2(&actions, source, first + Int32(offset))
    }
    _ = ms_spawn_close_from(&actions, end)
  }

  mutating func destroy() {
    posix_spawn_file_actions_destroy(&actions)
    for descriptor in lifted { Sockets.close(descriptor) }
    lifted = []
  }
}
