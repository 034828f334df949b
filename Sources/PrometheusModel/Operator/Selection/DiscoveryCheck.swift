internal import SourceText

/// Checks the discovery of a ScrapeConfig.
///
/// Source: prometheus-operator `pkg/prometheus/resource_selector.go` `validateHTTPSDConfigs` and following,
/// 0.93.
struct DiscoveryCheck {
  var version: PrometheusVersion
  var assets: AssetCheck

  /// A kind of discovery in the order of the operator's checks.
  private struct Step: Sendable {
    var key: String
    /// How messages name it.
    var place: String
    /// The version below which every ScrapeConfig is refused, whether it has such discovery or not.
    var minimum: (version: PrometheusVersion, message: String)?
    /// Keys of the discovery that need a version, with the message.
    var newer: [(key: String, since: PrometheusVersion, message: String)] = []
  }

  /// Throws what is wrong with a ScrapeConfig.
  func check(_ spec: YAMLNode) throws(Rejection) {
    for step in Self.steps {
      if let minimum = step.minimum, version < minimum.version {
        throw Rejection("\(step.place): \(minimum.message)")
      }
      for (index, node) in spec.list(step.key).enumerated() {
        for (key, since, message) in step.newer where node[key] != nil && version < since {
          throw Rejection("\(step.place): \(message)")
        }
        try inside("\(step.place): [\(index)]") { () throws(Rejection) in try check(node, of: step.key) }
      }
    }
  }

  private func check(_ node: YAMLNode, of key: String) throws(Rejection) {
    switch key {
    case "kubernetesSDConfigs": try checkKubernetes(node)
    case "dnsSDConfigs":
      if let type = node.word("type"), type != "SRV", node["port"] == nil {
        throw Rejection("port required for record type \(Quoting.quoted(type))")
      }
    case "azureSDConfigs":
      guard try checkAzure(node) else { return }
    case "openstackSDConfigs":
      if node["role"]?.string == "LoadBalancer", version < PrometheusVersion(3, 2) {
        throw Rejection("The LoadBalancer role is only supported from Prometheus version 3.2.0")
      }
    default: break
    }
    try assets.lookUp(basicAuth: node["basicAuth"])
    try assets.lookUp(authorization: node["authorization"])
    try assets.lookUp(oauth2: node["oauth2"])
    try assets.lookUp(tls: node["tlsConfig"], hasFiles: false)
    if key != "openstackSDConfigs" {
      try assets.checkProxy(node)
      try assets.lookUp(proxy: node)
    }
    for secret in Self.secrets[key] ?? [] {
      if let reference = node[secret] { try assets.require(secret: reference) }
    }
  }

  /// Returns whether the rest is looked at, too: not with an identity that Azure itself gives.
  private func checkAzure(_ node: YAMLNode) throws(Rejection) -> Bool {
    let method = node.word("authenticationMethod") ?? ""
    let minimum = ["SDK": PrometheusVersion(2, 52), "WorkloadIdentity": PrometheusVersion(3, 11)]
    if let since = minimum[method], version < since {
      throw Rejection("\(method) authentication is only supported from Prometheus version \(since)")
    }
    if node["resourceGroup"] != nil, version < PrometheusVersion(2, 35) {
      throw Rejection("ResourceGroup is only supported from Prometheus version >= 2.35.0")
    }
    if ["ManagedIdentity", "SDK", "WorkloadIdentity"].contains(method) { return false }
    for key in ["tenantID", "clientID"] where node.word(key) == nil {
      throw Rejection("configuration requires a \(key)")
    }
    if node["clientSecret"] == nil { throw Rejection("configuration requires a clientSecret") }
    return true
  }

  private func checkKubernetes(_ node: YAMLNode) throws(Rejection) {
    let role = node.word("role") ?? ""
    if role == "EndpointSlice", version < PrometheusVersion(2, 21) {
      throw Rejection("EndpointSlice role is only supported for Prometheus version >= 2.21.0")
    }
    if node["apiServer"] != nil, node["namespaces"]?["ownNamespace"]?.bool == true {
      throw Rejection("cannot use 'apiServer' and 'namespaces.ownNamespace' simultaneously")
    }
    let allowed: [String] =
      switch role {
      case "EndpointSlice": ["pod", "service", "endpointslice"]
      case "Endpoints": ["pod", "service", "endpoints"]
      default: [role.lowercased()]
      }
    for selector in node.list("selectors") {
      guard !allowed.contains(selector.word("role")?.lowercased() ?? "") else { continue }
      throw Rejection("\(role) role supports only \(allowed.joined(separator: ", ")) selectors")
    }
  }

