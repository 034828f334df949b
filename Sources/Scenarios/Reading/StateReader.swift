import KubernetesModel
import MeshModel
import SourceText

/// Makes a state of nodes that have the right form already.
struct StateReader {
  let world: World
  let source: SourceFile
  let diagnostics: DiagnosticCollector
  let manifests: ManifestCache

  func state(named name: String?, expectations: [YAMLNode]) -> State {
    let faults = world.node.stringMap("faults") ?? [:]
    var mesh = mesh()
    mesh.authorizationPolicies = AuthorizationReader(
      mesh: mesh, providers: extensionProviders, source: source, diagnostics: diagnostics
    ).policies(world.node["authorizationPolicies"]?.sequence ?? [])
    var pods = (world.node["pods"]?.sequence ?? []).map {
      PodReader(faults: faults, diagnostics: diagnostics, manifests: manifests).template($0)
    }
    pods += consulServers(mesh)
    let services = (world.node["services"]?.sequence ?? []).compactMap { service($0) }
    let prometheus = prometheus(fault: faults["scraper"])
    check(prometheus, mesh)
    var state = State(
      name: name, mesh: mesh, prometheus: prometheus,
      namespaces: namespaces(mesh, prometheus, pods: pods, services: services), pods: pods, services: services,
      expectations: expectations.compactMap { ExpectationReader(diagnostics: diagnostics).expectation($0) },
      kubernetes: world.others, faults: faults, consul: consul())
    state.networkPolicies = NetworkPolicyReader(prometheus: prometheus, diagnostics: diagnostics)
      .policies(world.node["networkPolicies"]?.sequence ?? [])
    state.hasAPIServer = world.node["apiServer"]?["available"]?.bool ?? true
    return state
  }

  private func prometheus(fault: String?) -> PrometheusInstall {
    let node = world.node["prometheus"] ?? .mapping([])
    let monitors = (node["monitors"]?.sequence ?? []) + world.monitors
    for monitor in node["monitors"]?.sequence ?? [] { check(monitor: monitor) }
    var install = PrometheusInstall(
      flavour: node["flavour"]?.string ?? "", version: node["version"]?.string,
      features: node["features"]?.sequence?.compactMap(\.string) ?? [],
      release: node["release"]?.string ?? "prometheus", namespace: node["namespace"]?.string ?? "monitoring",
      values: node["values"], scrapeConfigs: node["scrapeConfigs"]?.sequence ?? [], monitors: monitors,
      sidecar: node["sidecar"]?.string ?? "none", fault: fault, span: node.span)
    install.podLabels = node.stringMap("podLabels")
    install.files = files(node["files"])
    install.annotations = node.stringMap("annotations") ?? [:]
    install.certificates = certificates(node, sidecar: install.sidecar)
    return install
  }

  private func files(_ node: YAMLNode?) -> [String: YAMLNode] {
    var files: [String: YAMLNode] = [:]
    for entry in node?.mapping ?? [] {
      if entry.name.isEmpty || entry.name.contains("/") || entry.name.hasPrefix(".")
        || entry.name == "prometheus.yml"
      {
        diagnostics.error(
          "`\(entry.name.excerpt)` is no name for a file beside prometheus.yml: it must be a plain one, without /",
          at: entry.key.span)
      }
      files[entry.name] = entry.value
    }
    return files
  }

  private func check(monitor: YAMLNode) {
    let kind = monitor["kind"]?.string ?? ""
    if !ManifestObjects.monitorKinds.contains(kind) {
      let near = suggestion(for: kind, among: ManifestObjects.monitorKinds)
      let message =
        kind.isEmpty ? "a monitor needs the key `kind`" : "`\(kind.excerpt)` is no kind of monitor\(near)"
      diagnostics.error(message, at: monitor["kind"]?.span ?? monitor.span)
    } else if monitor["metadata"]?["name"]?.text == nil {
      diagnostics.error("this \(kind) needs `metadata.name`", at: monitor["metadata"]?.span ?? monitor.span)
    }
  }

  private func service(_ node: YAMLNode) -> Service? {
    do throws(Diagnostic) {
      var service = try node.decode(Service.self)
      service.metadata.namespace = service.metadata.namespace ?? "default"
      return service
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  /// Every namespace that something lives in, and every one that is listed.
  ///
  /// The API server labels each with its name. Source: kubernetes/kubernetes `pkg/registry/core/namespace/strategy.go`,
  /// since 1.21.
  private func namespaces(
    _ mesh: Mesh, _ prometheus: PrometheusInstall, pods: [PodTemplate], services: [Service]
  )
    -> [Namespace]
  {
    var labels: [String: [String: String]] = [:]
    var annotations: [String: [String: String]] = [:]
    var names: [String] = []
    func add(
      _ name: String, _ own: [String: String]?, annotated: [String: String]? = nil, isMeshed: Bool
    ) {
      guard labels[name] == nil else { return }
      let injection = mesh.kind == .istio && isMeshed ? ["istio-injection": "enabled"] : [:]
      labels[name] = own ?? injection
      annotations[name] =
        annotated ?? (mesh.kind == .linkerd && isMeshed ? ["linkerd.io/inject": "enabled"] : nil)
      names.append(name)
    }
    for node in world.node["namespaces"]?.sequence ?? [] {
      add(
        node["name"]?.string ?? "", node.stringMap("labels"), annotated: node.stringMap("annotations"),
        isMeshed: true)
    }
    for pod in pods { add(pod.pod.metadata.namespace ?? "default", nil, isMeshed: true) }
    for service in services { add(service.metadata.namespace ?? "default", nil, isMeshed: true) }
    add(prometheus.namespace, nil, isMeshed: false)
    if mesh.kind == .istio { add(mesh.config.rootNamespace, nil, isMeshed: false) }
    for monitor in prometheus.monitors {
      add(monitor["metadata"]?["namespace"]?.string ?? "default", nil, isMeshed: false)
    }
    return names.map { name in
      var all = labels[name] ?? [:]
      all["kubernetes.io/metadata.name"] = name
      return Namespace(metadata: ObjectMeta(name: name, labels: all, annotations: annotations[name]))
    }
  }
}
