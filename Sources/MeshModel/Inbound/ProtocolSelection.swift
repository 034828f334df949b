public import KubernetesModel

/// How a proxy handles a port, as declared by the Service that names it.
public enum SelectedProtocol: String, Sendable, Hashable, Codable, CaseIterable {
  /// Declared HTTP, HTTP/2 or gRPC.
  case http
  /// Declared TCP, or something that is handled as TCP: TLS, HTTPS, databases.
  case tcp
  /// Not declared: the first bytes decide.
  case auto
}

/// Which protocol Istio takes a Service's port for.
///
/// Source: istio/istio `pkg/config/kube/conversion.go`, `ConvertProtocol`, `pkg/config/protocol/instance.go`,
/// `Parse`, and `pilot/pkg/networking/networking.go`, `ModelProtocolToListenerProtocol`, 1.30.3.
public enum ProtocolSelection {
  /// The protocol of a Service's port: by `appProtocol`, else by the prefix of the name, else sniffed.
  public static func portProtocol(
    of port: ServicePort, version: IstioVersion = .latest
  ) -> SelectedProtocol {
    declared(of: port, version: version) ?? undeclared(version: version)
  }

  /// The same on the client's side, where what is not declared was sniffed earlier.
  ///
  /// Source: istio/istio `operator/data/profiles/default.yaml`, `enableProtocolSniffingForOutbound`, 1.5.0.
  public static func outboundProtocol(
    of port: ServicePort, version: IstioVersion = .latest
  ) -> SelectedProtocol {
    declared(of: port, version: version) ?? .auto
  }

  private static func declared(of port: ServicePort, version: IstioVersion) -> SelectedProtocol? {
    var name = port.name ?? ""
    if let declared = port.appProtocol, version.exhibits(.readsAppProtocol) {
      name = declared
      if version.exhibits(.readsKubernetesAppProtocols) {
        switch declared {
        case "kubernetes.io/h2c", "kubernetes.io/ws": return .http
        case "kubernetes.io/wss": return .tcp
        default: break
        }
      }
    }
    if version.exhibits(.protocolByName) {
      if name.lowercased().hasPrefix("grpc-web") { return .http }
      let prefix = name.prefix { $0 != "-" }.lowercased()
      if httpNames.contains(prefix) { return .http }
      if tcpNames.contains(prefix) { return .tcp }
    }
    if wellKnownTCPPorts.contains(port.port), version.exhibits(.wellKnownTCPPorts) { return .tcp }
    return nil
  }

  /// What a port is that no Service names, or that names no protocol.
  public static func undeclared(version: IstioVersion) -> SelectedProtocol {
    version.exhibits(.sniffsInbound) ? .auto : .tcp
  }

  private static let httpNames: Set<String> = ["http", "http2", "grpc", "http_proxy"]
  private static let tcpNames: Set<String> = ["tcp", "https", "tls", "mongo", "redis", "mysql"]
  /// SMTP, DNS, MySQL, MongoDB: sniffing would break protocols in which the server speaks first.
  private static let wellKnownTCPPorts: Set<UInt16> = [25, 53, 3306, 27017]
}
