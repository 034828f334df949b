import Contract

extension AppConfiguration: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var pod: PodReference?
    var container: String?
    var ports: [AppPort]?
    var fault: Fault?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "pod": pod = try json.read()
      case "container": container = try json.string()
      case "ports": ports = try json.readAll()
      case "fault": fault = try json.optional { json throws(JSONCursor.Failure) in try json.named() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      pod: try json.required(pod, "pod"), container: try json.required(container, "container"),
      ports: try json.required(ports, "ports"), fault: fault)
  }
}

extension AppPort: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var port: UInt16?
    var listeners: [Listener]?
    var tls: ServerCertificate?
    var endpoints: [AppEndpoint]?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "port": port = try json.integer()
      case "listeners": listeners = try json.readAll()
      case "tls": tls = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      case "endpoints": endpoints = try json.readAll()
      default: throw json.unknown(key)
      }
    }
    self.init(
      port: try json.required(port, "port"), listeners: try json.required(listeners, "listeners"), tls: tls,
      endpoints: try json.required(endpoints, "endpoints"))
  }
}

extension ServerCertificate: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var certificateChain: String?
    var privateKey: String?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "certificateChain": certificateChain = try json.string()
      case "privateKey": privateKey = try json.string()
      default: throw json.unknown(key)
      }
    }
    self.init(
      certificateChain: try json.required(certificateChain, "certificateChain"),
      privateKey: try json.required(privateKey, "privateKey"))
  }
}

extension AppEndpoint: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var endpoint = AppEndpoint(metrics: "")
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "path": endpoint.path = try json.string()
      case "metrics": endpoint.metrics = try json.string()
      case "openMetrics":
        endpoint.openMetrics = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "contentType":
        endpoint.contentType = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "omitsContentType": endpoint.omitsContentType = try json.bool()
      case "status": endpoint.status = try json.integer()
      case "delayMilliseconds": endpoint.delayMilliseconds = try json.integer()
      case "truncatesAfter":
        endpoint.truncatesAfter = try json.optional { json throws(JSONCursor.Failure) in try json.integer() }
      case "encoding": endpoint.encoding = try json.named()
      case "redirect":
        endpoint.redirect = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "bearerToken":
        endpoint.bearerToken = try json.optional { json throws(JSONCursor.Failure) in try json.string() }
      case "fillerSeries": endpoint.fillerSeries = try json.integer()
      case "increment": endpoint.increment = try json.number()
      default: throw json.unknown(key)
      }
    }
    self = endpoint
  }
}
