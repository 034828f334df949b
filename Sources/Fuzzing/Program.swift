import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Looks for inputs that break the parsers. docs/fuzzing.md says what is checked.
///
///     Fuzzing list                                  the subjects
///     Fuzzing run [SUBJECT…] [--seed N] [--inputs N] [--index N]
///                                                   seeded mutations; one input alone with --index
///     Fuzzing replay SUBJECT FILE…                  inputs from files
///     Fuzzing seeds SUBJECT FOLDER                  the seeds and the words, as files for libFuzzer
///     Fuzzing cover SUBJECT [libFuzzer's options]   guided by coverage
#if !LIBFUZZER
  @main
#endif
enum Program {
  /// The small stack of a role's thread: recursion that is too deep shows here as it would there. Unoptimised
  /// code takes several times as much for each call.
  private static var stackSize: Int {
    #if DEBUG
      16 * DetachedThread.defaultStackSize
    #else
      DetachedThread.defaultStackSize
    #endif
  }

  static func main() throws { try run(Array(CommandLine.arguments.dropFirst())) }

  /// Does what the arguments say, and ends the process.
  static func run(_ arguments: [String]) throws -> Never {
    try DetachedThread.start(stackSize: stackSize) { exit(Verbs.run(arguments)) }
    while true { pause() }
  }
}
