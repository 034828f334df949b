import Contract
import FoundationEssentials
import Scenarios
import SourceText

/// What a scenario registers with Consul, as Consul answers it.
enum ConsulRegistration {
  /// The server's configuration.
  static func configuration(
    _ server: ConsulServer, at endpoint: Endpoint, pods: PodAddressBook, fault: Fault?
  ) throws(Diagnostics) -> ConsulConfiguration {
    var instances = [own(endpoint, datacenter: server.datacenter)]
    for service in server.services {
      instances.append(try instance(of: service, server, pods))
    }
    return ConsulConfiguration(
      listener: Listener(endpoint), datacenter: server.datacenter, token: server.token, instances: instances,
      fault: fault)
  }

  /// Every server registers itself as the service `consul`.
  ///
  /// Source: hashicorp/consul `agent/consul/leader_registrator_v1.go`, `HandleAliveMember`, 1.20.
  private static func own(_ endpoint: Endpoint, datacenter: String) -> ConsulInstance {
    let address = endpoint.address.description
    return ConsulInstance(
      ConsulEntry(
        node: ConsulEntry.Node(
          name: "server-1", address: address, datacenter: datacenter,
          taggedAddresses: ["lan": address, "wan": address], meta: ["consul-version": "1.20.0"]),
        service: ConsulEntry.Service(
          id: "consul", name: "consul", tags: [], address: "", port: 8300, meta: ["version": "8"]),
        checks: [
          ConsulEntry.Check(id: "serfHealth", name: "Serf Health Status", status: "passing", service: nil)
        ]))
  }

  private static func instance(
    of service: ConsulServer.Service, _ server: ConsulServer, _ pods: PodAddressBook
  ) throws(Diagnostics) -> ConsulInstance {
    let podIP = try service.pod.map { pod throws(Diagnostics) in
      try pods.address(namespace: pod.namespace, name: pod.name, at: pod.span)
    }
    let known = server.nodes.first { $0.name == service.node }
    let address = service.address ?? podIP ?? ""
    let nodeAddress = known?.address ?? podIP ?? service.address ?? "127.0.0.1"
    return ConsulInstance(
      ConsulEntry(
        node: ConsulEntry.Node(
          name: service.node, address: nodeAddress, datacenter: server.datacenter,
          taggedAddresses: known?.taggedAddresses ?? [:], meta: known?.meta ?? [:]),
        service: ConsulEntry.Service(
          id: service.id, name: service.name, tags: service.tags, address: address, port: service.port,
          meta: service.meta, namespace: service.namespace, partition: service.partition),
        checks: service.checks.map {
          ConsulEntry.Check(id: $0.id, name: $0.name, status: $0.status, service: service)
        }))
  }
}

/// An instance with its node and checks.
struct ConsulEntry: Encodable {
  var node: Node
  var service: Service
  var checks: [Check]

  enum CodingKeys: String, CodingKey {
    case node = "Node"
    case service = "Service"
    case checks = "Checks"
  }

  struct Node: Encodable {
    var name: String
    var address: String
    var datacenter: String
    var taggedAddresses: [String: String]
    var meta: [String: String]

    enum CodingKeys: String, CodingKey {
      case name = "Node"
      case address = "Address"
      case datacenter = "Datacenter"
      case taggedAddresses = "TaggedAddresses"
      case meta = "Meta"
    }
  }

  struct Service: Encodable {
    var id: String
    var name: String
    var tags: [String]
    var address: String
    var port: Int
    var meta: [String: String]
    var namespace: String?
    var partition: String?

    enum CodingKeys: String, CodingKey {
      case id = "ID"
      case name = "Service"
      case tags = "Tags"
      case address = "Address"
      case port = "Port"
      case meta = "Meta"
      case namespace = "Namespace"
      case partition = "Partition"
    }
  }

  struct Check: Encodable {
    var id: String
    var name: String
    var status: String
    var serviceID = ""
    var serviceName = ""

    enum CodingKeys: String, CodingKey {
      case id = "CheckID"
      case name = "Name"
      case status = "Status"
      case serviceID = "ServiceID"
      case serviceName = "ServiceName"
    }

    init(id: String, name: String, status: String, service: ConsulServer.Service?) {
      self.id = id
      self.name = name
      self.status = status
      serviceID = service?.id ?? ""
      serviceName = service?.name ?? ""
    }
  }

  /// The entry of the catalogue, which is flat.
  struct Catalog: Encodable {
    var entry: ConsulEntry

    enum CodingKeys: String, CodingKey {
      case node = "Node"
      case address = "Address"
      case datacenter = "Datacenter"
      case taggedAddresses = "TaggedAddresses"
      case nodeMeta = "NodeMeta"
      case id = "ServiceID"
      case name = "ServiceName"
      case tags = "ServiceTags"
      case serviceAddress = "ServiceAddress"
      case port = "ServicePort"
      case meta = "ServiceMeta"
      case namespace = "Namespace"
      case partition = "Partition"
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(entry.node.name, forKey: .node)
      try container.encode(entry.node.address, forKey: .address)
      try container.encode(entry.node.datacenter, forKey: .datacenter)
      try container.encode(entry.node.taggedAddresses, forKey: .taggedAddresses)
      try container.encode(entry.node.meta, forKey: .nodeMeta)
      try container.encode(entry.service.id, forKey: .id)
      try container.encode(entry.service.name, forKey: .name)
      try container.encode(entry.service.tags, forKey: .tags)
      try container.encode(entry.service.address, forKey: .serviceAddress)
      try container.encode(entry.service.port, forKey: .port)
      try container.encode(entry.service.meta, forKey: .meta)
      try container.encodeIfPresent(entry.service.namespace, forKey: .namespace)
      try container.encodeIfPresent(entry.service.partition, forKey: .partition)
    }
  }
}

extension ConsulInstance {
  /// Writes an entry in the forms in which Consul answers it.
  fileprivate init(_ entry: ConsulEntry) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func json(_ value: some Encodable) -> String {
      // Encoding values of these types cannot fail: they hold nothing that JSON cannot say.
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
    self.init(
      service: entry.service.name, tags: entry.service.tags, nodeMeta: entry.node.meta,
      namespace: entry.service.namespace ?? "default", partition: entry.service.partition ?? "default",
      health: json(entry), catalog: json(ConsulEntry.Catalog(entry: entry)))
  }
}
