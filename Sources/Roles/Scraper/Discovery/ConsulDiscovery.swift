import Contract
import Exposition
import PrometheusModel
import SourceText
import Wire

/// `consul_sd_configs`: the instances of the services in a Consul catalogue.
///
/// Prometheus lets the server hold its questions until something changes, but asks no more often than the refresh
/// interval; here it is asked at every interval.
///
/// Source: prometheus/prometheus `discovery/consul/consul.go`, 3.5.0.
struct ConsulDiscovery: Sendable {
  private let configuration: ConsulDiscoveryConfiguration
  private let client: TargetClient
  private let headers: HTTPHeaders

  /// A provider of what the catalogue says.
  static func provider(
    _ configuration: ConsulDiscoveryConfiguration, source: IPAddress, version: PrometheusVersion,
    log: @escaping @Sendable (String) -> Void
  ) -> PolledDiscovery {
    var headers: HTTPHeaders = ["User-Agent": "Prometheus/\(version)"]
    if !configuration.token.isEmpty { headers.add("X-Consul-Token", configuration.token) }
    let discovery = ConsulDiscovery(
      configuration: configuration, client: TargetClient(configuration.client, source: source), headers: headers
    )
    let interval = Int64(configuration.refreshInterval.milliseconds)
    return PolledDiscovery(intervalMilliseconds: interval, log: log) { () throws(RoleFailure) in
      try discovery.groups()
    }
  }

  private func groups() throws(RoleFailure) -> [PolledDiscovery.Group] {
    let datacenter = try datacenter()
    return try serviceNames().map { name throws(RoleFailure) in
      var query = [("stale", configuration.allowStale ? "" : nil)]
      query += configuration.tags.map { ("tag", $0) }
      let instances = try get("/v1/health/service/\(name)", query, filter: configuration.healthFilter)
      return PolledDiscovery.Group(
        source: name,
        targets: (instances.sequence ?? []).map { labels(of: $0, service: name, datacenter: datacenter) })
    }
  }

  private func datacenter() throws(RoleFailure) -> String {
    if !configuration.datacenter.isEmpty { return configuration.datacenter }
    let agent = try get("/v1/agent/self", [], filter: "")
    guard let name = agent["Config"]?["Datacenter"]?.string else {
      throw RoleFailure("invalid value for Config.Datacenter")
    }
    return name
  }

  private func serviceNames() throws(RoleFailure) -> [String] {
    if !configuration.services.isEmpty, configuration.tags.isEmpty { return configuration.services }
    let all = try get(
      "/v1/catalog/services", [("stale", configuration.allowStale ? "" : nil)], filter: configuration.filter)
    return (all.mapping ?? []).compactMap { entry in
      guard let name = entry.key.string else { return nil }
      let tags = Set((entry.value.sequence ?? []).compactMap(\.string))
      let isWatched = configuration.services.isEmpty || configuration.services.contains(name)
      return isWatched && configuration.tags.allSatisfy(tags.contains) ? name : nil
    }.sorted()
  }

  private func labels(of instance: YAMLNode, service name: String, datacenter: String) -> Labels {
    let (node, service) = (instance["Node"], instance["Service"])
    func text(_ node: YAMLNode?, _ key: String) -> String { node?[key]?.string ?? "" }
    let port = service?["Port"]?.int.map { "\($0)" } ?? "0"
    let own = text(service, "Address")
    let host = own.isEmpty ? text(node, "Address") : own
    let separator = configuration.tagSeparator
    let tags = (service?["Tags"]?.sequence ?? []).compactMap(\.string).joined(separator: separator)
    var labels: Labels = [
      "__address__": (host.contains(":") ? "[\(host)]" : host) + ":" + port,
      "__meta_consul_address": text(node, "Address"), "__meta_consul_node": text(node, "Node"),
      "__meta_consul_namespace": text(service, "Namespace"),
      "__meta_consul_partition": text(service, "Partition"), "__meta_consul_tags": separator + tags + separator,
      "__meta_consul_service_address": own, "__meta_consul_service_port": port,
      "__meta_consul_service_id": text(service, "ID"), "__meta_consul_service": name,
      "__meta_consul_dc": datacenter, "__meta_consul_health": Self.health(instance["Checks"]?.sequence ?? []),
    ]
    for (prefix, values) in [
      ("metadata_", node?["Meta"]), ("service_metadata_", service?["Meta"]),
      ("tagged_address_", node?["TaggedAddresses"]),
    ] {
      for entry in values?.mapping ?? [] {
        labels["__meta_consul_" + prefix + Self.sanitised(entry.key.string ?? "")] = entry.value.string ?? ""
      }
    }
    return labels
  }

  /// The worst of all checks.
  ///
  /// Source: hashicorp/consul `api/health.go`, `HealthChecks.AggregatedStatus`.
  private static func health(_ checks: [YAMLNode]) -> String {
    let maintenance = ["_node_maintenance", "_service_maintenance"]
    if checks.contains(where: { check in
      maintenance.contains { check["CheckID"]?.string?.hasPrefix($0) ?? false }
    }) {
      return "maintenance"
    }
    let states = checks.compactMap { $0["Status"]?.string }
    return ["critical", "warning"].first(where: states.contains) ?? "passing"
  }

  private static func sanitised(_ name: String) -> String {
    String(
      name.unicodeScalars.map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          ? Character(scalar) : "_"
      })
  }

  private func get(
    _ path: String, _ query: [(String, String?)], filter: String
  ) throws(RoleFailure) -> YAMLNode {
    var items = query.compactMap { name, value in value.map { (name, $0) } }
    if !filter.isEmpty { items.append(("filter", filter)) }
    if !configuration.datacenter.isEmpty { items.append(("dc", configuration.datacenter)) }
    if !configuration.namespace.isEmpty { items.append(("ns", configuration.namespace)) }
    if !configuration.partition.isEmpty { items.append(("partition", configuration.partition)) }
    for (key, value) in configuration.nodeMetadata.sorted(by: { $0.key < $1.key }) {
      items.append(("node-meta", "\(key):\(value)"))
    }
    let text = items.map { "\($0)=\(FormEncoding.encode($1))" }.joined(separator: "&")
    let base = "\(configuration.scheme)://\(configuration.server)\(configuration.pathPrefix)"
    let answer = try JSONAnswer.get(base + path + (text.isEmpty ? "" : "?" + text), client, headers)
    guard let node = YAMLNode(json: answer.text) else { throw RoleFailure("\(path): not JSON") }
    return node
  }
}
