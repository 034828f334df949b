internal import SourceText

// What the table of ways of discovery cannot say.
extension DiscoveryKind.Special {
  func write(_ node: YAMLNode, by writer: JobWriter, to fields: inout Fields) {
    switch self {
    case .staticTargets:
      fields.add("targets", node["targets"] ?? [])
      fields.add("labels", node["labels"]?.sortedByKey ?? .empty)
    case .kubernetes: writeKubernetes(node, by: writer, to: &fields)
    case .dnsType:
      let minimum = ["NS": PrometheusVersion(2, 49), "MX": PrometheusVersion(2, 38)]
      fields.add("type", node["type"], since: minimum[node["type"]?.string ?? ""])
    case .azureEnvironment:
      // The operator starts the mapping anew here: what logs in is lost with it.
      guard let environment = node["environment"] else { return }
      fields = writer.fields()
      fields.add("environment", environment)
    case .ovhService:
      let services = ["VPS": "vps", "DedicatedServer": "dedicated_server"]
      fields.add("service", node["service"]?.string.flatMap { services[$0] }.map { .string($0) })
    case .ionosAuthorization:
      if node["oauth2"] == nil { writer.addAuthorization(node["authorization"] ?? .empty, to: &fields) }
    }
  }

  private func writeKubernetes(_ node: YAMLNode, by writer: JobWriter, to fields: inout Fields) {
    let role = (node["role"] ?? "").lowercased
    fields.add("api_server", node["apiServer"])
    fields.add("role", role, since: role.string == "endpointslice" ? PrometheusVersion(2, 21) : nil)
    writer.addBasicAuth(node["basicAuth"], to: &fields)
    writer.addAuthorization(node["authorization"], to: &fields)
    writer.addOAuth2(node["oauth2"], to: &fields)
    writer.addProxy(node, to: &fields)
    fields.add("follow_redirects", node["followRedirects"])
    fields.add("enable_http2", node["enableHTTP2"])
    writer.addTLS(node["tlsConfig"], to: &fields)
    if let namespaces = node["namespaces"] {
      var inner = writer.fields()
      inner.add("names", namespaces["names"] ?? [])
      inner.add("own_namespace", namespaces["ownNamespace"])
      fields.add("namespaces", inner)
    }
    let selectors = node.list("selectors").map { selector in
      var inner = writer.fields()
      inner.add("role", (selector["role"] ?? "").lowercased)
      inner.add("label", selector["label"])
      inner.add("field", selector["field"])
      return inner.node
    }
    if !selectors.isEmpty { fields.add("selectors", .sequence(selectors), since: PrometheusVersion(2, 17)) }
    if let attached = node["attachMetadata"] {
      let minimum = [
        "pod": PrometheusVersion(2, 35), "endpoints": PrometheusVersion(2, 37),
        "endpointslice": PrometheusVersion(2, 37),
      ]
      // Other roles have nothing to attach.
      guard let since = minimum[role.string ?? ""] else { return }
      fields.add("attach_metadata", ["node": attached["node"] ?? .null], since: since)
    }
  }

  /// The keys that the special way reads.
  var fields: [String: Schema.Field] {
    switch self {
    case .staticTargets:
      [
        "targets": Schema.list(.notEmpty, minimum: 1, isSet: true).required,
        "labels": Schema.map(.text).optional,
      ]
    case .kubernetes: Self.kubernetesFields
    case .dnsType: ["type": Schema.text(.oneOf(["A", "AAAA", "MX", "NS", "SRV"])).optional]
    case .azureEnvironment: ["environment": Schema.notEmpty.optional]
    case .ovhService: ["service": Schema.text(.oneOf(["VPS", "DedicatedServer"])).required]
    case .ionosAuthorization: ["authorization": Schema.authorization.required]
    }
  }

  private static let kubernetesFields: [String: Schema.Field] = {
    let role = Schema.text(.oneOf(["Pod", "Endpoints", "Ingress", "Service", "Node", "EndpointSlice"]))
    let selector = Schema.object(
      Schema.keys(["label": .notEmpty, "field": .notEmpty]) + ["role": role.required])
    return Schema.proxyKeys
      + Schema.keys([
        "apiServer": .notEmpty, "basicAuth": .basicAuth, "authorization": .authorization, "oauth2": .oauth2,
        "followRedirects": .boolean, "enableHTTP2": .boolean, "tlsConfig": .safeTLS,
        "namespaces": .object(Schema.keys(["names": .list(.text, isSet: true), "ownNamespace": .boolean])),
        "selectors": .list(selector), "attachMetadata": .attachMetadata,
      ]) + ["role": role.required]
  }()
}
