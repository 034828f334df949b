import KubernetesModel

/// A container laid over another one of the same name, as a strategic merge patch does it.
///
/// Source: kubernetes/api `core/v1/types.go`, patchMergeKey of `Container` (env by name, ports by number);
/// istio/istio `pkg/kube/inject/webhook.go`, `applyContainer`, 1.30.3.
enum ContainerOverlay {
  static func merge(_ base: Container, with overlay: Container) -> Container {
    var result = base
    if let image = overlay.image, !image.isEmpty, image != "auto" { result.image = image }
    if let args = overlay.args { result.args = args }
    if let policy = overlay.restartPolicy { result.restartPolicy = policy }
    for variable in overlay.env ?? [] {
      var env = result.env ?? []
      if let index = env.firstIndex(where: { $0.name == variable.name }) {
        env[index] = variable
      } else {
        env.append(variable)
      }
      result.env = env
    }
    for port in overlay.ports ?? [] {
      var ports = result.ports ?? []
      if let index = ports.firstIndex(where: { $0.containerPort == port.containerPort }) {
        ports[index] = port
      } else {
        ports.append(port)
      }
      result.ports = ports
    }
    return result
  }
}
