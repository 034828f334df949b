import Contract
import Exposition
import PrometheusModel
import SourceText
import Wire

/// Asks a Consul server as Prometheus does.
///
/// Source: hashicorp/consul `api/api.go`, `api/catalog.go`, `api/health.go`, as prometheus/prometheus 3.5.0 uses them.
struct ConsulClient: Sendable {
  /// An answer, and the index at which it is so.
  struct Answer<Value: Sendable>: Sendable {
    var value: Value
    var index: Int
  }

  private let configuration: ConsulDiscoveryConfiguration
  private let client: TargetClient
  private let headers: HTTPHeaders

  /// How long the server may hold a question, in milliseconds. Source: `watchTimeout`.
  private static let waitMilliseconds = 120_000

  init(_ configuration: ConsulDiscoveryConfiguration, source: IPAddress, version: PrometheusVersion) {
    self.configuration = configuration
    client = TargetClient(configuration.client, source: source, version: version)
    var headers: HTTPHeaders = ["User-Agent": "Prometheus/\(version.number)"]
    if !configuration.token.isEmpty { headers.add("X-Consul-Token", configuration.token) }
    self.headers = headers
  }

  /// The data centre that the configuration names, or else the agent's.
  func datacenter(_ cancellation: Cancellation) throws(RoleFailure) -> String {
    if !configuration.datacenter.isEmpty { return configuration.datacenter }
    let agent = try get("/v1/agent/self", [], filter: "", after: 0, cancellation)
    guard let name = agent.value["Config"]?["Datacenter"]?.string else {
      throw RoleFailure("invalid value '<nil>' for Config.Datacenter")
    }
    return name
  }

  /// The names of the services that are watched.
  func services(after index: Int, _ cancellation: Cancellation) throws(RoleFailure) -> Answer<[String]> {
    let answer = try get(
      "/v1/catalog/services", [], filter: configuration.filter, after: index, cancellation)
    let names = (answer.value.mapping ?? []).filter { entry in
      let tags = Set((entry.value.sequence ?? []).compactMap(\.string))
      let isNamed = configuration.services.isEmpty || configuration.services.contains(entry.name)
      return isNamed && configuration.tags.allSatisfy(tags.contains)
    }.map(\.name)
    return Answer(value: names.sorted(), index: answer.index)
  }

  /// The targets of a service.
  func instances(
    of name: String, datacenter: String, after index: Int, _ cancellation: Cancellation
  ) throws(RoleFailure) -> Answer<[Labels]> {
    let answer = try get(
      "/v1/health/service/\(FormEncoding.encode(name))", configuration.tags.map { ("tag", $0) },
      filter: configuration.healthFilter, after: index, cancellation)
    let targets = (answer.value.sequence ?? []).map { labels(of: $0, service: name, datacenter: datacenter) }
    return Answer(value: targets, index: answer.index)
  }

  // MARK: Labels

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
        labels["__meta_consul_" + prefix + Self.sanitised(entry.name)] = entry.value.string ?? ""
      }
    }
    return labels
  }

  /// The worst of all checks.
  ///
  /// Source: hashicorp/consul `api/health.go`, `HealthChecks.AggregatedStatus`.
  private static func health(_ checks: [YAMLNode]) -> String {
    let isInMaintenance = checks.contains { check in
      let identifier = check["CheckID"]?.string ?? ""
      return identifier == "_node_maintenance" || identifier.hasPrefix("_service_maintenance:")
    }
    if isInMaintenance { return "maintenance" }
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

  // MARK: Asking

  private func get(
    _ path: String, _ query: [(String, String)], filter: String, after index: Int, _ cancellation: Cancellation
  ) throws(RoleFailure) -> Answer<YAMLNode> {
    var items = query
    if !configuration.namespace.isEmpty { items.append(("ns", configuration.namespace)) }
    if !configuration.partition.isEmpty { items.append(("partition", configuration.partition)) }
    if !configuration.datacenter.isEmpty { items.append(("dc", configuration.datacenter)) }
    if path != "/v1/agent/self" {
      if configuration.allowStale { items.append(("stale", "")) }
      if index > 0 { items.append(("index", "\(index)")) }
      items.append(("wait", "\(Self.waitMilliseconds)ms"))
      for (key, value) in configuration.nodeMetadata.sorted(by: { $0.key < $1.key }) {
        items.append(("node-meta", "\(key):\(value)"))
      }
      if !filter.isEmpty { items.append(("filter", filter)) }
    }
    let text = items.map { "\($0)=\(FormEncoding.encode($1))" }.joined(separator: "&")
    let base = "\(configuration.scheme)://\(configuration.server)\(configuration.pathPrefix)"
    let url = base + path + (text.isEmpty ? "" : "?" + text)
    let answer = try JSONAnswer.get(
      url, client, headers, milliseconds: Self.waitMilliseconds + 15_000, cancellation: cancellation)
    guard let node = YAMLNode(json: answer.text) else { throw RoleFailure("\(path): not JSON") }
    return Answer(value: node, index: answer.headers["X-Consul-Index"].flatMap { Int($0) } ?? 0)
  }
}
