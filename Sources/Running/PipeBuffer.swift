import CSystem

/// The kernel's buffer of a pipe.
enum PipeBuffer {
  /// Makes it larger, where the system allows.
  static func enlarge(_ descriptor: Int32, bytes: Int32) { ms_pipe_enlarge(descriptor, bytes) }
}
