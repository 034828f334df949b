import Contract
import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program that is not ours, running: read line by line, logged, and dead when the role that plays it is.
final class TiedProcess: Sendable {
  /// What is done with the lines that a program writes.
  struct Hearing: Sendable {
    /// Called for each line of standard output, on one thread; nil logs them as those of standard error.
    var output: (@Sendable ([UInt8]) -> Void)?
    /// Whether a line of the log says that the program serves.
    var isReady: @Sendable (String) -> Bool = { _ in false }
    /// Whether a line of the log is worth telling when the program ends.
    var isWorthTelling: @Sendable (String) -> Bool = { _ in true }
  }

  private struct State {
    var isReady = false
    /// How the program has ended, in words.
    var ending: String?
    /// The newest lines of the log that are worth telling.
    var lastLines: [String] = []
  }

  private let child: ChildProcess
  private let hearing: Hearing
  private let state = Monitor(State())
  private let log: Int32

  /// Starts a program on the calling thread, which must live as long as the process; see ``TiedProgram``.
  /// - Parameter log: the path of the log, which is begun anew.
  init(
    _ program: String, _ arguments: [String], log path: String, hearing: Hearing
  ) throws(WireError) {
    self.hearing = hearing
    log = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o600)
    let errors = try Descriptors.pipe()
    defer { close(errors.writing) }
    let output = try hearing.output.map { _ throws(WireError) in try Descriptors.pipe() }
    defer { if let output { close(output.writing) } }
    child = try ChildProcess.spawn(
      executable: TiedProgram.executable, arguments: TiedProgram.arguments(program, arguments),
      descriptors: Self.claims, standardOutput: output?.writing ?? errors.writing,
      standardError: errors.writing)
    if let output, let heard = hearing.output {
      try DetachedThread.start {
        var reader = LineReader(descriptor: output.reading)
        while let line = try? reader.next() { heard(line) }
      }
    }
    try DetachedThread.start { [self] in
      var reader = LineReader(descriptor: errors.reading)
      while let line = try? reader.next() { note(line) }
      let ending = (try? child.wait()).map { "\($0)" } ?? "lost"
      state.change { $0.ending = ending }
    }
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

  /// Waits until the program says that it serves; false if it ends before.
  func awaitReadiness() -> Bool {
    state.wait { state in state.isReady ? true : state.ending != nil ? false : nil } ?? false
  }

  /// Makes this process end with the program, after an event that says with which words: `ended (exited with status 1):
  /// error loading config`.
  func takeAlong(_ events: EventWriter) throws(WireError) {
    try DetachedThread.start { [self] in
      let ending = state.wait { $0.ending } ?? ""
      events.emit(.failed(message: "ended (\(ending)): \(lastWords)"))
      OwnProcess.exit(1)
    }
  }

  /// Waits a moment between two questions, less if the program ends.
  func pause(milliseconds: Int64) {
    _ = state.wait(until: .now + milliseconds * 1_000_000) { $0.ending }
  }

  /// The newest lines of its log that are worth telling.
  var lastWords: String { state.read { $0.lastLines.joined(separator: " / ") } }

  /// Stops it without ending it.
  func freeze() { child.signal(SIGSTOP) }

  private func note(_ line: [UInt8]) {
    (line + [UInt8(ascii: "\n")]).withUnsafeBytes { OwnProcess.write($0, to: log) }
    let text = String(decoding: line, as: UTF8.self)
    let (isReady, isWorthTelling) = (hearing.isReady(text), hearing.isWorthTelling(text))
    state.change {
      if isReady { $0.isReady = true }
      if isWorthTelling { $0.lastLines = $0.lastLines.suffix(2) + [text] }
    }
  }
}
