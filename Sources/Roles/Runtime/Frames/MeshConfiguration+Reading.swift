import Contract

extension ProxyConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var pod: PodReference?
    var version: String?
    var identity: WorkloadIdentity?
    var listeners: [String: [Listener]] = [:]
    var inbound: [InboundListener]?
    var workload: [String: String] = [:]
    var policies: [String] = []
    var secureMetrics: [SecureMetricsListener] = []
    var consul: ConsulSidecar?
    var linkerd: LinkerdSidecar?
    var fault: Fault?
    var engine: ProxyEngine?
    var outbound: [OutboundListener] = []
    var source: String?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "pod": pod = try json.read()
      case "version": version = try json.string()
      case "identity": identity = try json.read()
      case "inbound": inbound = try json.readAll()
      case "statistics", "health", "admin": listeners[key] = try json.readAll()
      case "workload": workload = try json.texts()
      case "authorizationPolicies":
        policies = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      case "secureMetrics": secureMetrics = try json.readAll()
      case "consul": consul = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      case "linkerd": linkerd = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      case "outbound": outbound = try json.readAll()
      case "outboundSource":
        source = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "engine": engine = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      pod: try json.required(pod, "pod"), version: try json.required(version, "version"),
      identity: try json.required(identity, "identity"), inbound: try json.required(inbound, "inbound"),
      statistics: listeners["statistics"] ?? [], health: listeners["health"] ?? [],
      admin: listeners["admin"] ?? [], workload: workload, authorizationPolicies: policies,
      secureMetrics: secureMetrics, consul: consul, linkerd: linkerd, outbound: outbound,
      outboundSource: source.map { IPAddress($0) }, fault: fault, engine: engine)
  }
}

extension ProxyEngine: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    let texts = try json.texts()
    self.init(
      program: try json.required(texts["program"], "program"),
      version: try json.required(texts["version"], "version"),
      folder: try json.required(texts["folder"], "folder"))
  }
}

extension SecureMetricsListener: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var agent: Endpoint?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "agent": agent = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(listener: try json.required(listener, "listener"), agent: agent)
  }
}

extension WorkloadIdentity: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var texts: [String: String] = [:]
    var trustDomains: [String]?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "spiffeID", "certificateChain", "privateKey", "trustedRoots": texts[key] = try json.string()
      case "trustDomains":
        trustDomains = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      spiffeID: try json.required(texts["spiffeID"], "spiffeID"),
      certificateChain: try json.required(texts["certificateChain"], "certificateChain"),
      privateKey: try json.required(texts["privateKey"], "privateKey"),
      trustedRoots: try json.required(texts["trustedRoots"], "trustedRoots"),
      trustDomains: try json.required(trustDomains, "trustDomains"))
  }
}

extension InboundListener: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var mode: MTLSMode?
    var portProtocol: PortProtocol?
    var upstream: Endpoint?
    var isPassthrough: Bool?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "mode": mode = try json.named()
      case "portProtocol": portProtocol = try json.named()
      case "upstream": upstream = try json.read()
      case "isPassthrough": isPassthrough = try json.bool()
      default: throw json.unknown(key)
      }
    }
    self.init(
      listener: try json.required(listener, "listener"), mode: try json.required(mode, "mode"),
      portProtocol: try json.required(portProtocol, "portProtocol"),
      upstream: try json.required(upstream, "upstream"),
      isPassthrough: try json.required(isPassthrough, "isPassthrough"))
  }
}

extension AgentConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var pod: PodReference?
    var version: String?
    var environment: [String: String]?
    var status: [Listener]?
    var localhost: String?
    var ownPorts: [Endpoint]?
    var consul: ConsulMerging?
    var fault: Fault?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "pod": pod = try json.read()
      case "version": version = try json.string()
      case "environment": environment = try json.texts()
      case "status": status = try json.readAll()
      case "localhost": localhost = try json.string()
      case "ownPorts": ownPorts = try json.readAll()
      case "consul": consul = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      pod: try json.required(pod, "pod"), version: try json.required(version, "version"),
      environment: try json.required(environment, "environment"), status: try json.required(status, "status"),
      localhost: IPAddress(try json.required(localhost, "localhost")),
      ownPorts: try json.required(ownPorts, "ownPorts"), consul: consul, fault: fault)
  }
}

extension JSONCursor {
  /// An object whose values are all text.
  fileprivate mutating func texts() throws(Failure) -> [String: String] {
    var texts: [String: String] = [:]
    try object { name, json throws(Failure) in texts[name] = try json.string() }
    return texts
  }
}
