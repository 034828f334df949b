import SourceText

/// Reads an entry of `kubernetes_sd_configs`.
///
/// Source: prometheus/prometheus discovery/kubernetes/kubernetes.go `SDConfig.UnmarshalYAML`, 3.5 and 3.14.
struct KubernetesDiscoveryReader {
  private typealias Role = KubernetesDiscoveryConfiguration.Role

  private let version: PrometheusVersion
  private let refusesUnsupported: Bool

  init(version: PrometheusVersion, refusesUnsupported: Bool = true) {
    self.version = version
    self.refusesUnsupported = refusesUnsupported
  }

  func read(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> KubernetesDiscoveryConfiguration? {
    var fields = FieldReader(node, as: .kubernetes, version: version, into: diagnostics)
    guard node.mapping != nil else { return nil }
    let role = role(&fields, "role")
    let apiServer = fields.string("api_server")
    if let fault = ServerURL.parseFault(apiServer) { fields.error(fault, at: "api_server") }
    let kubeconfig = fields.string("kubeconfig_file")
    let (names, own) = namespaces(&fields)
    let selectors = (fields.list("selectors", of: "kubernetes.SelectorConfig") ?? [])
      .map { selector($0, diagnostics) }
    let attaching = metadata(&fields)
    let client = HTTPClientReader(version: version, refusesUnsupported: refusesUnsupported).read(&fields)
    fields.finish()
    guard let role else {
      if fields.take("role")?.isNull ?? true {
        fields.error("role missing (one of: pod, service, endpoints, endpointslice, node, ingress)", at: "role")
      }
      return nil
    }
    var configuration = KubernetesDiscoveryConfiguration(role: role)
    configuration.apiServer = apiServer.isEmpty ? nil : apiServer
    configuration.kubeconfigFile = kubeconfig.isEmpty ? nil : kubeconfig
    configuration.namespaces = names
    configuration.ownNamespace = own
    configuration.selectors = selectors.compactMap(\.selector)
    configuration.attaching = attaching
    configuration.client = client
    validate(configuration, fields)
    validate(selectors, of: role, diagnostics)
    return configuration
  }

  // MARK: - Fields

  private func role(_ fields: inout FieldReader, _ field: String) -> Role? {
    let text = fields.string(field)
    guard let node = fields.take(field), node.string != nil else { return nil }
    if let role = Role(rawValue: text), role != .endpointslice || version >= PrometheusVersion(2, 21) {
      return role
    }
    let near = nearest(text, among: Role.allCases.map(\.rawValue)).map { "; did you mean `\($0)`?" } ?? ""
    fields.error("unknown Kubernetes SD role \(Quoting.quoted(text))\(near)", at: field)
    return nil
  }

  private func namespaces(_ fields: inout FieldReader) -> (names: [String], own: Bool) {
    guard let node = fields.take("namespaces"), !node.isNull else { return ([], false) }
    var inner = FieldReader(node, as: .kubernetesNamespaces, version: version, into: fields.diagnostics)
    let names = inner.strings("names") ?? []
    let own = inner.bool("own_namespace")
    inner.finish()
    return (names, own)
  }

  private typealias SelectorEntry = (node: YAMLNode, selector: KubernetesDiscoveryConfiguration.Selector?)

  private func selector(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> SelectorEntry {
    var fields = FieldReader(node, as: .kubernetesSelector, version: version, into: diagnostics)
    let role = role(&fields, "role")
    let label = fields.string("label")
    let field = fields.string("field")
    fields.finish()
    if let problem = SelectorSyntax.problem(withFields: field) { fields.error(problem, at: "field") }
    if let problem = SelectorSyntax.problem(withLabels: label, version: version) {
      fields.error(problem, at: "label")
    }
    return (
      node, role.map { KubernetesDiscoveryConfiguration.Selector(role: $0, label: label, field: field) }
    )
  }

  private func metadata(_ fields: inout FieldReader) -> AttachedMetadata {
    guard let node = fields.take("attach_metadata"), !node.isNull else { return AttachedMetadata() }
    var inner = FieldReader(node, as: .kubernetesMetadata, version: version, into: fields.diagnostics)
    let attaching = AttachedMetadata(
      node: inner.bool("node"), namespace: inner.bool("namespace"), deployment: inner.bool("deployment"),
      job: inner.bool("job"), cronJob: inner.bool("cronjob"))
    inner.finish()
    return attaching
  }

  // MARK: - Validation

  private func validate(_ configuration: KubernetesDiscoveryConfiguration, _ fields: FieldReader) {
    let hasServer = configuration.apiServer != nil
    let hasFile = configuration.kubeconfigFile != nil
    let hasClient = configuration.client != HTTPClientConfiguration()
    if hasServer, hasFile {
      fields.error("cannot use 'kubeconfig_file' and 'api_server' simultaneously", at: "kubeconfig_file")
    } else if hasFile, hasClient {
      fields.error(
        "cannot use a custom HTTP client configuration together with 'kubeconfig_file'", at: "kubeconfig_file")
    } else if !hasServer, hasClient {
      fields.error(
        "to use custom HTTP client configuration please provide the 'api_server' URL explicitly")
    } else if hasServer, configuration.ownNamespace {
      fields.error("cannot use 'api_server' and 'namespaces.own_namespace' simultaneously", at: "namespaces")
    } else if hasFile, configuration.ownNamespace {
      fields.error(
        "cannot use 'kubeconfig_file' and 'namespaces.own_namespace' simultaneously", at: "namespaces")
    }
  }

  private func validate(_ entries: [SelectorEntry], of role: Role, _ diagnostics: DiagnosticCollector) {
    var seen: Set<Role?> = []
    let allowed = allowedSelectors(of: role)
    for (node, selector) in entries {
      // A role that is none has been refused by its name.
      if selector == nil, let named = node["role"], !named.isNull { continue }
      if !seen.insert(selector?.role).inserted {
        diagnostics.error("duplicated selector role: \(selector?.role.rawValue ?? "")", at: node.span)
      } else if selector.map({ !allowed.contains($0.role) }) ?? true {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        diagnostics.error("\(role.rawValue) role supports only \(names) selectors", at: node.span)
      }
    }
  }

  private func allowedSelectors(of role: Role) -> [Role] {
    switch role {
    case .pod: version < PrometheusVersion(3, 11) ? [.pod] : [.pod, .node]
    case .endpoints: [.pod, .service, .endpoints]
    case .endpointslice: [.pod, .service, .endpointslice]
    case .service, .node, .ingress: [role]
    }
  }
}
