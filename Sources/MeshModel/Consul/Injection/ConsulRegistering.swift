import KubernetesModel

/// How a pod becomes an instance of a service in Consul: through the Kubernetes Services that select it.
///
/// Source: hashicorp/consul-k8s `control-plane/connect-inject/controllers/endpoints/endpoints_controller.go`,
/// `createServiceRegistrations`, and `control-plane/subcommand/connect-init/command.go`,
/// `getConnectServiceRegistrations`, 0.26.0 to 2.0.3.
struct ConsulRegistering {
  let pod: Pod
  let services: [Service]
  let values: ConsulValues
  let version: ConsulVersion

  private var annotations: [String: String] { pod.metadata.annotations ?? [:] }

  /// Names the service and its port, or says for what the init container waits.
  func register(_ outcome: inout ConsulInjectionOutcome) {
    let port = servicePort
    outcome.servicePort = port
    let named = annotations[ConsulAnnotation.service]?.split(separator: ",").first.map(String.init)
    guard version.exhibits(.needsService) else {
      outcome.service = named ?? pod.spec.containers.first?.name
      return
    }
    let counting = services.filter(counts).map(\.metadata.name)
    guard let first = counting.first else {
      outcome.waitsFor = "no Service selects the pod, so that Consul does not know it"
      return
    }
    guard counting.count == 1 || !version.exhibits(.needsOneService) else {
      outcome.waitsFor =
        "\(counting.count) Services select the pod (\(counting.joined(separator: ", "))); Consul takes one"
      return
    }
    let service = named ?? first
    let account = pod.spec.serviceAccountName ?? "default"
    if values.global.acls.manageSystemACLs, account != service, version.exhibits(.needsAccountOfService) {
      outcome.waitsFor =
        "the service account \(account) is not named as the service \(service), which ACLs ask for"
      return
    }
    outcome.service = service
  }

  /// Whether a Service brings the pod into Consul.
  private func counts(_ service: Service) -> Bool {
    guard let selector = service.spec.selector, !selector.isEmpty,
      selector.allSatisfy({ pod.metadata.labels?[$0.key] == $0.value })
    else { return false }
    if service.metadata.labels?[ConsulAnnotation.serviceIgnore] == "true" { return false }
    return annotations[ConsulAnnotation.kubernetesService].map { $0 == service.metadata.name } ?? true
  }

  /// The port under which the service is registered; Consul's free edition knows one.
  private var servicePort: UInt16? {
    let tokens = (annotations[ConsulAnnotation.port] ?? "").split(separator: ",").map(GoSyntax.trimmedSpace)
    guard let first = tokens.first else { return nil }
    var chosen = first
    if let wanted = annotations[ConsulAnnotation.defaultPort], version.exhibits(.severalDefaultPorts) {
      chosen =
        tokens.first { $0 == wanted || ConsulMetrics.port($0, of: pod).map(String.init) == wanted } ?? first
    }
    return ConsulMetrics.port(chosen, of: pod).flatMap { $0 > 0 ? UInt16(exactly: $0) : nil }
  }
}
