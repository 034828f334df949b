import Contract
import FoundationEssentials
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A process that plays roles: its descriptors, and what it has said so far.
final class RoleProcess {
  let configuration: ProcessConfiguration
  let child: ChildProcess
  private var control: Int32
  /// Where its events come in.
  let events: Int32
  private var pending: [UInt8] = []
  /// Lines that have come; most are decoded only when a verdict reads them.
  private(set) var lines: [[UInt8]] = []
  /// Whether it has closed its events: it has ended.
  private(set) var hasEnded = false
  private var exit: ChildProcess.Exit?

  /// Starts a process: opens its sockets, hands them over, and sends its configuration.
  /// - Parameters:
  ///   - group: the process group to join, 0 to lead a new one.
  ///   - claims: descriptors that it only holds.
  static func start(
    _ configuration: ProcessConfiguration, executable: String, group: Int32, claims: [Int32],
    filters: PacketFilters
  ) throws(HarnessFailure) -> RoleProcess {
    if configuration.startsProgram { Orphans.adopt() }
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    do {
      var configuration = configuration
      try configuration.openListeners { endpoint throws(WireError) in
        let listener = try Sockets.listen(endpoint)
        opened.append(listener)
        try filters.guardListener(listener, at: endpoint)
        return Channel.firstListener + Int32(opened.count - 1)
      }
      let control = try Descriptors.pipe()
      opened.append(control.reading)
      let events: Descriptors.Pipe
      do {
        events = try Descriptors.pipe()
      } catch {
        close(control.writing)
        throw error
      }
      opened.append(events.writing)
      EventPipe.enlarge(events.reading, roles: configuration.roles)
      let listeners = opened.dropLast(2)
      do {
        let child = try ChildProcess.spawn(
          executable: executable, arguments: ["role", configuration.roles.first?.kind.rawValue ?? "node"],
          descriptors: [control.reading, events.writing] + listeners + claims, processGroup: group)
        let process = RoleProcess(
          configuration: configuration, child: child, control: control.writing, events: events.reading)
        try process.transmit(configuration)
        return process
      } catch {
        close(control.writing)
        close(events.reading)
        throw error
      }
    } catch {
      throw HarnessFailure(process: configuration.name, message: "cannot start: \(error)")
    }
  }

  private init(configuration: ProcessConfiguration, child: ChildProcess, control: Int32, events: Int32) {
    self.configuration = configuration
    self.child = child
    self.control = control
    self.events = events
  }

  // MARK: Hearing

  /// The whole lines that have come. At the end of file the process has ended.
  func readLines() -> [[UInt8]] {
    let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { chunk in
      let count = read(events, chunk.baseAddress, chunk.count)
      if count > 0 { pending.append(contentsOf: chunk[0..<count]) }
      return count
    }
    guard count > 0 else {
      if count == 0 || errno != EINTR { hasEnded = true }
      return []
    }
    var complete: [[UInt8]] = []
    var start = 0
    while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      complete.append(Array(pending[start..<end]))
      start = end + 1
    }
    pending.removeFirst(start)
    lines += complete
    return complete
  }

  /// Lets go of the lines so far.
  func forgetLines() { lines = [] }

  // MARK: Telling and ending

  /// Sends a command.
  func send(_ command: Command) throws(HarnessFailure) {
    do {
      try transmit(command)
    } catch {
      throw HarnessFailure(process: configuration.name, message: "ended unexpectedly (\(endingStatus()))")
    }
  }

  private func transmit(_ message: some Encodable) throws(WireError) {
    // Encoding cannot fail: the contract holds nothing that JSON cannot say.
    guard let data = try? JSONEncoder().encode(message) else { return }
    var writer = FrameWriter(descriptor: control)
    try writer.write([UInt8](data))
  }

  /// Ends the process and waits until the system has let go of it.
  func end() {
    if control >= 0 {
      close(control)
      close(events)
      control = -1
    }
    if exit == nil {
      child.kill()
      exit = try? child.wait()
    }
    // What it started, too, must have let go of its ports.
    if configuration.startsProgram { Orphans.awaitEnd(ofGroup: child.pid) }
  }

  /// How the process ended, in words; waits for the end.
  func endingStatus() -> String {
    if exit == nil { exit = try? child.wait(deadline: .after(milliseconds: 1000)) }
    return exit.map { "\($0)" } ?? "still there"
  }
}

extension ProcessConfiguration {
  /// Whether one of the roles is played by a program that is not ours.
  var startsProgram: Bool { roles.contains(where: \.startsProgram) }
}

/// The buffers of event pipes.
private enum EventPipe {
  /// The runner does not read events while it asks the scraper; the buffer must hold what is said meanwhile.
  static func enlarge(_ descriptor: Int32, roles: [RoleConfiguration]) {
    if roles.count > 1 || roles.first?.kind == .scraper {
      PipeBuffer.enlarge(descriptor, bytes: 1 << 20)
    }
  }
}
