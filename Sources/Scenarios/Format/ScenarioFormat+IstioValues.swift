/// Source: istio/istio `manifests/charts/istio-control/istio-discovery/values.yaml`, 1.30.3.
extension ScenarioFormat {
  static let meshValues = Record(
    name: "MeshValues", subject: "the chart's values",
    about: "Values of the chart that installs the mesh, istiod or consul-k8s, as far as they matter here.",
    keys: istioValueKeys + consulValueKeys, isOpen: true)

  static let revision = Record(
    name: "Revision", subject: "a revision", about: "A control plane of Istio beside the first.",
    keys: [
      Key("revision", .text(.dnsLabel), "Its name, for istio.io/rev.", required: true),
      Key("version", .text(.meshVersion), "Istio's version.", required: true),
      Key("revisionTags", .list(.text(.dnsLabel)), "Further names."),
    ])

  static let istioValueKeys = [
    Key("revision", .text(.any), "Istio: the revision; without it the default one."),
    Key("revisionTags", .list(.text(.dnsLabel)), "Istio: further names of the revision."),
    Key("pilot", .record(pilot), "Istio: the control plane."),
    Key("sidecarInjectorWebhook", .record(injectorWebhook), "Istio: injection."),
  ]

  private static let pilot = Record(
    name: "Pilot", subject: "`pilot`", about: "Istio's control plane.",
    keys: [Key("env", labels, "Its environment; ENABLE_NATIVE_SIDECARS decides something here.")], isOpen: true)

  private static let injectorWebhook = Record(
    name: "InjectorWebhook", subject: "`sidecarInjectorWebhook`", about: "Istio's injection.",
    keys: [
      Key(
        "enableNamespacesByDefault", .boolean,
        "Whether pods are injected where neither namespace nor pod says anything; false."),
      Key(
        "rewriteAppHTTPProbe", .boolean, "Whether probes are pointed at the agent; true since 1.6."),
    ], isOpen: true)
}
