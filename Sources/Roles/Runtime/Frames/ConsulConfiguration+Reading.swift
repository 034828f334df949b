import Contract

extension ConsulConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var datacenter: String?
    var token: String?
    var instances: [ConsulInstance]?
    var fault: Fault?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "datacenter": datacenter = try json.string()
      case "token": token = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "instances": instances = try json.readAll()
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      listener: try json.required(listener, "listener"),
      datacenter: try json.required(datacenter, "datacenter"),
      token: token, instances: try json.required(instances, "instances"), fault: fault)
  }
}

extension ConsulInstance: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var instance = ConsulInstance(service: "", health: "", catalog: "")
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "service": instance.service = try json.string()
      case "tags":
        var tags: [String] = []
        try json.array { json throws(JSONCursor.Failure) in tags.append(try json.string()) }
        instance.tags = tags
      case "nodeMeta":
        var meta: [String: String] = [:]
        try json.object { name, json throws(JSONCursor.Failure) in meta[name] = try json.string() }
        instance.nodeMeta = meta
      case "namespace": instance.namespace = try json.string()
      case "partition": instance.partition = try json.string()
      case "health": instance.health = try json.string()
      case "catalog": instance.catalog = try json.string()
      default: throw json.unknown(key)
      }
    }
    self = instance
  }
}
