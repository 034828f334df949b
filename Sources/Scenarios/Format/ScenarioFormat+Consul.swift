extension ScenarioFormat {
  static let consul = Record(
    name: "Consul", subject: "a Consul server",
    about: "A Consul server; consul_sd_configs without `server` ask it.",
    keys: [
      Key("datacenter", .text(.sentence), "The data centre; dc1."),
      Key("token", .text(.sentence), "Without this token it answers nothing."),
      Key(
        "nodes", .list(.record(consulNode), identity: [IdentifyingKey("name")]),
        "Nodes that have more than a name."),
      Key(
        "services", .list(.record(consulService), identity: [IdentifyingKey("name"), IdentifyingKey("id")]),
        "The instances that are registered."),
    ])

  private static let consulNode = Record(
    name: "ConsulNode", subject: "a node of Consul", about: "A node of the catalogue.",
    keys: [
      Key("name", .text(.sentence), "The name.", required: true),
      Key("address", .text(.sentence), "Its address; without it, that of its instances' pods."),
      Key("meta", labels, "Its metadata."),
      Key("tagged_addresses", labels, "Its further addresses: lan, wan."),
    ])

  private static let consulService = Record(
    name: "ConsulService", subject: "an instance of a service",
    about: "An instance of a service, as it is registered with Consul.",
    keys: [
      Key("name", .text(.sentence), "The service.", required: true),
      Key("id", .text(.sentence), "The instance's identifier; the service's name."),
      Key("pod", .text(.sentence), "The pod, `namespace/name`, whose IP is the address."),
      Key("address", .text(.sentence), "The address, where it is not a pod's."),
      Key("port", .integer(0...65_535), "The port.", required: true),
      Key("tags", .list(.text(.sentence)), "The tags."),
      Key("meta", labels, "The metadata."),
      Key("node", .text(.sentence), "The node; client-1."),
      Key("namespace", .text(.sentence), "The namespace of Consul Enterprise."),
      Key("partition", .text(.sentence), "The partition of Consul Enterprise."),
      Key("checks", .list(.record(consulCheck)), "The health checks; none counts as passing."),
    ])

  private static let consulCheck = Record(
    name: "ConsulCheck", subject: "a health check", about: "A health check of an instance.",
    keys: [
      Key("id", .text(.sentence), "Its identifier; its name."),
      Key("name", .text(.sentence), "Its name.", required: true),
      Key("status", .word(["passing", "warning", "critical"]), "What it says; passing."),
    ])
}
