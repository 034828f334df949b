import Contract
import Running
import Wire

/// A sidecar to measure: the built-in one or a real Envoy.
enum MeasuredProxy {
  case builtIn
  case envoy(RealEngine)

  /// What the tables call it.
  var name: String {
    switch self {
    case .builtIn: "built-in"
    case .envoy(let engine): "Envoy \(engine.version)"
    }
  }

  /// The built-in proxy, and the newest Envoy that `make engines` has brought.
  static var all: [MeasuredProxy] {
    [.builtIn] + EngineCatalogue.all().filter { $0.name == "envoy" }.prefix(1).map(Self.envoy)
  }
}

/// A running sidecar with one PERMISSIVE and one STRICT port before the same application.
final class ProxyProcess {
  /// Takes plaintext.
  let plaintext: Endpoint
  /// Takes mutual TLS.
  let mutual: Endpoint
  /// What the proxy itself uses; of Envoy, not the process of ours beside it.
  let observer: ProcessObserver
  private let role: RoleChild
  private let folder: Scratch

  init(
    _ proxy: MeasuredProxy, executable: String, application: Endpoint, identity: WorkloadIdentity
  ) throws {
    folder = try Scratch()
    let path = folder.path
    plaintext = try EngineProcess.freeEndpoint()
    mutual = try EngineProcess.freeEndpoint()
    let statistics = try EngineProcess.freeEndpoint()
    let (first, second) = (plaintext, mutual)
    func configuration(_ listeners: [Listener]) -> ProxyConfiguration {
      func inbound(_ index: Int, _ mode: MTLSMode) -> InboundListener {
        InboundListener(
          listener: listeners[index], mode: mode, portProtocol: .http, upstream: application,
          isPassthrough: false)
      }
      return ProxyConfiguration(
        pod: PodReference(namespace: "shop", name: "cart"), version: "1.30.3", identity: identity,
        inbound: [inbound(0, .permissive), inbound(1, .strict)], statistics: [listeners[2]])
    }
    switch proxy {
    case .builtIn:
      role = try RoleChild(executable: executable, endpoints: [first, second, statistics]) {
        .proxy(configuration($0))
      }
      observer = ProcessObserver(pid: role.child.pid)
    case .envoy(let engine):
      // It opens its sockets itself.
      role = try RoleChild(executable: executable, endpoints: []) { _ in
        var proxy = configuration([first, second, statistics].map { Listener($0) })
        proxy.admin = [Listener(try EngineProcess.freeEndpoint())]
        proxy.engine = ProxyEngine(
          program: try Scratch.absolute(engine.path), version: engine.version, folder: "\(path)/envoy")
        return .proxy(proxy)
      }
      guard let envoy = ProcessObserver.children(of: role.child.pid).first else {
        role.stop()
        throw HarnessFailure(message: "there is no Envoy below \(role.child.pid)")
      }
      observer = ProcessObserver(pid: envoy)
    }
    try role.wait(forJobs: [])
  }

  func stop() { role.stop() }
}
