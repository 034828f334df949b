internal import KubernetesModel
internal import SourceText

// Where and how a monitor's targets are discovered.
extension JobWriter {
  /// Adds the `kubernetes_sd_configs` of a monitor.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateK8SSDConfig`, 0.93.
  func addKubernetesDiscovery(
    role: String, namespaceSelector: YAMLNode?, attaching: AttachedNode? = nil, selectors: [YAMLNode] = [],
    to fields: inout Fields
  ) {
    var discovery = self.fields()
    discovery.add("role", .string(role))
    let names = namespaces(of: namespaceSelector)
    if !names.isEmpty { discovery.add("namespaces", ["names": .sequence(names)] as YAMLPairs) }
    addAPIServer(to: &discovery)
    if let attaching {
      discovery.add("attach_metadata", ["node": .bool(attaching.node)], since: attaching.since)
    }
    let onNode = YAMLNode.object(["role": "pod", "field": "spec.nodeName=$(NODE_NAME)"])
    let all = (abilities.runsOnEveryNode ? [onNode] : []) + selectors
    if !all.isEmpty { discovery.add("selectors", .sequence(all)) }
    fields.add("kubernetes_sd_configs", .sequence([discovery.node]))
  }

  /// The namespaces in which targets are looked for; none are all.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `getNamespacesFromNamespaceSelector`, 0.93.
  private func namespaces(of selector: YAMLNode?) -> [YAMLNode] {
    if prometheus.claims("ignoreNamespaceSelectors") { return [.string(namespace)] }
    if selector?["any"]?.bool == true { return [] }
    let names = selector?.list("matchNames") ?? []
    guard names.isEmpty else { return names }
    return abilities.exhibits(.looksIntoOwnNamespace) ? [.string(namespace)] : []
  }

  private func addAPIServer(to discovery: inout Fields) {
    guard let server = prometheus.spec["apiserverConfig"] else { return }
    discovery.add("api_server", server["host"])
    addBasicAuth(server["basicAuth"], to: &discovery)
    discovery.add("bearer_token", server.filled("bearerToken"))
    discovery.add("bearer_token_file", server.filled("bearerTokenFile"))
    addAuthorization(server["authorization"], to: &discovery)
    addTLS(server["tlsConfig"], to: &discovery)
    addProxy(server, to: &discovery)
  }

  /// Whether the node's metadata is attached, and since which version it can be.
  struct AttachedNode {
    var node: Bool
    var since: PrometheusVersion
  }

  /// What a monitor, its scrape class or sharding by topology wants attached.
  func attached(_ spec: YAMLNode, scrapeClass: YAMLNode, since: PrometheusVersion) -> AttachedNode? {
    let wish = spec["attachMetadata"] ?? scrapeClass["attachMetadata"]
    let own = wish.map { AttachedNode(node: $0["node"]?.bool ?? false, since: since) }
    guard let zones = topologyZones, !zones.isEmpty, !abilities.labelsPodsWithZone, own?.node != true else {
      return own
    }
    return AttachedNode(node: true, since: since)
  }

  /// The selectors by which the API server, not a rule, selects objects (`selectorMechanism: RoleSelector`).
  func roleSelectors(_ spec: YAMLNode, roles: [String]) -> [YAMLNode] {
    guard spec["selectorMechanism"]?.string == "RoleSelector",
      let selector = try? LabelSelector(node: spec["selector"] ?? .empty)
    else { return [] }
    return roles.map { .object(["role": .string($0), "label": .string(selector.queryText)]) }
  }

  /// The zones over which targets are spread; nil if sharding is not by topology.
  var topologyZones: [String]? {
    let strategy = prometheus.spec["shardingStrategy"]
    guard abilities.shardsByTopology, strategy?["mode"]?.string == "Topology",
      let zones = strategy?["topology"]?.words("values"), !zones.isEmpty
    else { return nil }
    return zones
  }

  /// Appends the rules by which each shard keeps its part of the targets.
  ///
  /// They stand there with one shard, too. `$(SHARD)` is replaced where Prometheus runs.
  ///
  /// Source: prometheus-operator `pkg/prometheus/promcfg.go` `appendShardingRelabelingWithLabel`, 0.93.
  func appendSharding(by label: String, to rules: inout RelabelingRules) {
    let shards = prometheus.shards
    if abilities.namesActiveShards {
      let active = (0..<shards).map { "\($0)" }.joined(separator: "|")
      rules.append([
        ["target_label": "__tmp_current_shard", "replacement": "$(SHARD)", "action": "replace"],
        ["source_labels": ["__tmp_current_shard"], "regex": .string(active), "action": "keep"],
      ])
    }
    var modulus = shards
    var variable = "$(SHARD)"
    if let zones = topologyZones {
      modulus = max(shards / zones.count, 1)
      variable = "$(INZONE_SHARD)"
      appendTopology(to: &rules)
    }
    guard abilities.letsTargetsOutOfSharding else {
      rules.append([
        [
          "source_labels": [.string(label)], "target_label": "__tmp_hash", "modulus": .int(modulus),
          "action": "hashmod",
        ], ["source_labels": ["__tmp_hash"], "regex": .string(variable), "action": "keep"],
      ])
      return
    }
    rules.append([
      [
        "source_labels": [.string(label), "__tmp_hash"], "target_label": "__tmp_hash", "regex": "(.+);",
        "replacement": "$1", "action": "replace",
      ],
      [
        "source_labels": ["__tmp_hash"], "target_label": "__tmp_hash", "modulus": .int(modulus),
        "action": "hashmod",
      ],
      [
        "source_labels": ["__tmp_hash", "__tmp_disable_sharding"], "regex": .string("\(variable);|.+;.+"),
        "action": "keep",
      ],
    ])
  }

  private func appendTopology(to rules: inout RelabelingRules) {
    let object = abilities.labelsPodsWithZone ? "pod" : "node"
    rules.append([
      [
        "source_labels": ["__meta_kubernetes_endpointslice_endpoint_zone", "__tmp_topology"],
        "target_label": "__tmp_topology", "regex": "(.+);", "replacement": "$1", "action": "replace",
      ],
      [
        "source_labels": [
          "__meta_kubernetes_\(object)_label_topology_kubernetes_io_zone",
          "__meta_kubernetes_\(object)_labelpresent_topology_kubernetes_io_zone", "__tmp_topology",
        ], "target_label": "__tmp_topology", "regex": "(.+);true;", "replacement": "$1", "action": "replace",
      ],
      [
        "source_labels": ["__tmp_topology", "__tmp_disable_sharding"], "regex": "$(TOPOLOGY_ZONE);|.+;.+",
        "action": "keep",
      ],
    ])
  }

  /// Appends the rules of sharding unless the user has a rule of that kind.
  func appendShardingIfMissing(to rules: inout RelabelingRules) {
    guard !rules.rules.contains(where: { $0["action"]?.string == "hashmod" }) else { return }
    appendSharding(by: "__address__", to: &rules)
  }
}
