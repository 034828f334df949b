public import KubernetesModel

extension DiscoveryLabels {
  /// The group of an Ingress.
  ///
  /// Source: prometheus/prometheus `discovery/kubernetes/ingress.go` `buildIngress`, 3.14.0.
  public static func group(ingress: Ingress, in context: Context) -> TargetGroup {
    let namespace = ingress.metadata.namespace ?? ""
    var shared = MetaLabels()
    shared["namespace"] = namespace
    shared["ingress_class_name"] = ingress.spec?.ingressClassName
    shared.addObject(ingress.metadata, role: "ingress")
    shared.attachNamespace(namespace, in: context)
    var group = TargetGroup(source: "ingress/\(namespace)/\(ingress.metadata.name)", shared: shared)
    let secured = (ingress.spec?.tls ?? []).flatMap { $0.hosts ?? [] }
    for rule in ingress.spec?.rules ?? [] {
      let host = rule.host ?? ""
      let isSecured = secured.contains { hostname(host, fits: $0, version: context.version) }
      let paths = rule.http.map { $0.paths.map { $0.path ?? "" } } ?? [""]
      for path in paths {
        var labels = MetaLabels()
        labels.address = host
        labels["ingress_scheme"] = isSecured ? "https" : "http"
        labels["ingress_host"] = host
        labels["ingress_path"] = path.isEmpty ? "/" : path
        group.own.append(labels)
      }
    }
    return group.known(to: context.version)
  }

  /// Whether a host is the pattern's, or of its wildcard: `*.` stands for exactly one label.
  private static func hostname(_ host: String, fits pattern: String, version: PrometheusVersion) -> Bool {
    if pattern == host { return true }
    let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
    let given = host.split(separator: ".", omittingEmptySubsequences: false)
    return version.matchesIngressWildcards && wanted.first == "*" && wanted.count == given.count
      && wanted.dropFirst() == given.dropFirst()
  }
}
