import Contract
import KubernetesModel
import Scenarios

/// The cluster IPs of Services, which only Prometheus' own sidecar answers at.
///
/// Without one a cluster IP is what an author writes: kube-proxy's balancing is not played.
struct ServiceAddresses {
  private var addresses: [String: IPAddress] = [:]

  /// None.
  init() {}

  /// An address for each Service of a scenario that has none of its own and is not headless.
  init(_ scenario: Scenario, _ address: (Int) -> IPAddress) {
    for state in scenario.states {
      for service in state.services where service.spec.clusterIP == nil {
        let key = Self.key(service)
        if addresses[key] == nil { addresses[key] = address(addresses.count) }
      }
    }
  }

  /// The cluster IP of a Service; nil for one that is not ours.
  func address(of service: Service) -> IPAddress? {
    service.spec.clusterIP == nil ? addresses[Self.key(service)] : nil
  }

  /// The Service as the API server has it.
  func published(_ service: Service) -> Service {
    guard let address = address(of: service) else { return service }
    var service = service
    service.spec.clusterIP = address.description
    return service
  }

  private static func key(_ service: Service) -> String {
    "\(service.metadata.namespace ?? "default")/\(service.metadata.name)"
  }
}
