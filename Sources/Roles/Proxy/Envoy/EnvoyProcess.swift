import Contract
import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A running Envoy: started with its configuration, read line by line, and dead when its role is.
final class EnvoyProcess: Sendable {
  private let child: ChildProcess
  private let state = Monitor(State())
  private let log: Int32

  private struct State {
    var isReady = false
    var hasEnded = false
    /// The newest lines of the log.
    var lastLines: [String] = []
  }

  /// Starts Envoy on the calling thread, which must live as long as the process; see ``TiedProgram``.
  /// - Parameters:
  ///   - bootstrap: the path of the bootstrap file.
  ///   - heard: called for each line of the access log, on one thread.
  init(
    _ engine: ProxyEngine, bootstrap: String, heard: @escaping @Sendable ([UInt8]) -> Void
  ) throws(WireError) {
    log = open("\(engine.folder)/envoy.log", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    let output = try Descriptors.pipe()
    let errors = try Descriptors.pipe()
    defer {
      close(output.writing)
      close(errors.writing)
    }
    child = try ChildProcess.spawn(
      executable: TiedProgram.executable,
      arguments: TiedProgram.arguments(engine.program, Self.arguments(bootstrap: bootstrap)),
      descriptors: Self.claims, standardOutput: output.writing, standardError: errors.writing)
    try DetachedThread.start {
      var reader = LineReader(descriptor: output.reading)
      while let line = try? reader.next() { heard(line) }
    }
    try DetachedThread.start { [self] in
      var reader = LineReader(descriptor: errors.reading)
      while let line = try? reader.next() { note(line) }
      state.change { $0.hasEnded = true }
    }
  }

  /// Istio's agent starts Envoy with the same two options for draining. Source: istio/istio `pkg/envoy/proxy.go`,
  /// `args`, and `pkg/config/mesh/mesh.go`, `DrainDuration`, 1.30.3.
  private static func arguments(bootstrap: String) -> [String] {
    [
      "-c", bootstrap, "--log-level", "error", "--component-log-level", "main:info", "--disable-hot-restart",
      "--concurrency", "1", "--drain-time-s", "45", "--drain-strategy", "immediate",
      // Every line of the access log at once.
      "--file-flush-min-size-kb", "0",
    ]
  }

  /// The claims on addresses that this process holds: what holds the ports holds them, too.
  private static var claims: [Int32] {
    var claims: [Int32] = []
    while OwnProcess.isOpen(Channel.firstListener + Int32(claims.count)), claims.count < 64 {
      claims.append(Channel.firstListener + Int32(claims.count))
    }
    return claims
  }

  // MARK: Waiting

  /// Waits until Envoy's workers accept connections.
  func awaitReadiness() throws(RoleFailure) {
    let isReady = state.wait { state in state.isReady ? true : state.hasEnded ? false : nil }
    guard isReady == true else { throw RoleFailure("Envoy does not start: \(lastWords)") }
  }

  /// Waits until Envoy has ended.
  func awaitEnd() {
    _ = state.wait { $0.hasEnded ? true : nil }
  }

  /// Waits a moment between two questions, less if Envoy ends.
  func pause(milliseconds: Int64) {
    _ = state.wait(until: .now + milliseconds * 1_000_000) { $0.hasEnded ? true : nil }
  }

  /// The newest lines of its log.
  var lastWords: String { state.read { $0.lastLines.joined(separator: " / ") } }

  /// Stops it without ending it.
  func freeze() { child.signal(SIGSTOP) }

  private func note(_ line: [UInt8]) {
    (line + [UInt8(ascii: "\n")]).withUnsafeBytes { OwnProcess.write($0, to: log) }
    let text = String(decoding: line, as: UTF8.self)
    // Source: envoyproxy/envoy `source/server/server.cc`, `InstanceBase::run`, 1.40: after the workers have started.
    let isReady = text.contains("starting main dispatch loop")
    let isWorthTelling = text.contains("[error]") || text.contains("[critical]") || !text.hasPrefix("[")
    state.change {
      if isReady { $0.isReady = true }
      if isWorthTelling { $0.lastLines = $0.lastLines.suffix(2) + [text] }
    }
  }
}
