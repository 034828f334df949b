import MeshModel

extension ScenarioFormat {
  static let modes = ["STRICT", "PERMISSIVE", "DISABLE"]

  static let mesh = Record(
    name: "Mesh", subject: "the mesh", about: "The mesh that is installed.",
    keys: [
      Key("kind", .word(["istio", "consul", "linkerd", "none"]), "Which mesh.", required: true),
      Key(
        "version", .text(.meshVersion),
        "Its version, which decides defaults and behaviour; for Consul that of the chart consul-k8s."),
      Key(
        "mtls", .either(.word(modes), .list(.foreign("a PeerAuthentication"))),
        "The mode of the whole mesh, or PeerAuthentication manifests."),
      Key("merging", .boolean, "The mesh's enablePrometheusMerge; without it, the version's default."),
      Key("config", .record(meshConfig), "The mesh's configuration, as istioctl prints it."),
      Key(
        "revisions", .list(.record(revision), identity: [IdentifyingKey("revision")]),
        "Istio: further control planes in the same cluster."),
      Key("values", .record(meshValues), "The values of the chart istiod or consul-k8s, as in values.yaml."),
      Key(
        "defaultInboundPolicy", .word(LinkerdPolicy.allCases.map(\.rawValue)),
        "Linkerd: the chart's proxy.defaultInboundPolicy; all-unauthenticated."),
      Key(
        "policies", .list(.record(linkerdPolicy)), "Linkerd: Servers and ServerAuthorizations."),
      Key(
        "configEntries", .list(.record(consulEntry)),
        "Consul: configuration entries as Kubernetes objects: ServiceIntentions, ServiceDefaults, ProxyDefaults."
      ),
      Key(
        "certificates", .record(meshCertificates), "The certificates of workloads, where they are not as usual."
      ),
    ])

  static let meshConfig = Record(
    name: "MeshConfig", subject: "the mesh's configuration",
    about: "Istio's MeshConfig, as far as it matters here.",
    keys: [
      Key("enablePrometheusMerge", .boolean, "Whether injection merges metrics."),
      Key("trustDomain", .text(.dnsSubdomain), "The trust domain of identities; cluster.local."),
      Key("trustDomainAliases", .list(.text(.dnsSubdomain)), "Trust domains that are accepted, too."),
      Key("rootNamespace", .text(.dnsLabel), "The namespace whose policies hold everywhere; istio-system."),
      Key("defaultConfig", .record(proxyConfig), "Defaults for every sidecar."),
      Key(
        "outboundTrafficPolicy", .record(outboundTrafficPolicy),
        "What becomes of traffic to where no Service is, in a full sidecar on Prometheus."),
    ], isOpen: true)

  static let outboundTrafficPolicy = Record(
    name: "OutboundTrafficPolicy", subject: "the policy for outbound traffic",
    about: "What becomes of traffic to where no Service is.",
    keys: [Key("mode", .word(["ALLOW_ANY", "REGISTRY_ONLY"]), "Whether it passes; ALLOW_ANY.")], isOpen: true)

  static let proxyConfig = Record(
    name: "ProxyConfig", subject: "the sidecars' defaults",
    about: "Istio's ProxyConfig, as far as it matters here.",
    keys: [
      Key("statusPort", .integer(0...65535), "The port of the agent; 15020."),
      Key("holdApplicationUntilProxyStarts", .boolean, "Puts the sidecar first."),
      Key("proxyMetadata", labels, "Environment of every sidecar."),
    ], isOpen: true)

  static func prometheus(_ flavours: [String]) -> Record {
    Record(
      name: "Prometheus", subject: "the installation of Prometheus", about: "How Prometheus was installed.",
      keys: [
        Key(
          "flavour", .word(flavours), "The way of installing; `meshscrape flavours` lists them.", required: true
        ),
        Key("version", .text(.prometheusVersion), "Prometheus' version; without it, what the flavour ships."),
        Key(
          "features", .list(.word(["extra-scrape-metrics", "native-histograms"])),
          "What the flag --enable-feature names."),
        Key("release", .text(.dnsLabel), "The Helm release; prometheus."),
        Key("namespace", .text(.dnsLabel), "Where it runs; monitoring."),
        Key("podLabels", labels, "The labels of its pod, by which NetworkPolicies select it."),
        Key("values", .foreign("the chart's values"), "The flavour's values, as in values.yaml."),
        Key(
          "scrapeConfigs", .list(.foreign("a scrape configuration")), "Jobs of your own, as in prometheus.yml."),
        Key(
          "files", .map(.text(.any)),
          "Files beside prometheus.yml, by name; `{{ podIP namespace/name }}` stands for a pod's IP."),
        Key("monitors", .list(.foreign("a monitor")), "PodMonitor and ServiceMonitor manifests."),
        Key(
          "sidecar", .word(["none", "certificates", "full"]), "Whether Prometheus' own pod has a sidecar; none."
        ),
        Key(
          "annotations", labels,
          "Annotations of Prometheus' own pod: what a full sidecar captures of its traffic."),
        Key(
          "certificates", .record(scraperCertificates),
          "The certificates that are mounted into Prometheus' pod; without it, those of `sidecar: certificates`."
        ),
      ])
  }
}
