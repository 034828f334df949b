import MeshModel

/// Source: linkerd/linkerd2 `charts/linkerd-crds/templates/policy/`, edge of August 2026.
extension ScenarioFormat {
  static let linkerdPolicy = Record(
    name: "LinkerdPolicy", subject: "a policy of Linkerd", about: "A Server, or who is let in at Servers.",
    keys: [
      Key("apiVersion", .text(.sentence), "policy.linkerd.io/v1beta3 and others; nothing here."),
      Key("kind", .word(["Server", "ServerAuthorization"]), "Which kind.", required: true),
      Key("metadata", .record(metadata), "Name, namespace, labels.", required: true),
      Key("spec", .record(linkerdSpec), "What it says.", required: true),
    ])

  private static let linkerdSpec = Record(
    name: "LinkerdPolicySpec", subject: "a policy's spec", about: "What a policy says.",
    keys: [
      Key("podSelector", .record(linkerdSelector), "Server: the pods; without labels all of the namespace."),
      Key("port", .either(.integer(1...65535), .text(.sentence)), "Server: the port, by number or name."),
      Key("proxyProtocol", .text(.sentence), "Server: what it speaks; nothing here."),
      Key(
        "accessPolicy", .word(LinkerdPolicy.allCases.map(\.rawValue)),
        "Server, since 2.16: what holds where no authorization does; deny."),
      Key("server", .record(linkerdReference), "ServerAuthorization: the Servers."),
      Key("client", .record(linkerdClient), "ServerAuthorization: who is let in."),
    ])

  private static let linkerdSelector = Record(
    name: "LinkerdSelector", subject: "a selector", about: "Labels.",
    keys: [Key("matchLabels", labels, "Labels that must be there.")])

  private static let linkerdReference = Record(
    name: "LinkerdReference", subject: "a reference to Servers", about: "Servers, by name or labels.",
    keys: [
      Key("name", .text(.sentence), "The Server."),
      Key("selector", .record(linkerdSelector), "The Servers, by their labels."),
    ], needsOneOf: ["name", "selector"])

  private static let linkerdClient = Record(
    name: "LinkerdClient", subject: "a client", about: "Who is let in.",
    keys: [
      Key("unauthenticated", .boolean, "Everybody."),
      Key("meshTLS", .foreign("who of the mesh"), "Clients of the mesh, which are none here."),
    ], needsOneOf: ["unauthenticated", "meshTLS"])
}
