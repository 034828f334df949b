internal import CSystem
internal import Contract

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A process that this one started with posix_spawn(3).
///
/// Nothing is inherited but the standard streams and the descriptors named. Whoever spawned must wait for it once.
public struct ChildProcess: Hashable, Sendable {
  /// The process's number.
  public let pid: Int32

  /// How a process ended.
  public enum Exit: Hashable, Sendable, CustomStringConvertible {
    /// It exited with a status.
    case exited(Int32)
    /// A signal killed it.
    case signalled(Int32)

    /// `exited with status 1`, `killed by signal 9`.
    public var description: String {
      switch self {
      case .exited(let status): "exited with status \(status)"
      case .signalled(let number): "killed by signal \(number)"
      }
    }
  }

  /// Starts a process.
  ///
  /// - Parameters:
  ///   - executable: The path; it becomes `argv[0]`, too.
  ///   - arguments: What follows `argv[0]`.
  ///   - environment: `NAME=value` each; nil hands on this process's own.
  ///   - descriptors: They become 3, 4, 5 … in the child; all others are closed there.
  ///   - standardOutput: What becomes 1 in the child; nil hands on this process's own.
  ///   - standardError: What becomes 2 in the child; nil hands on this process's own.
  ///   - processGroup: 0 makes a new group led by the child; nil stays in this process's.
  public static func spawn(
    executable: String, arguments: [String] = [], environment: [String]? = nil, descriptors: [Int32] = [],
    standardOutput: Int32? = nil, standardError: Int32? = nil, processGroup: Int32? = nil
  ) throws(WireError) -> ChildProcess {
    var actions = FileActions()
    defer { actions.destroy() }
    let inherited = [standardOutput ?? 1, standardError ?? 2] + descriptors
    try actions.map(inherited, from: 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    set(processGroup: processGroup, on: &attributes)

    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { $0.map { strdup($0) } + [nil] }
    defer {
      for text in argv { free(text) }
      for text in envp ?? [] { free(text) }
    }
    var pid: pid_t = 0
    let number =
      if let envp {
        posix_spawn(&pid, executable, &actions.actions, &attributes, argv, envp)
      } else {
        posix_spawn(&pid, executable, &actions.actions, &attributes, argv, environ)
      }
    guard number == 0 else { throw SystemFailure.error(executable, call: "posix_spawn", number: number) }
    return ChildProcess(pid: pid)
  }

  /// The child starts with no signal blocked and the default reaction to those that are often altered.
  private static func set(processGroup: Int32?, on attributes: inout posix_spawnattr_t) {
    var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    if let processGroup {
      flags |= Int32(POSIX_SPAWN_SETPGROUP)
      posix_spawnattr_setpgroup(&attributes, processGroup)
    }
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #endif
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD, SIGUSR1, SIGUSR2] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
  }

  /// A descriptor that becomes readable when the process has ended, for a ``Poller``; the caller closes it.
  public func exitDescriptor() throws(WireError) -> Int32 {
    let descriptor = ms_process_descriptor(pid)
    guard descriptor >= 0 else { throw SystemFailure.error("", call: "pidfd_open", number: errno) }
    return descriptor
  }

  /// Waits for the end and collects it. Only the first call that answers may be made.
  public func wait(deadline: Deadline = .never) throws(WireError) -> Exit {
    if deadline != .never, let descriptor = try? exitDescriptor() {
      defer { Sockets.close(descriptor) }
      try Sockets.wait(deadline) { ms_wait_readable(descriptor, $0) }
    }
    guard let exit = try collect(waiting: true) else { throw .deadlineExceeded }
    return exit
  }

  /// Collects the end if there is one already.
  public func exitIfEnded() throws(WireError) -> Exit? { try collect(waiting: false) }

  private func collect(waiting: Bool) throws(WireError) -> Exit? {
    var status: Int32 = 0
    switch ms_wait_for(pid, waiting ? 1 : 0, &status) {
    case 0: return nil
    case 1:
      return ms_status_exited(status) != 0
        ? .exited(ms_status_exit_code(status)) : .signalled(ms_status_signal(status))
    default: throw SystemFailure.error("", call: "waitpid", number: errno)
    }
  }

  /// Sends a signal to the process. False if there is no such process.
  @discardableResult
  public func signal(_ number: Int32) -> Bool { ms_kill(pid, number) == 0 }

  /// Kills the process at once.
  @discardableResult
  public func kill() -> Bool { signal(SIGKILL) }

  /// Kills every process of a group at once. Never kills this process's own group.
  @discardableResult
  public static func killGroup(_ group: Int32) -> Bool {
    group > 1 && group != getpgrp() && ms_kill(-group, SIGKILL) == 0
  }
}
