extension ScenarioFormat {
  static let portNumber = Shape.integer(1...65535)

  static let pod = Record(
    name: "Pod", subject: "a pod", about: "A pod, before injection, and how many there are of it.",
    keys: [
      Key(
        "name", .text(.dnsSubdomain), "The name; with several replicas the stem of name-0, name-1, ….",
        required: true),
      Key(
        "kind", .word(WorkloadKind.allCases.map(\.rawValue)),
        "What the name is of; of another kind than Pod, the pods are named, labelled and owned as it makes them."
      ),
      Key("namespace", .text(.dnsLabel), "The namespace; default."),
      Key("replicas", .integer(0...100_000), "How many; 1. With 0 the pod is not there."),
      Key("labels", labels, "Labels, as in a pod template."),
      Key("annotations", labels, "Annotations, as in a pod template."),
      Key("serviceAccount", .text(.dnsSubdomain), "The service account, part of the identity; default."),
      Key(
        "phase", .word(["Running", "Pending", "Succeeded", "Failed", "Unknown"]),
        "What the pod's status says; Running."),
      Key("owner", .record(owner), "The controller that owns the pod."),
      Key("hostNetwork", .boolean, "Whether the pod has its node's network."),
      Key("node", .text(.dnsSubdomain), "The node."),
      Key(
        "containers",
        .list(.record(container(isInit: false)), identity: [IdentifyingKey("name")], isEmptyAllowed: false),
        "The containers.", required: true),
      Key(
        "initContainers", .list(.record(container(isInit: true)), identity: [IdentifyingKey("name")]),
        "Containers that run before."),
      Key("faults", .record(faults), "Processes of this pod that misbehave."),
    ])

  static let owner = Record(
    name: "Owner", subject: "an owner", about: "The controller that owns a pod.",
    keys: [
      Key(
        "kind", .word(["ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"]), "Its kind.",
        required: true),
      Key("name", .text(.dnsSubdomain), "Its name.", required: true),
    ])

  static func container(isInit: Bool) -> Record {
    let restart = Key(
      "restartPolicy", .word(["Always"]), "Always makes an init container a sidecar that stays.")
    return Record(
      name: isInit ? "InitContainer" : "Container", subject: isInit ? "an init container" : "a container",
      about: "A container: the ports that it declares, and what it exposes.",
      keys: [
        Key("name", .text(.dnsLabel), "The name, unique in the pod.", required: true),
        Key("image", .text(.any), "The image, for readers; nothing is pulled."),
        Key(
          "ports", .list(.record(containerPort)), "Declared ports. Declaring opens nothing; discovery sees it."),
        Key("env", .list(.record(variable)), "The environment."),
        Key("args", .list(.text(.any)), "The arguments."),
        Key("readinessProbe", .record(probe), "Whether it is ready, as Kubernetes writes it."),
        Key("livenessProbe", .record(probe), "Whether it lives, as Kubernetes writes it."),
        Key("startupProbe", .record(probe), "Whether it has started, as Kubernetes writes it."),
        Key("ended", .boolean, "Whether it has ended, as in a Job; it serves nothing then."),
        Key(
          "exposes",
          .list(
            .record(exposure), identity: [IdentifyingKey("port"), IdentifyingKey("path", fallback: "/metrics")]),
          "What the container serves, declared or not."),
      ] + (isInit ? [restart] : []))
  }

  static let containerPort = Record(
    name: "ContainerPort", subject: "a container's port", about: "A port that a container declares.",
    keys: [
      Key("name", .text(.portName), "The name, by which Services and monitors can refer to it."),
      Key("containerPort", portNumber, "The number.", required: true),
      Key("protocol", .word(["TCP", "UDP", "SCTP"]), "The protocol; TCP."),
    ])

  private static let probe = Record(
    name: "Probe", subject: "a probe",
    about: "A probe of the kubelet. Nobody asks it; Istio points it at its agent, which answers to anybody.",
    keys: [
      Key("httpGet", .record(httpGet), "A request."),
      Key("tcpSocket", .record(tcpSocket), "A connection."),
      Key("timeoutSeconds", .integer(1...3600), "After how long it has failed; 1."),
    ], isOpen: true)

