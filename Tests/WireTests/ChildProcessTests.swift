import Testing
import Wire

@Suite struct ChildProcessTests {
  @Test func mapsDescriptorsEvenWhenTheirNumbersCollide() throws {
    let first = try Descriptors.pipe()
    let second = try Descriptors.pipe()
    let child = try ChildProcess.spawn(
      executable: "/bin/sh",
      arguments: [
        "-c", "echo three >&3; echo four >&4; echo $NAME >&4; (echo five >&5) 2>/dev/null || echo none >&4",
      ],
      environment: ["NAME=value"], descriptors: [second.writing, first.writing], processGroup: 0)
    Sockets.close(first.writing)
    Sockets.close(second.writing)
    var three = LineReader(descriptor: second.reading)
    var four = LineReader(descriptor: first.reading)
    #expect(try three.next() == Array("three".utf8))
    #expect(try three.next() == nil)
    #expect(try four.next() == Array("four".utf8))
    #expect(try four.next() == Array("value".utf8))
    #expect(try four.next() == Array("none".utf8))
    #expect(try child.wait(deadline: .after(milliseconds: 10_000)) == .exited(0))
    Sockets.close(first.reading)
    Sockets.close(second.reading)
  }

  @Test func waitsWithADeadlineAndKillsTheGroup() throws {
    let child = try ChildProcess.spawn(
      executable: "/bin/sh", arguments: ["-c", "while :; do read x <&3; done"],
      descriptors: [try Descriptors.pipe().reading], processGroup: 0)
    #expect(throws: WireError.deadlineExceeded) { try child.wait(deadline: .after(milliseconds: 1)) }
    #expect(ChildProcess.killGroup(child.pid))
    #expect(try child.wait(deadline: .after(milliseconds: 10_000)) == .signalled(9))
  }

  @Test func aMissingExecutableIsAnError() {
    #expect(throws: WireError.self) { try ChildProcess.spawn(executable: "/nonexistent/program") }
  }
}
