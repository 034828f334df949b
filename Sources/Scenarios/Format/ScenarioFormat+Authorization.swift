/// Source: istio/api `security/v1beta1/authorization_policy.proto`, in Istio 1.30.3; which releases know a field is
/// in MeshModel.
extension ScenarioFormat {
  static let authorizationActions = ["ALLOW", "DENY", "AUDIT", "CUSTOM"]

  static let authorizationPolicy = Record(
    name: "AuthorizationPolicy", subject: "an AuthorizationPolicy",
    about: "Istio's policy on which requests and connections workloads take.",
    keys: [
      Key(
        "apiVersion", .word(["security.istio.io/v1", "security.istio.io/v1beta1"]), "security.istio.io/v1."),
      Key("kind", .word(["AuthorizationPolicy"]), "AuthorizationPolicy.", required: true),
      Key("metadata", .record(metadata), "Name, namespace, labels, annotations.", required: true),
      Key("spec", .record(authorizationSpec), "What it says; without it, nothing is allowed."),
      Key("status", .foreign("a status"), "What the cluster says; nothing here."),
    ])

  private static let authorizationSpec = Record(
    name: "AuthorizationSpec", subject: "an AuthorizationPolicy's spec", about: "What a policy says.",
    keys: [
      Key(
        "selector", .record(workloadSelector),
        "The workloads; without it all of the namespace, or, in the root namespace, of the mesh."),
      Key("targetRef", .foreign("a reference"), "A Gateway or Service; such a policy is not for sidecars."),
      Key("targetRefs", .list(.foreign("a reference")), "Gateways and Services."),
      Key("action", .word(authorizationActions), "What is done with what a rule matches; ALLOW."),
      Key("provider", .record(authorizationProvider), "Who decides where the action is CUSTOM."),
      Key("rules", .list(.record(authorizationRule)), "Any of them; without rules nothing matches."),
    ])

  private static let workloadSelector = Record(
    name: "WorkloadSelector", subject: "a workload selector", about: "The workloads, by their pods' labels.",
    keys: [Key("matchLabels", labels, "Labels that a pod must have.")])

  private static let authorizationProvider = Record(
    name: "AuthorizationProvider", subject: "a provider", about: "An authorizer of the mesh's configuration.",
    keys: [Key("name", .text(.sentence), "Its name in extensionProviders.", required: true)])

  private static let authorizationRule = Record(
    name: "AuthorizationRule", subject: "a rule", about: "One source, one operation and all conditions.",
    keys: [
      Key("from", .list(.record(authorizationFrom), isEmptyAllowed: false), "Who; left out, everybody."),
      Key("to", .list(.record(authorizationTo), isEmptyAllowed: false), "What; left out, everything."),
      Key("when", .list(.record(authorizationCondition)), "On which conditions."),
    ])

  private static let authorizationFrom = Record(
    name: "AuthorizationFrom", subject: "an entry of `from`", about: "Who sends a request.",
    keys: [Key("source", .record(authorizationSource), "All of its fields must match.", required: true)])

  private static let authorizationTo = Record(
    name: "AuthorizationTo", subject: "an entry of `to`", about: "What a request does.",
    keys: [
      Key("operation", .record(authorizationOperation), "All of its fields must match.", required: true)
    ])

  private static let authorizationSource = Record(
    name: "AuthorizationSource", subject: "a source", about: "Who sends a request.",
    keys: [
      values("principals", "Identities without spiffe://: cluster.local/ns/NS/sa/SA."),
      values("notPrincipals", "None of these identities."),
      values("requestPrincipals", "Tokens' issuers with subjects; no token is validated here."),
      values("notRequestPrincipals", "None of these."),
      values("namespaces", "Namespaces of identities."), values("notNamespaces", "None of these."),
      values("serviceAccounts", "Service accounts of identities: SA or NS/SA."),
      values("notServiceAccounts", "None of these."),
      values("ipBlocks", "Addresses of the connection."), values("notIpBlocks", "None of these."),
      values("remoteIpBlocks", "Addresses of the client, as x-forwarded-for has it."),
      values("notRemoteIpBlocks", "None of these."),
      values("trustDomains", "Trust domains of identities."), values("notTrustDomains", "None of these."),
    ])

  private static let authorizationOperation = Record(
    name: "AuthorizationOperation", subject: "an operation", about: "What a request does.",
    keys: [
      values("hosts", "Hosts."), values("notHosts", "None of these."),
      values("ports", "Ports of the workload, not of the Service."), values("notPorts", "None of these."),
      values("methods", "Methods."), values("notMethods", "None of these."),
      values("paths", "Paths without query."), values("notPaths", "None of these."),
    ])

  private static let authorizationCondition = Record(
    name: "AuthorizationCondition", subject: "a condition", about: "A condition on an attribute.",
    keys: [
      Key("key", .text(.sentence), "The attribute: source.ip, request.headers[x], ….", required: true),
      values("values", "One of them."), values("notValues", "None of these."),
    ], needsOneOf: ["values", "notValues"])

  private static func values(_ name: String, _ about: String) -> Key {
    Key(name, .list(.text(.sentence)), about)
  }
}