  private static let httpGet = Record(
    name: "HTTPGetAction", subject: "a probe's request", about: "A request of a probe.",
    keys: [
      Key("path", .text(.any), "The path; /."),
      Key("port", .either(portNumber, .text(.portName)), "The port, by number or name.", required: true),
      Key("scheme", .word(["HTTP", "HTTPS"]), "HTTP or HTTPS; the first."),
    ], isOpen: true)

  private static let tcpSocket = Record(
    name: "TCPSocketAction", subject: "a probe's connection", about: "A connection of a probe.",
    keys: [Key("port", .either(portNumber, .text(.portName)), "The port, by number or name.", required: true)],
    isOpen: true)

  static let variable = Record(
    name: "Variable", subject: "a variable", about: "A variable of a container's environment.",
    keys: [
      Key("name", .text(.sentence), "The name.", required: true), Key("value", .text(.any), "The value."),
    ])

  static let exposure = Record(
    name: "Exposure", subject: "an exposure", about: "What a container serves on one port and path.",
    keys: [
      Key("port", portNumber, "The port that the application opens.", required: true),
      Key("path", .text(.path), "The path; /metrics. Other paths of the port are 404."),
      Key("metrics", .text(.any), "The exposition; # EOF at its end makes it OpenMetrics."),
      Key("metricsFile", .text(.sentence), "The exposition in a file, relative to the scenario."),
      Key("openMetrics", .text(.any), "Another exposition for clients that ask for OpenMetrics."),
      Key("bind", .word(Bind.allCases.map(\.rawValue)), "Where the application binds; 0.0.0.0."),
      Key("https", .boolean, "Whether it speaks TLS."),
      Key("contentType", .text(.any), "The Content-Type; none leaves it out."),
      Key("status", .integer(100...599), "The HTTP status; 200."),
      Key("delay", .text(.duration), "How long the answer is held back."),
      Key("truncateAfter", .integer(0...1_000_000_000), "Breaks off after so many bytes of the body."),
      Key("compression", .word(Exposure.Compression.allCases.map(\.rawValue)), "When it compresses; identity."),
      Key("redirect", .text(.sentence), "Answers with a redirect to this address."),
      Key("bearerToken", .text(.sentence), "Without this token the answer is 401."),
      Key("series", .integer(0...10_000_000), "Appends so many generated series."),
      Key("increment", .number, "Is added to every value on each scrape after the first."),
    ])

  static let service = Record(
    name: "Service", subject: "a Service", about: "A Service, as Kubernetes writes it.",
    keys: [
      Key("apiVersion", .word(["v1"]), "v1."), Key("kind", .word(["Service"]), "Service."),
      Key("metadata", .record(metadata), "Name, namespace, labels, annotations.", required: true),
      Key("spec", .record(serviceSpec), "Selector and ports.", required: true),
    ], isOpen: true)

  static let metadata = Record(
    name: "Metadata", subject: "metadata", about: "Metadata of a Kubernetes object.",
    keys: [
      Key("name", .text(.dnsSubdomain), "The name.", required: true),
      Key("namespace", .text(.dnsLabel), "The namespace; default."),
      Key("labels", labels, "Labels."), Key("annotations", labels, "Annotations."),
    ], isOpen: true)

  static let serviceSpec = Record(
    name: "ServiceSpec", subject: "a Service's spec", about: "What a Service offers.",
    keys: [
      Key("selector", labels, "The pods behind it."),
      Key("ports", .list(.record(servicePort)), "Its ports."),
      Key("clusterIP", .text(.any), "Its address; None is headless."),
      Key("type", .word(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]), "Its type; ClusterIP."),
      Key("externalName", .text(.any), "The DNS name of an ExternalName Service."),
    ], isOpen: true)

  static let servicePort = Record(
    name: "ServicePort", subject: "a Service's port", about: "A port of a Service.",
    keys: [
      Key("name", .text(.dnsLabel), "The name, from whose beginning Istio reads the protocol."),
      Key("port", portNumber, "The number.", required: true),
      Key(
        "targetPort", .either(portNumber, .text(.portName)),
        "The pods' port, by number or name; the Service's own if left out."),
      Key("protocol", .word(["TCP", "UDP", "SCTP"]), "The protocol; TCP."),
      Key("appProtocol", .text(.any), "The application protocol, which Istio prefers to the name."),
    ], isOpen: true)
}
