import Contract
import FoundationEssentials
import Running
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A `meshscrape role` process with one role and one listener, started as the runner starts it.
final class RoleChild {
  let child: ChildProcess
  private let control: Int32
  private let events: Int32
  private var reader: LineReader

  /// Starts a process that listens at endpoints, and waits until its role is ready.
  init(
    executable: String, endpoints: [Endpoint], started: (Int32) -> Void = { _ in },
    role: ([Listener]) throws -> RoleConfiguration
  ) throws {
    var opened: [Int32] = []
    defer { for descriptor in opened { Glibc.close(descriptor) } }
    for endpoint in endpoints { opened.append(try Sockets.listen(endpoint)) }
    let configuration = try role(
      endpoints.enumerated().map { Listener($1, descriptor: Channel.firstListener + Int32($0)) })
    let control = try Descriptors.pipe()
    let events = try Descriptors.pipe()
    let listening = opened
    opened += [control.reading, events.writing]
    child = try ChildProcess.spawn(
      executable: executable, arguments: ["role", configuration.kind.rawValue],
      descriptors: [control.reading, events.writing] + listening, processGroup: 0)
    started(child.pid)
    self.control = control.writing
    self.events = events.reading
    reader = LineReader(descriptor: events.reading)
    var frames = FrameWriter(descriptor: control.writing)
    try frames.write(
      Array(JSONEncoder().encode(ProcessConfiguration(name: configuration.instance, roles: [configuration]))))
    try wait { $0 == .ready }
  }

  /// Waits until jobs are in step with the API server, then lets go of all that is said.
  func wait(forJobs jobs: Set<String>) throws {
    var missing = jobs
    if !missing.isEmpty {
      try wait { event in
        if case .discoverySynchronised(let job, _) = event { missing.remove(job) }
        return missing.isEmpty
      }
    }
    let events = events
    // Nobody listens from here on, but a full pipe would stop the role.
    try DetachedThread.start {
      var chunk = [UInt8](repeating: 0, count: 65_536)
      while read(events, &chunk, chunk.count) > 0 {}
    }
  }

  private func wait(until condition: (Event) -> Bool) throws {
    while let line = try reader.next(deadline: .after(seconds: 120)) {
      let event = try JSONDecoder().decode(EventRecord.self, from: Data(line)).event
      if case .failed(let message) = event { throw HarnessFailure(message: message) }
      if condition(event) { return }
    }
    throw HarnessFailure(message: "\(child.pid) ended before it was ready")
  }

  /// Lets go of the process, which ends by itself then.
  func close() { Glibc.close(control) }

  /// Ends the process, and waits until the system has let go of it.
  func stop() {
    close()
    child.kill()
    _ = try? child.wait()
  }
}
