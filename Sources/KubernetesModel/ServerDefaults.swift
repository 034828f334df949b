/// What the API server fills in before it stores an object, as far as discovery reads it: whoever lists or watches sees
/// objects with it.
///
/// Source: kubernetes/kubernetes `pkg/apis/core/v1/zz_generated.defaults.go` and `defaults.go` `SetDefaults_Service`,
/// v1.30.0.
extension Pod {
  /// The pod as the API server has it.
  public var withServerDefaults: Pod {
    var pod = self
    pod.spec.containers = spec.containers.map(\.withServerDefaults)
    pod.spec.initContainers = spec.initContainers?.map(\.withServerDefaults)
    return pod
  }
}

extension Container {
  fileprivate var withServerDefaults: Container {
    var container = self
    container.ports = ports?.map { port in
      var port = port
      port.protocol = port.protocol ?? "TCP"
      return port
    }
    return container
  }
}

extension Service {
  /// The Service as the API server has it.
  public var withServerDefaults: Service {
    var service = self
    service.spec.type = spec.type ?? "ClusterIP"
    service.spec.ports = spec.ports?.map { port in
      var port = port
      port.protocol = port.protocol ?? "TCP"
      return port
    }
    return service
  }
}
