import CSystem

/// The processes that processes of ours started: they become this process' children when their parents end.
enum Orphans {
  /// Adopts them from now on, so that their end can be waited for. Linux only.
  static func adopt() { _ = ms_adopt_orphans() }

  /// Waits until no process of a killed group is left.
  static func awaitEnd(ofGroup group: Int32) {
    guard group > 1 else { return }
    var status: Int32 = 0
    while ms_wait_for(-group, 1, &status) >= 0 {}
  }
}
