import Wire

/// Passes bytes between a client and the application, each direction until it ends, as Envoy's `tcp_proxy`.
enum BytePassing {
  /// How many bytes went each way.
  struct Counts: Sendable, Hashable {
    var toApplication = 0
    var toClient = 0
  }

  /// How long a side may refuse to take bytes before the connection is given up.
  private static let stall = 60_000

  /// Passes until both directions have ended or one has broken, then closes both.
  static func run(_ client: any ByteStream, _ application: any ByteStream) -> Counts {
    var counts = Counts()
    do throws(WireError) {
      try pump(client, application, &counts)
      client.close()
      application.close()
    } catch {
      client.reset()
      application.reset()
    }
    return counts
  }

  private static func pump(
    _ client: any ByteStream, _ application: any ByteStream, _ counts: inout Counts
  ) throws(WireError) {
    let poller = try Poller()
    let clientSocket = client.transport.descriptor
    let applicationSocket = application.transport.descriptor
    try poller.add(clientSocket)
    try poller.add(applicationSocket)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var clientIsOpen = true
    var applicationIsOpen = true
    while clientIsOpen || applicationIsOpen {
      let buffered =
        (client.hasBufferedInput && clientIsOpen ? [clientSocket] : [])
        + (application.hasBufferedInput && applicationIsOpen ? [applicationSocket] : [])
      let ready = buffered.isEmpty ? try poller.wait(deadline: .never) : buffered
      if clientIsOpen, ready.contains(clientSocket) {
        let count = try move(client, application, buffer)
        counts.toApplication += count
        if count == 0 {
          clientIsOpen = false
          poller.remove(clientSocket)
        }
      }
      if applicationIsOpen, ready.contains(applicationSocket) {
        let count = try move(application, client, buffer)
        counts.toClient += count
        if count == 0 {
          applicationIsOpen = false
          poller.remove(applicationSocket)
        }
      }
    }
  }

  /// Moves what there is; at the end of one direction its other side hears of it.
  private static func move(
    _ from: any ByteStream, _ to: any ByteStream, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(WireError) -> Int {
    let count = try from.read(into: buffer, deadline: .never)
    if count == 0 {
      to.shutdownWrite()
    } else {
      try to.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), deadline: .after(milliseconds: stall))
    }
    return count
  }
}
