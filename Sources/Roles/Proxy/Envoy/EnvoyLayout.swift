import Contract
import MeshModel
import SourceText

/// What a real Envoy is started with, and the listeners that it reads from a file: as the pod's mesh configures it.
struct EnvoyLayout {
  private enum Mesh {
    case istio(IstioVersion)
    case consul(ConsulEnvoy)
  }

  private let configuration: ProxyConfiguration
  private let mesh: Mesh

  init(_ configuration: ProxyConfiguration) throws(RoleFailure) {
    self.configuration = configuration
    if let consul = configuration.consul {
      mesh = .consul(ConsulEnvoy(configuration: configuration, consul: consul))
      return
    }
    guard let version = IstioVersion(configuration.version) else {
      throw RoleFailure("\(configuration.version) is no version of Istio")
    }
    guard EnvoyPolicies.policies(configuration) != nil else {
      throw RoleFailure("an AuthorizationPolicy cannot be read")
    }
    mesh = .istio(version)
  }

  /// The bootstrap, which reads its listeners from `listeners`, in the folder `watched`.
  func bootstrap(listeners: String, watched: String) -> YAMLNode {
    switch mesh {
    case .istio(let version):
      EnvoyBootstrap(configuration: configuration, version: version).bootstrap(
        listeners: listeners, watched: watched)
    case .consul(let consul): consul.bootstrap(listeners: listeners, watched: watched)
    }
  }

  /// The listeners.
  var resources: [YAMLNode] {
    switch mesh {
    case .istio(let version): EnvoyListeners(configuration: configuration, version: version).resources
    case .consul(let consul): consul.resources
    }
  }

  /// The contents of the file.
  func discovery(version number: Int) -> YAMLNode {
    EnvoyJSON.object(["version_info": "\(number)", "resources": .sequence(resources)])
  }
}
