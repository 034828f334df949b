/// The form of a scenario file: every key, once, for the reader, the schema and steps that change something.
struct ScenarioFormat: Sendable {
  /// The top level.
  let scenario: Record

  /// Makes the form for these flavours of Prometheus.
  init(flavours: [String]) {
    scenario = Record(
      name: "Scenario", subject: "a scenario",
      about: "What is installed, what the pods expose, and what a Prometheus then has.",
      keys: [
        Key("title", .text(.sentence), "The claim: one sentence in the present tense.", required: true),
        Key("about", .text(.any), "A few sentences for a reader."),
        Key("sources", .list(.text(.url)), "Where the behaviour is taken from: documentation, issues, code."),
        Key("tags", .list(.text(.tag)), "Words to choose scenarios by: `--tags 'strict and not consul'`."),
        Key(
          "behaviours", .list(.word(Ledger.entries.map(\.id))),
          "What of the ledger (`docs/behaviours.md`) the scenario would notice, were it wrong."),
        Key("mesh", .record(Self.mesh), "The mesh; without it there is none."),
        Key("kubernetes", .text(.kubernetesVersion), "The version of Kubernetes, 1.34; Istio looks at it."),
        Key("prometheus", .record(Self.prometheus(flavours)), "How Prometheus was installed.", required: true),
        Key(
          "namespaces", .list(.record(Self.namespace), identity: [IdentifyingKey("name")]),
          "Namespaces with labels."),
        Key("pods", .list(.record(Self.pod), identity: Self.namespaceAndName), "The pods, before injection."),
        Key(
          "services",
          .list(
            .record(Self.service),
            identity: [
              IdentifyingKey("metadata", "namespace", fallback: "default"), IdentifyingKey("metadata", "name"),
            ]),
          "Services, as Kubernetes writes them."),
        Key(
          "authorizationPolicies", .list(.record(Self.authorizationPolicy)),
          "AuthorizationPolicies, as Istio writes them."),
        Key(
          "networkPolicies", .list(.record(Self.networkPolicy)), "NetworkPolicies, as Kubernetes writes them."),
        Key("consul", .record(Self.consul), "A Consul server, and what is registered with it."),
        Key("apiServer", .record(Self.apiServer), "The Kubernetes API server."),
        Key("manifests", .list(.text(.sentence)), "Files of Kubernetes YAML, relative to the scenario."),
        Key("faults", .record(Self.faults), "Processes that misbehave, to test the harness."),
        Key("expect", .list(Self.expectation), "What must hold."),
        Key(
          "steps", .list(.record(Self.step)), "Changes while everything runs, each with what is expected then."),
        Key(
          "matrix", .map(.either(.list(.anyScalar, isEmptyAllowed: false), .map(.change(.cell)))),
          "Named axes: a list of values for `${axis}`, or a mapping from cell names to what they overlay."),
        Key(
          "exclude", .list(.map(.either(.anyScalar, .list(.anyScalar)))),
          "Cells of the matrix that are left out: mappings from axes to cell names."),
      ], needsOneOf: ["expect", "steps"])
  }

  /// The keys that a change may touch.
  func record(for scope: ChangeScope) -> Record {
    let excluded: Set<String> =
      switch scope {
      case .cell: ["matrix", "exclude"]
      case .step: ["matrix", "exclude", "steps", "expect", "title", "about", "sources", "tags", "behaviours"]
      }
    var record = scenario
    record.keys.removeAll { excluded.contains($0.name) }
    record.name = scope.rawValue
    record.needsOneOf = []
    record.about = scope == .cell ? "What a cell of a matrix lays over the scenario." : "What a step changes."
    record.subject = scope == .cell ? "a cell of a matrix" : "a change"
    return record
  }

  static let namespaceAndName = [IdentifyingKey("namespace", fallback: "default"), IdentifyingKey("name")]

  static let labels = Shape.map(.text(.any))

  static let namespace = Record(
    name: "Namespace", subject: "a namespace", about: "A namespace and its labels.",
    keys: [
      Key("name", .text(.dnsLabel), "The name.", required: true),
      Key("labels", labels, "Exactly these; without the key, labelled for injection where the mesh is Istio."),
      Key(
        "annotations", labels,
        "Exactly these; without the key, annotated for injection where the mesh is Linkerd."),
    ])

  static let faults = Record(
    name: "Faults", subject: "faults", about: "Processes that misbehave, by kind of role.",
    keys: ["app", "proxy", "agent", "kube-api", "scraper", "consul"].map { role in
      Key(role, .word(faultNames), "What every \(role) process does.")
    })

  static let faultNames = ["exit-after-ready", "exit-on-connection", "hang", "never-ready", "wrong-answer"]

  static let step = Record(
    name: "Step", subject: "a step", about: "A change while everything runs, and what is expected then.",
    keys: [
      Key("name", .text(.sentence), "What happens, in a few words.", required: true),
      Key("change", .change(.step), "Laid over what holds so far; null takes a key away."),
      Key("expect", .list(expectation, isEmptyAllowed: false), "What must hold then.", required: true),
    ])
}