  private static let secrets: [String: [String]] = [
    "consulSDConfigs": ["tokenRef"], "ec2SDConfigs": ["accessKey", "secretKey"],
    "azureSDConfigs": ["clientSecret"], "openstackSDConfigs": ["password", "applicationCredentialSecret"],
    "lightSailSDConfigs": ["accessKey", "secretKey"],
    "ovhcloudSDConfigs": ["applicationSecret", "consumerKey"],
    "scalewaySDConfigs": ["secretKey"],
  ]

  private static let steps: [Step] = [
    Step(
      key: "httpSDConfigs", place: "httpSDConfigs",
      minimum: (
        PrometheusVersion(2, 28), "HTTP SD configuration is only supported for Prometheus version >= 2.28.0"
      )),
    Step(key: "kubernetesSDConfigs", place: "kubernetesSDConfigs"),
    Step(
      key: "consulSDConfigs", place: "consulSDConfigs",
      newer: [
        needs("pathPrefix", "PathPrefix", "2.45.0", PrometheusVersion(2, 45)),
        needs("namespace", "Namespace", "2.28.0", PrometheusVersion(2, 28)),
        needs("filter", "Filter", "3.0.0", PrometheusVersion(3, 0)),
        needs("healthFilter", "HealthFilter", "3.11.2", PrometheusVersion(3, 11, 2)),
      ]), Step(key: "dnsSDConfigs", place: "dnsSDConfigs"), Step(key: "ec2SDConfigs", place: "ec2SDConfigs"),
    Step(key: "azureSDConfigs", place: "azureSDConfigs"),
    Step(key: "openstackSDConfigs", place: "openstackSDConfigs"),
    Step(
      key: "digitalOceanSDConfigs", place: "digitalOceanSDConfigs",
      minimum: (
        PrometheusVersion(2, 20),
        "service discovery for Digital Ocean is only supported for Prometheus version >= 2.20.0"
      )),
    Step(
      key: "kumaSDConfigs", place: "kumaSDConfigs",
      newer: [
        (
          "clientID", PrometheusVersion(2, 50),
          "field `clientID` in kuma SD configuration is only supported for Prometheus version >= 2.50.0"
        )
      ]), Step(key: "eurekaSDConfigs", place: "eurekaSDConfigs"),
    Step(
      key: "dockerSDConfigs", place: "dockerSDConfigs",
      newer: [
        (
          "matchFirstNetwork", PrometheusVersion(2, 54, 1),
          "[0]: field `matchFirstNetwork` is only supported for Prometheus version >= 2.54.1"
        )
      ]),
    Step(
      key: "linodeSDConfigs", place: "linodeSDConfigs",
      minimum: (
        PrometheusVersion(2, 28), "linode SD configuration is only supported for Prometheus version >= 2.28.0"
      )),
    Step(
      key: "hetznerSDConfigs", place: "hetznerSDConfigs",
      newer: [
        (
          "labelSelector", PrometheusVersion(3, 5),
          "[0]: field `labelSelector` is only supported for Prometheus version >= 3.5.0"
        )
      ]), Step(key: "nomadSDConfigs", place: "nomadSDConfigs"),
    Step(
      key: "dockerSwarmSDConfigs", place: "dockerswarmSDConfigs",
      minimum: (
        PrometheusVersion(2, 20),
        "dockerswarm SD configuration is only supported for Prometheus version >= 2.20.0"
      )),
    Step(
      key: "puppetDBSDConfigs", place: "puppetDBSDConfigs",
      minimum: (
        PrometheusVersion(2, 31), "puppetDB SD configuration is only supported for Prometheus version >= 2.31.0"
      )),
    Step(
      key: "lightSailSDConfigs", place: "lightSailSDConfigs",
      minimum: (
        PrometheusVersion(2, 27),
        "lightSail SD configuration is only supported for Prometheus version >= 2.27.0"
      )),
    Step(
      key: "ovhcloudSDConfigs", place: "OVHCloudSDConfigs",
      minimum: (
        PrometheusVersion(2, 40), "OVHCloud SD configuration is only supported for Prometheus version >= 2.40.0"
      )),
    Step(
      key: "scalewaySDConfigs", place: "ScalewaySDConfigs",
      minimum: (
        PrometheusVersion(2, 26), "ScaleWay SD configuration is only supported for Prometheus version >= 2.26.0"
      )),
    Step(
      key: "ionosSDConfigs", place: "IonosSDConfigs",
      minimum: (
        PrometheusVersion(2, 36), "IONOS SD configuration is only supported for Prometheus version >= 2.36.0"
      )),
  ]

  private static func needs(
    _ key: String, _ field: String, _ text: String, _ since: PrometheusVersion
  ) -> (key: String, since: PrometheusVersion, message: String) {
    (key, since, "field `config.\(field)` is only supported for Prometheus version >= \(text)")
  }
}
