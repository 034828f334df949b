internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bond of a process to the one that started it.
public enum ParentBond {
  /// Has the system kill this process, whatever program it becomes, when the thread that started it ends.
  ///
  /// Linux only; elsewhere nothing happens. Source: prctl(2), PR_SET_PDEATHSIG, which execve(2) keeps.
  /// - Returns: false if the parent is not `parent`: it has ended before.
  public static func tie(to parent: Int32) -> Bool { ms_die_with_parent() == 0 && getppid() == parent }
}
