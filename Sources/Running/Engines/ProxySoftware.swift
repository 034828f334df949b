public import Contract

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which sidecar proxy runs in the pods.
public enum ProxySoftware: Sendable, Hashable {
  /// Our own, as Istio of the scenario's version configures Envoy.
  case builtIn
  /// A real Envoy, configured from the same plan.
  case envoy(RealEngine)

  /// Reads `builtin`, `envoy`, `envoy@1.40`.
  public init?(_ text: String) throws(HarnessFailure) {
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    let version = parts.count == 2 ? parts[1] : nil
    switch parts.first {
    case "builtin" where version == nil: self = .builtIn
    case "envoy": self = .envoy(try EngineCatalogue.engine("envoy", version: version))
    default: return nil
    }
  }

  /// `envoy 1.40.0`, for the fidelity label; nil for the built-in proxy.
  public var label: String? {
    if case .envoy(let engine) = self { "\(engine.name) \(engine.version)" } else { nil }
  }

  /// The role, played by this software where it is a proxy. `folder` is the scenario's own.
  func playing(_ role: RoleConfiguration, folder: String) -> RoleConfiguration {
    // What Prometheus' own sidecar does is played by the built-in proxy only, and Linkerd's proxy is no Envoy.
    guard case .envoy(let engine) = self, case .proxy(var proxy) = role, proxy.outbound.isEmpty,
      proxy.linkerd == nil
    else {
      return role
    }
    proxy.engine = ProxyEngine(
      program: engine.path.hasPrefix("/") ? engine.path : Self.absolute(engine.path), version: engine.version,
      folder: "\(folder)/envoy-\(proxy.pod.namespace)-\(proxy.pod.name)")
    return .proxy(proxy)
  }

  private static func absolute(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
