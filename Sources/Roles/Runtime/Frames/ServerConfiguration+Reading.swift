import Contract

extension KubeAPIConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var version: String?
    var objects: [KubernetesResource]?
    var firstResourceVersion: Int?
    var fault: Fault?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "version": version = try json.string()
      case "objects": objects = try json.readAll()
      case "firstResourceVersion": firstResourceVersion = try json.integer()
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      listener: try json.required(listener, "listener"), version: try json.required(version, "version"),
      objects: try json.required(objects, "objects"),
      firstResourceVersion: try json.required(firstResourceVersion, "firstResourceVersion"), fault: fault)
  }
}

extension KubernetesResource: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var resource = KubernetesResource(
      apiVersion: "", kind: "", resource: "", namespace: nil, name: "", json: "")
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "apiVersion": resource.apiVersion = try json.string()
      case "kind": resource.kind = try json.string()
      case "resource": resource.resource = try json.string()
      case "namespace":
        resource.namespace = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "name": resource.name = try json.string()
      case "json": resource.json = try json.string()
      default: throw json.unknown(key)
      }
    }
    self = resource
  }
}

extension ScraperConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var version: String?
    var configurationFile: String?
    var sourceAddress: String?
    var schedule: Schedule?
    var features: [String] = []
    var fault: Fault?
    var engine: ScraperProgram?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "version": version = try json.string()
      case "configurationFile": configurationFile = try json.string()
      case "sourceAddress": sourceAddress = try json.string()
      case "schedule": schedule = try json.named()
      case "features":
        features = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      case "engine": engine = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      listener: try json.required(listener, "listener"), version: try json.required(version, "version"),
      configurationFile: try json.required(configurationFile, "configurationFile"),
      sourceAddress: IPAddress(try json.required(sourceAddress, "sourceAddress")),
      schedule: try json.required(schedule, "schedule"), features: features, fault: fault,
      engine: engine)
  }
}

extension ScraperProgram: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var name: String?
    var program: String?
    var arguments: [String]?
    var log: String?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "name": name = try json.string()
      case "program": program = try json.string()
      case "arguments":
        arguments = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      case "log": log = try json.string()
      default: throw json.unknown(key)
      }
    }
    self.init(
      name: try json.required(name, "name"), program: try json.required(program, "program"),
      arguments: try json.required(arguments, "arguments"), log: try json.required(log, "log"))
  }
}
