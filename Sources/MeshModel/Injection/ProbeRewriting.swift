import KubernetesModel

/// The injector's rewriting of probes, so that the agent asks the application in the kubelet's place: the kubelet has
/// no certificate of the mesh.
///
/// Source: istio/istio `pkg/kube/inject/app_probe.go`, 1.2.0, 1.6.0, 1.8.0, 1.12.0 and 1.30.3; the default of
/// `rewriteAppHTTPProbe` from `manifests/profiles/default.yaml`, 1.6.0, and the chart's `values.yaml`, 1.7.0.
struct ProbeRewriting {
  /// The environment variable that tells the agent what to ask.
  static let variable = "ISTIO_KUBE_APP_PROBERS"

  /// The annotation that decides for a pod.
  static let annotation = "sidecar.istio.io/rewriteAppHTTPProbers"

  private let isOn: Bool
  private let statusPort: UInt16
  private let version: IstioVersion

  init(_ annotations: [String: String], install: IstioInstall, mesh: MeshConfig, version: IstioVersion) {
    let own =
      version.exhibits(.rewriteProbesAnnotation)
      ? annotations[Self.annotation].flatMap(GoSyntax.bool) : nil
    isOn = own ?? install.rewritesProbes ?? version.exhibits(.rewritesProbes)
    statusPort = annotations["status.sidecar.istio.io/port"].flatMap(GoSyntax.port) ?? mesh.statusPort
    self.version = version
  }

  /// Points the probes of a pod's containers at the agent. The variable for the agent comes back, nil if there is none.
  func rewrite(_ pod: inout Pod) -> EnvironmentVariable? {
    guard isOn else { return nil }
    var probers: [(path: String, probe: Probe)] = []
    for index in pod.spec.containers.indices {
      probers += rewrite(&pod.spec.containers[index])
    }
    if version.exhibits(.rewritesInitProbes), var containers = pod.spec.initContainers {
      for index in containers.indices { probers += rewrite(&containers[index]) }
      pod.spec.initContainers = containers
    }
    guard !probers.isEmpty else { return nil }
    let entries = probers.sorted { $0.path < $1.path }.map {
      "\(GoSyntax.json($0.path)):\($0.probe.proberJSON)"
    }
    return EnvironmentVariable(name: Self.variable, value: "{\(entries.joined(separator: ","))}")
  }

  private func rewrite(_ container: inout Container) -> [(path: String, probe: Probe)] {
    guard container.name != SidecarTemplate.proxyName else { return [] }
    var ports: [String: UInt16] = [:]
    for port in container.ports ?? [] { if let name = port.name { ports[name] = port.containerPort } }
    var probers: [(path: String, probe: Probe)] = []
    func replaced(_ probe: Probe?, _ kind: String) -> Probe? {
      guard var asked = probe, takes(asked) else { return probe }
      let path = "/app-health/\(container.name)/\(kind)"
      var rewritten = asked
      rewritten.tcpSocket = nil
      rewritten.httpGet = HTTPGetAction(
        path: path, port: .number(Int(statusPort)), scheme: asked.httpGet == nil ? nil : "HTTP",
        httpHeaders: asked.httpGet?.httpHeaders)
      if asked.resolvePort(ports), asked.portNumber != Int(statusPort) { probers.append((path, asked)) }
      return rewritten
    }
    container.readinessProbe = replaced(container.readinessProbe, "readyz")
    container.livenessProbe = replaced(container.livenessProbe, "livez")
    if version.exhibits(.rewritesStartupProbes) {
      container.startupProbe = replaced(container.startupProbe, "startupz")
    }
    return probers
  }

  private func takes(_ probe: Probe) -> Bool {
    probe.httpGet != nil || (probe.tcpSocket != nil && version.exhibits(.rewritesTCPProbes))
  }
}

extension Probe {
  /// The port, once it is a number.
  fileprivate var portNumber: Int? {
    if case .number(let number) = httpGet?.port ?? tcpSocket?.port { number } else { nil }
  }

  /// Replaces a container port's name by its number; false if there is none of that name.
  fileprivate mutating func resolvePort(_ ports: [String: UInt16]) -> Bool {
    guard case .name(let name) = httpGet?.port ?? tcpSocket?.port else { return true }
    guard let number = ports[name] else { return false }
    if httpGet != nil { httpGet?.port = .number(Int(number)) } else { tcpSocket?.port = .number(Int(number)) }
    return true
  }

  /// What of it the agent gets.
  fileprivate var proberJSON: String {
    var fields: [String] = []
    if let get = httpGet {
      // Path and scheme have the API server's defaults by the time that the webhook sees them.
      let action = [
        "\"path\":\(GoSyntax.json(get.path ?? "/"))", "\"port\":\(portNumber ?? 0)",
        "\"scheme\":\(GoSyntax.json(get.scheme ?? "HTTP"))",
      ]
      fields.append("\"httpGet\":{\(action.joined(separator: ","))}")
    } else if tcpSocket != nil {
      fields.append("\"tcpSocket\":{\"port\":\(portNumber ?? 0)}")
    }
    // The API server's default.
    fields.append("\"timeoutSeconds\":\(timeoutSeconds ?? 1)")
    return "{\(fields.joined(separator: ","))}"
  }
}
