public import Contract
import Planning
import Wire

/// The built-in proxy beside a real Envoy with the same configuration: every mode, protocol and client.
public struct ProxyMatrix: Sendable {
  /// One combination, and what the client saw of both.
  public struct Cell: Sendable, Hashable {
    /// The port's mode.
    public var mode: MTLSMode
    /// The port's protocol.
    public var portProtocol: PortProtocol
    /// Whether anybody listens behind the proxy.
    public var hasApplication: Bool
    /// The client.
    public var client: MatrixClient
    /// What the client saw of the built-in proxy.
    public var builtIn: String
    /// What it saw of Envoy.
    public var envoy: String

    /// Whether the client can tell them apart.
    ///
    /// Where nobody listens behind a chain that passes bytes, Envoy closes: the client sees a reset if bytes of its own
    /// were on their way and an end if not, which is chance. The built-in proxy always resets.
    public var differs: Bool {
      builtIn != envoy && (hasApplication || builtIn != "reset" || envoy != "EOF")
    }
  }

  /// All combinations.
  public var cells: [Cell]

  /// Those that the two proxies tell apart.
  public var differences: [Cell] { cells.filter { $0.differs } }

  /// Starts both proxies before one application, and dials.
  /// - Parameter executable: the `meshscrape` binary that plays the roles.
  public static func taken(executable: String, envoy: RealEngine) throws(HarnessFailure) -> ProxyMatrix {
    let slices = AddressSlices()
    let range = try slices.take(8)
    defer { slices.giveBack(range) }
    let folder = try RunFolder()
    defer { folder.remove() }
    let table = ProcessTable(executable: executable, claims: slices.claims)
    defer { table.stopAll() }
    do {
      return try taken(table, addresses: (0..<6).map(range.address), envoy: envoy, folder: folder)
    } catch let failure as HarnessFailure {
      throw failure
    } catch {
      throw HarnessFailure(message: "\(error)")
    }
  }

  private static func taken(
    _ table: ProcessTable, addresses: [IPAddress], envoy: RealEngine, folder: RunFolder
  ) throws -> ProxyMatrix {
    let certificates = try MatrixCertificates()
    let application = Endpoint(addresses[0], 8080)
    let ports = MatrixPort.all
    let responder = try MatrixApplication(at: application)
    defer { responder.stop() }
    func proxy(_ name: String, pod address: IPAddress, loopback: IPAddress) throws -> ProxyConfiguration {
      ProxyConfiguration(
        pod: PodReference(namespace: "shop", name: name), version: "1.30.3",
        identity: try certificates.workload(name),
        inbound: ports.map { $0.listener(on: address, application: application) },
        statistics: [Listener(Endpoint(loopback, 15_090))], health: [Listener(Endpoint(loopback, 15_021))],
        admin: [Listener(Endpoint(loopback, 15_000))])
    }
    let builtIn = try proxy("builtin", pod: addresses[1], loopback: addresses[2])
    let real = try proxy("envoy", pod: addresses[3], loopback: addresses[4])
    try table.start(ProcessConfiguration(name: "proxy builtin", roles: [.proxy(builtIn)]))
    try table.start(
      ProcessConfiguration(
        name: "proxy envoy", roles: [ProxySoftware.envoy(envoy).playing(.proxy(real), folder: folder.path)]))
    try table.wait(milliseconds: 15_000, until: { table.allReady }) {
      HarnessFailure(message: "not ready: \(table.missingRoles.joined(separator: ", "))")
    }
    let client = HTTPClient()
    var cells: [Cell] = []
    for port in ports {
      for kind in MatrixClient.all where port.hasApplication || [.plaintext, .good].contains(kind.kind) {
        let tls = try certificates.tls(of: kind)
        cells.append(
          Cell(
            mode: port.mode, portProtocol: port.portProtocol, hasApplication: port.hasApplication,
            client: kind,
            builtIn: MatrixOutcome(client, tls: tls, to: Endpoint(addresses[1], port.number)).text,
            envoy: MatrixOutcome(client, tls: tls, to: Endpoint(addresses[3], port.number)).text))
        // A proxy whose events nobody reads waits for that.
        try table.hear(milliseconds: 0)
      }
    }
    return ProxyMatrix(cells: cells)
  }
}

/// A captured port of the matrix.
private struct MatrixPort {
  var number: UInt16
  var mode: MTLSMode
  var portProtocol: PortProtocol
  var hasApplication: Bool

  static let all: [MatrixPort] = {
    var number: UInt16 = 8000
    return [true, false].flatMap { hasApplication in
      [MTLSMode.strict, .permissive, .disable].flatMap { mode in
        PortProtocol.allCases.map { portProtocol in
          number += 1
          return MatrixPort(
            number: number, mode: mode, portProtocol: portProtocol, hasApplication: hasApplication)
        }
      }
    }
  }()

  func listener(on address: IPAddress, application: Endpoint) -> InboundListener {
    InboundListener(
      listener: Listener(Endpoint(address, number)), mode: mode, portProtocol: portProtocol,
      // Port 1 of the application's address has no listener.
      upstream: hasApplication ? application : Endpoint(application.address, 1), isPassthrough: false)
  }
}
