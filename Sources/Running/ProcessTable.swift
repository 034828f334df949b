import CSystem
public import Contract
import Glibc
import Wire

/// The processes of one scenario: starts them as one process group, hears them, and ends them all.
///
/// One thread runs a scenario; nothing here is shared. Waiting is `poll` on the processes' events, so that it ends
/// with the event, a process's end, an interruption or the deadline, whichever comes first.
final class ProcessTable {
  private let executable: String
  private let claims: [Int32]
  /// What stands between pods and the rest of the cluster.
  let filters = PacketFilters()
  private(set) var processes: [RoleProcess] = []
  private(set) var group: Int32 = 0
  private var nextCommand = 1
  private var acknowledgements: [Int: String?] = [:]
  private(set) var ready: Set<String> = []
  /// The newest API resource version that each scrape job has applied.
  private(set) var synchronised: [String: Int] = [:]
  private var failure: HarnessFailure?
  /// Where the events of ended processes go.
  private var finishedLines: [[UInt8]] = []

  init(executable: String, claims: [Int32]) {
    self.executable = executable
    self.claims = claims
  }

  // MARK: Starting and stopping

  /// Starts a process in the scenario's group; with a program that is not ours in a group of its own, so that the end
  /// of both can be waited for.
  func start(_ configuration: ProcessConfiguration) throws(HarnessFailure) {
    let isApart = configuration.startsProgram
    let process = try RoleProcess.start(
      configuration, executable: executable, group: isApart ? 0 : group, claims: claims,
      filters: filters)
    if group == 0, !isApart { group = process.child.pid }
    processes.append(process)
  }

  /// Ends processes by name, as a pod that is deleted.
  func stop(_ names: Set<String>) {
    for process in processes where names.contains(process.configuration.name) {
      process.end()
      finishedLines += process.lines
      for role in process.configuration.roles { ready.remove(Self.key(role)) }
    }
    processes.removeAll { names.contains($0.configuration.name) }
  }

  /// Ends everything, at once and for good.
  func stopAll() {
    ChildProcess.killGroup(group)
    for process in processes where process.configuration.startsProgram {
      ChildProcess.killGroup(process.child.pid)
    }
    for process in processes { process.end() }
    filters.close()
    processes.removeAll()
  }

  /// Lets go of a process if it is the one that has failed: nothing more is said of it.
  func dismiss(failed name: String) {
    guard failure?.process == name else { return }
    failure = nil
    stop([name])
  }

  // MARK: Talking

  /// Sends a command to the process that plays a role, and waits until it is carried out.
  func command(
    _ name: String, of process: RoleProcess, milliseconds: Int, _ make: (Int) -> Command
  ) throws(HarnessFailure) {
    let id = nextCommand
    nextCommand += 1
    try process.send(make(id))
    try wait(milliseconds: milliseconds, until: { acknowledgements[id] != nil }) {
      HarnessFailure(
        process: process.configuration.name, message: "did not carry out '\(name)' within \(milliseconds) ms")
    }
    if let error = acknowledgements.removeValue(forKey: id) ?? nil {
      throw HarnessFailure(process: process.configuration.name, message: "could not \(name): \(error)")
    }
  }

  /// The process that plays the only role of a kind; a program that is not ours takes no commands, and is none.
  func process(playing kind: RoleKind) -> RoleProcess? {
    processes.first { $0.configuration.roles.contains { $0.kind == kind && !$0.startsProgram } }
  }

  /// Whether every role of every process has said that it is ready.
  var allReady: Bool { missingRoles.isEmpty }

  /// The processes with a role that is not ready.
  var missingRoles: [String] {
    processes.compactMap { process in
      process.configuration.roles.contains { !ready.contains(Self.key($0)) } ? process.configuration.name : nil
    }
  }

  /// The requests that a role has told of, in their order.
  func requests(to kind: RoleKind) -> [ServedRequest] {
    processes.filter { $0.configuration.roles.contains { $0.kind == kind } }.flatMap(\.lines).compactMap {
      line in
      guard let record = EventLine.decode(line), record.role == kind, case .served(let request) = record.event
      else { return nil }
      return request
    }
  }

  /// Every event so far in order of time.
  func allEvents() -> [EventRecord] {
    (finishedLines + processes.flatMap(\.lines)).compactMap(EventLine.decode)
      .sorted { $0.microseconds < $1.microseconds }
  }

  /// Forgets the events so far: the next state begins.
  func forgetEvents() {
    finishedLines = []
    for process in processes { process.forgetLines() }
  }

  private static func key(_ role: RoleConfiguration) -> String { "\(role.kind.rawValue) \(role.instance)" }

  // MARK: Waiting

  /// Waits until a condition holds, which can only change by an event.
  func wait(
    milliseconds: Int, until condition: () -> Bool, orElse expired: () -> HarnessFailure
  ) throws(HarnessFailure) {
    let deadline = Deadline.after(milliseconds: milliseconds)
    while true {
      try hear(milliseconds: 0)
      if condition() { return }
      guard let left = deadline.remainingMilliseconds, left > 0 else { throw expired() }
      try hear(milliseconds: left)
    }
  }

  /// Reads what the processes say, waiting for it at most so long.
  func hear(milliseconds: Int) throws(HarnessFailure) {
    let listening = processes.filter { !$0.hasEnded }
    var descriptors = listening.map { pollfd(fd: $0.events, events: Int16(POLLIN), revents: 0) }
    descriptors.append(pollfd(fd: Interruption.descriptor, events: Int16(POLLIN), revents: 0))
    let count = poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
    if Interruption.hasCome { throw .interrupted }
    guard count > 0 else { return }
    for (index, process) in listening.enumerated() where descriptors[index].revents != 0 {
      for line in process.readLines() { note(line, from: process) }
      if process.hasEnded, failure == nil {
        failure = HarnessFailure(
          process: process.configuration.name, message: "ended unexpectedly (\(process.endingStatus()))")
      }
    }
    if let failure { throw failure }
  }

  private func note(_ line: [UInt8], from process: RoleProcess) {
    guard EventLine.isControl(line), let record = EventLine.decode(line) else { return }
    switch record.event {
    case .ready: ready.insert("\(record.role.rawValue) \(record.instance)")
    case .acknowledged(let id, let error): acknowledgements[id] = .some(error)
    case .discoverySynchronised(let job, let version): synchronised[job] = version
    case .failed(let message):
      if failure == nil { failure = HarnessFailure(process: process.configuration.name, message: message) }
    default: break
    }
  }
}

extension HarnessFailure {
  /// The user's interruption.
  public static let interrupted = HarnessFailure(message: "interrupted")
}
