import Contract

extension ProcessConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var name: String?
    var roles: [RoleConfiguration]?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "name": name = try json.string()
      case "roles": roles = try json.readAll()
      default: throw json.unknown(key)
      }
    }
    self.init(name: try json.required(name, "name"), roles: try json.required(roles, "roles"))
  }
}

extension RoleConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var role: RoleConfiguration?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "app": role = .app(try json.associated())
      case "proxy": role = .proxy(try json.associated())
      case "agent": role = .agent(try json.associated())
      case "kubeAPI": role = .kubeAPI(try json.associated())
      case "scraper": role = .scraper(try json.associated())
      case "consul": role = .consul(try json.associated())
      default: throw json.failure("a kind of role, not `\(key)`")
      }
    }
    self = try json.required(role, "role")
  }
}

extension PodReference: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var namespace: String?
    var name: String?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "namespace": namespace = try json.string()
      case "name": name = try json.string()
      default: throw json.unknown(key)
      }
    }
    self.init(namespace: try json.required(namespace, "namespace"), name: try json.required(name, "name"))
  }
}

extension Endpoint: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var address: String?
    var port: UInt16?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "address": address = try json.string()
      case "port": port = try json.integer()
      default: throw json.unknown(key)
      }
    }
    self.init(IPAddress(try json.required(address, "address")), try json.required(port, "port"))
  }
}

extension Listener: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var endpoint: Endpoint?
    var descriptor: Int32?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "endpoint": endpoint = try json.read()
      case "descriptor": descriptor = try json.integer()
      default: throw json.unknown(key)
      }
    }
    self.init(
      try json.required(endpoint, "endpoint"), descriptor: try json.required(descriptor, "descriptor"))
  }
}
