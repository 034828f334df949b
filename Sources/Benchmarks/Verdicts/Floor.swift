import Contract
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The same number of processes and exchanges as a scenario, with nothing in them.
struct Floor {
  let processes: Int
  private let authority: CertificateAuthority
  private let identity: IssuedCertificate

  init(processes: Int) throws {
    self.processes = processes
    authority = try CertificateAuthority(commonName: "cluster.local")
    identity = try authority.issue(spiffeID: "spiffe://cluster.local/ns/shop/sa/default")
  }

  func measure(rounds: Int) throws -> [Double] {
    try (0..<rounds).map { _ in try once() }
  }

  private func once() throws -> Double {
    let start = Deadline.nowMicroseconds
    var running: [Running] = []
    defer { for process in running { process.stop() } }
    for index in 0..<processes {
      running.append(try startBare(at: Endpoint(IPAddress(127, 9, 9, UInt8(index + 1)), 8080)))
    }
    for process in running {
      var byte: UInt8 = 0
      guard read(process.ready, &byte, 1) == 1 else {
        throw HarnessFailure(message: "a bare process did not start")
      }
    }
    let client = HTTPClient()
    try exchange(client, "https", running[0].endpoint)
    // As many as a scenario has: discovery, two scrapes with three parts each, and the runner's questions.
    for index in 0..<11 { try exchange(client, "http", running[index % processes].endpoint) }
    return Double(Deadline.nowMicroseconds - start) / 1_000_000
  }

  private func exchange(_ client: HTTPClient, _ scheme: String, _ endpoint: Endpoint) throws {
    var request = ClientRequest(HTTPURL(endpoint, scheme: scheme), deadline: .after(milliseconds: 5000))
    if scheme == "https" {
      request.tls = try ClientTLS(
        certificateChain: identity.certificateChain, privateKey: identity.privateKey, roots: authority.rootPEM,
        insecureSkipVerify: true)
    }
    guard try client.send(request).status == 200 else {
      throw HarnessFailure(message: "no answer from the floor")
    }
  }

  private struct Running {
    var child: ChildProcess
    var endpoint: Endpoint
    var lifeline: Int32
    var ready: Int32

    func stop() {
      child.kill()
      _ = try? child.wait()
      close(lifeline)
      close(ready)
    }
  }

  private func startBare(at endpoint: Endpoint) throws -> Running {
    let listener = try Sockets.listen(endpoint)
    let lifeline = try Descriptors.pipe()
    let ready = try Descriptors.pipe()
    defer { for descriptor in [listener, lifeline.reading, ready.writing] { close(descriptor) } }
    let child = try ChildProcess.spawn(
      executable: "/proc/self/exe", arguments: ["listen"],
      descriptors: [lifeline.reading, ready.writing, listener], processGroup: 0)
    var frames = FrameWriter(descriptor: lifeline.writing)
    let parts = [identity.certificateChain, identity.privateKey, authority.rootPEM]
    try frames.write(Array(parts.map { Array($0.utf8) }.joined(separator: [0])))
    return Running(child: child, endpoint: endpoint, lifeline: lifeline.writing, ready: ready.reading)
  }
}
