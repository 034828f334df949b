import Wire

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program that is not ours and knows no lifeline, started so that it does not outlive the role that plays it.
///
/// The role starts its own executable again as `role tied PARENT PROGRAM …`. That asks the system to kill it with its
/// parent and then becomes the program. The parent is the thread that started it, so that only a thread which lives as
/// long as its process may: the main one, on which roles start.
struct TiedProgram {
  private let parent: Int32
  private let command: [String]

  private static let word = "tied"

  /// Reads the arguments after `role`; nil if they are for a role.
  init?(arguments: ArraySlice<String>) {
    let arguments = Array(arguments)
    guard arguments.count >= 3, arguments[0] == Self.word, let parent = Int32(arguments[1]) else { return nil }
    self.parent = parent
    command = Array(arguments[2...])
  }

  /// The arguments by which this process starts a program that dies with it.
  static func arguments(_ program: String, _ arguments: [String]) -> [String] {
    ["role", word, "\(getpid())", program] + arguments
  }

  /// This process' own executable.
  static var executable: String {
    #if os(Linux)
      "/proc/self/exe"
    #else
      CommandLine.arguments[0]
    #endif
  }

  /// Replaces this process by the program.
  func becomeIt() -> Never {
    guard ParentBond.tie(to: parent) else { OwnProcess.exit(1) }
    var pointers = command.map { strdup($0) }
    pointers.append(nil)
    execv(command[0], pointers)
    OwnProcess.complain("cannot run \(command[0]): \(String(cString: strerror(errno)))")
    OwnProcess.exit(127)
  }
}
