import Foundation

/// A run of the built program from outside.
public struct CommandLineRun: Sendable {
  /// The exit code; negative for a signal.
  public var exitCode: Int32
  /// What it wrote to standard output.
  public var output: String
  /// What it wrote to standard error.
  public var errors: String

  /// Runs the program to its end.
  public init(
    _ arguments: [String], program: String = Repository.executable, environment: [String: String] = [:],
    directory: String? = nil
  ) throws {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: directory ?? Repository.root.path)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Both pipes are read at once: a full one would stop the program.
    let collected = Collected()
    let thread = Thread { collected.set(errors.fileHandleForReading.readDataToEndOfFile()) }
    thread.start()
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.errors = String(decoding: collected.get(), as: UTF8.self)
    process.waitUntilExit()
    exitCode = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }

  /// A value that one thread sets and another waits for. Sendable because the semaphore orders the two.
  private final class Collected: @unchecked Sendable {
    private var data = Data()
    private let isSet = DispatchSemaphore(value: 0)

    func set(_ data: Data) {
      self.data = data
      isSet.signal()
    }

    func get() -> Data {
      isSet.wait()
      return data
    }
  }
}
