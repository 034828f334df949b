import Contract

extension ConsulSidecar: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var service: String?
    var datacenter: String?
    var rules: ConsulRules?
    var permissivePort: UInt16?
    var metrics: ConsulMetricsListener?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "service": service = try json.string()
      case "datacenter": datacenter = try json.string()
      case "rules": rules = try json.read()
      case "permissivePort":
        permissivePort = try json.optional { json throws(JSONCursor.Failure) in try json.integer() }
      case "metrics": metrics = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      service: try json.required(service, "service"), datacenter: try json.required(datacenter, "datacenter"),
      rules: try json.required(rules, "rules"), permissivePort: permissivePort, metrics: metrics)
  }
}

extension ConsulRules: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var allows: Bool?
    var principals: [ConsulPrincipal] = []
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "allows": allows = try json.bool()
      case "principals": principals = try json.readAll()
      default: throw json.unknown(key)
      }
    }
    self.init(allows: try json.required(allows, "allows"), principals: principals)
  }
}

extension ConsulPrincipal: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var source: String?
    var except: [String] = []
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "source": source = try json.string()
      case "except": except = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      default: throw json.unknown(key)
      }
    }
    self.init(source: try json.required(source, "source"), except: except)
  }
}

extension ConsulMetricsListener: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listeners: [Listener]?
    var path: String?
    var backend: Endpoint?
    var tls: ServerCertificate?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listeners": listeners = try json.readAll()
      case "path": path = try json.string()
      case "backend": backend = try json.read()
      case "tls": tls = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      listeners: try json.required(listeners, "listeners"), path: try json.required(path, "path"),
      backend: try json.required(backend, "backend"), tls: tls)
  }
}

extension ConsulMerging: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var arguments: [String] = []
    var own: [Listener] = []
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "arguments":
        arguments = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      case "own": own = try json.readAll()
      default: throw json.unknown(key)
      }
    }
    self.init(arguments: arguments, own: own)
  }
}
