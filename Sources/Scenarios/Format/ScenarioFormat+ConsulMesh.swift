/// Source: hashicorp/consul-k8s `charts/consul/values.yaml` and `control-plane/api/v1alpha1/`, 2.0.3.
extension ScenarioFormat {
  static let consulValueKeys = [
    Key("global", .record(consulGlobal), "What holds for all of Consul."),
    Key("connectInject", .record(consulInject), "Injection by Consul."),
    Key("server", .record(consulServer), "Consul's servers."),
  ]

  private static let consulGlobal = Record(
    name: "ConsulGlobal", subject: "`global`", about: "What holds for all of Consul.",
    keys: [
      Key("name", .text(.dnsLabel), "The name of everything that is installed; consul."),
      Key("datacenter", .text(.sentence), "The data centre; dc1."),
      Key("metrics", .record(consulGlobalMetrics), "Metrics of Consul and of the mesh."),
      Key("tls", .record(consulTLS), "TLS of Consul's servers."),
      Key("acls", .record(consulACLs), "Access control."),
    ], isOpen: true)

  private static let consulGlobalMetrics = Record(
    name: "ConsulGlobalMetrics", subject: "`global.metrics`", about: "Metrics of Consul and of the mesh.",
    keys: [
      Key("enabled", .boolean, "Whether there are any; false."),
      Key("enableAgentMetrics", .boolean, "Whether the servers have their own, too; false."),
    ], isOpen: true)

  private static let consulTLS = Record(
    name: "ConsulTLS", subject: "`global.tls`", about: "TLS of Consul's servers.",
    keys: [
      Key("enabled", .boolean, "Whether they speak it; false."),
      Key("httpsOnly", .boolean, "Whether they then speak nothing else; true."),
    ], isOpen: true)

  private static let consulACLs = Record(
    name: "ConsulACLs", subject: "`global.acls`", about: "Access control.",
    keys: [
      Key(
        "manageSystemACLs", .boolean,
        "Whether the chart sets it up: connections that no intention names are then refused; false.")
    ], isOpen: true)

  private static let consulServer = Record(
    name: "ConsulServers", subject: "`server`", about: "Consul's servers.",
    keys: [Key("replicas", .integer(0...9), "How many; 1.")], isOpen: true)

  private static let consulInject = Record(
    name: "ConsulInject", subject: "`connectInject`", about: "Injection.",
    keys: [
      Key("enabled", .boolean, "Whether there is any; true."),
      Key("default", .boolean, "Whether pods are injected that do not ask for it; false."),
      Key("k8sAllowNamespaces", .list(.text(.sentence)), "Namespaces whose pods are injected; `*`."),
      Key("k8sDenyNamespaces", .list(.text(.sentence)), "Namespaces whose pods are not."),
      Key("transparentProxy", .record(consulTransparent), "The redirection of traffic."),
      Key("metrics", .record(consulMetrics), "Metrics of services and sidecars."),
    ], isOpen: true)

  private static let consulTransparent = Record(
    name: "ConsulTransparentProxy", subject: "`transparentProxy`", about: "The redirection of pods' traffic.",
    keys: [
      Key(
        "defaultEnabled", .boolean, "Whether it is on unless pod or namespace say otherwise; true since 0.26.")
    ], isOpen: true)

  private static let consulMetrics = Record(
    name: "ConsulMetrics", subject: "`connectInject.metrics`", about: "Metrics of services and sidecars.",
    keys: [
      Key(
        "defaultEnabled", .either(.boolean, .word(["-"])),
        "Whether there are any; `-`, which is `global.metrics.enabled`."),
      Key("defaultEnableMerging", .boolean, "Whether the service's are merged in; false."),
      Key("defaultMergedMetricsPort", .integer(0...65535), "Where the merging server listens; 20100."),
      Key("defaultPrometheusScrapePort", .integer(0...65535), "Where Prometheus scrapes; 20200."),
      Key("defaultPrometheusScrapePath", .text(.any), "The path there; /metrics."),
    ], isOpen: true)

  // MARK: Configuration entries

  static let consulEntryKinds = ["ServiceIntentions", "ServiceDefaults", "ProxyDefaults"]

  static let consulEntry = Record(
    name: "ConsulEntry", subject: "a configuration entry",
    about: "A configuration entry as a Kubernetes object.",
    keys: [
      Key("apiVersion", .word(["consul.hashicorp.com/v1alpha1"]), "consul.hashicorp.com/v1alpha1."),
      Key("kind", .word(consulEntryKinds), "Which kind.", required: true),
      Key("metadata", .record(metadata), "Its name.", required: true),
      Key("spec", .record(consulEntrySpec), "What it says."),
    ])

  private static let consulEntrySpec = Record(
    name: "ConsulEntrySpec", subject: "a configuration entry's spec", about: "What an entry says.",
    keys: [
      Key("destination", .record(consulDestination), "ServiceIntentions: to whom connections are."),
      Key(
        "sources", .list(.record(consulSource), isEmptyAllowed: false),
        "ServiceIntentions: who connects, and may it."),
      Key(
        "mutualTLSMode", .word(["strict", "permissive"]),
        "ServiceDefaults and ProxyDefaults: whether plaintext is taken, too; strict."),
      Key("protocol", .word(["tcp"]), "ServiceDefaults: only tcp, the default, is played."),
    ])

  private static let consulDestination = Record(
    name: "ConsulDestination", subject: "a destination", about: "To whom connections are.",
    keys: [Key("name", .text(.sentence), "The service, or `*`.", required: true)])

  private static let consulSource = Record(
    name: "ConsulSource", subject: "a source", about: "Who connects, and what becomes of it.",
    keys: [
      Key("name", .text(.sentence), "The service, or `*`.", required: true),
      Key("action", .word(["allow", "deny"]), "What becomes of it.", required: true),
      Key("description", .text(.any), "For a reader."),
    ])
}
