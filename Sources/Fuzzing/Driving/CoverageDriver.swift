#if LIBFUZZER
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// What libFuzzer is given; only `make fuzz` builds it in. Its own main calls the two functions below.
  enum CoverageDriver {
    nonisolated(unsafe) static var subject = Subject.exposition

    typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>

    /// Takes `cover SUBJECT` from the arguments and leaves the rest to libFuzzer; any other verb is done at once.
    static func begin(_ count: UnsafeMutablePointer<Int32>, _ arguments: Arguments) -> Int32 {
      let words = CommandLine.arguments.dropFirst()
      guard words.first == "cover" else {
        do { try Program.run(Array(words)) } catch { return 1 }
      }
      guard let subject = words.dropFirst().first.flatMap(Subject.named), let all = arguments.pointee else {
        exit(Verbs.run(["cover"]))
      }
      self.subject = subject
      all[2] = all[0]
      arguments.pointee = all + 2
      count.pointee -= 2
      return 0
    }
  }

  @_cdecl("LLVMFuzzerInitialize")
  func initialize(_ count: UnsafeMutablePointer<Int32>, _ arguments: CoverageDriver.Arguments) -> Int32 {
    CoverageDriver.begin(count, arguments)
  }

  @_cdecl("LLVMFuzzerTestOneInput")
  func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    // libFuzzer's own buffer is as large as the input, so no copy is needed.
    let input = UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count)
    if let problem = CoverageDriver.subject.check(input) { fatalError(problem) }
    return 0
  }
#endif
