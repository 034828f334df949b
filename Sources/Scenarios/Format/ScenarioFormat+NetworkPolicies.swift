/// Source: kubernetes/api `networking/v1/types.go`, 1.34.
extension ScenarioFormat {
  static let networkPolicy = Record(
    name: "NetworkPolicy", subject: "a NetworkPolicy",
    about: "Kubernetes' policy on which connections pods take and make.",
    keys: [
      Key("apiVersion", .word(["networking.k8s.io/v1"]), "networking.k8s.io/v1."),
      Key("kind", .word(["NetworkPolicy"]), "NetworkPolicy.", required: true),
      Key("metadata", .record(metadata), "Name, namespace, labels, annotations.", required: true),
      Key("spec", .record(networkPolicySpec), "What it says; without it, no pod takes connections."),
      Key("status", .foreign("a status"), "What the cluster says; nothing here."),
    ])

  private static let networkPolicySpec = Record(
    name: "NetworkPolicySpec", subject: "a NetworkPolicy's spec", about: "What a policy says.",
    keys: [
      Key("podSelector", .record(labelSelector), "The pods of the namespace; all of them if empty."),
      Key(
        "policyTypes", .list(.word(["Ingress", "Egress"])),
        "The directions; Ingress, and Egress where there are egress rules."),
      Key("ingress", .list(.record(networkPolicyIngress)), "What is allowed in; without rules nothing is."),
      Key("egress", .list(.record(networkPolicyEgress)), "What is allowed out; without rules nothing is."),
    ])

  private static let networkPolicyIngress = Record(
    name: "NetworkPolicyIngress", subject: "an ingress rule", about: "From whom, to which ports.",
    keys: [
      Key("from", .list(.record(networkPolicyPeer)), "From whom; from everybody if empty."), networkPolicyPorts,
    ])

  private static let networkPolicyEgress = Record(
    name: "NetworkPolicyEgress", subject: "an egress rule", about: "To whom, to which ports.",
    keys: [
      Key("to", .list(.record(networkPolicyPeer)), "To whom; to everybody if empty."), networkPolicyPorts,
    ])

  private static let networkPolicyPeer = Record(
    name: "NetworkPolicyPeer", subject: "a peer of a NetworkPolicy", about: "Somebody at the other end.",
    keys: [
      Key(
        "podSelector", .record(labelSelector), "Pods, of the policy's own namespace unless the other key says."),
      Key(
        "namespaceSelector", .record(labelSelector), "Namespaces; all of their pods unless the other key says."),
      Key("ipBlock", .record(ipBlock), "Addresses; here only all of them, since pods' are loopback addresses."),
    ], needsOneOf: ["podSelector", "namespaceSelector", "ipBlock"])

  private static let ipBlock = Record(
    name: "IPBlock", subject: "a range of addresses", about: "Addresses.",
    keys: [
      Key("cidr", .text(.any), "The range: 0.0.0.0/0.", required: true),
      Key("except", .list(.text(.any)), "Ranges in it that do not count."),
    ])

  private static let networkPolicyPorts = Key(
    "ports", .list(.record(networkPolicyPort)), "To which ports of the pods; to all if empty.")

  private static let networkPolicyPort = Record(
    name: "NetworkPolicyPort", subject: "a port of a NetworkPolicy", about: "A port, or a range of them.",
    keys: [
      Key("protocol", .word(["TCP", "UDP", "SCTP"]), "The protocol; TCP."),
      Key("port", .either(.integer(1...65535), .text(.portName)), "The number, or a container's name for it."),
      Key("endPort", .integer(1...65535), "The last one of a range that begins with `port`."),
    ])

  private static let labelSelector = Record(
    name: "LabelSelector", subject: "a label selector", about: "Objects by their labels; all of them if empty.",
    keys: [
      Key("matchLabels", labels, "Labels that must be there."),
      Key("matchExpressions", .list(.record(labelRequirement)), "Further requirements."),
    ])

  private static let labelRequirement = Record(
    name: "LabelRequirement", subject: "a requirement on a label", about: "A requirement on one label.",
    keys: [
      Key("key", .text(.any), "The label.", required: true),
      Key("operator", .word(["In", "NotIn", "Exists", "DoesNotExist"]), "The comparison.", required: true),
      Key("values", .list(.text(.any)), "With what it is compared."),
    ])
}
