import Contract

extension OutboundListener: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var listener: Listener?
    var destination: Endpoint?
    var bytes: OutboundRoute?
    var http: OutboundHTTP?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "listener": listener = try json.read()
      case "destination": destination = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      case "bytes": bytes = try json.read()
      case "http": http = try json.optional { json throws(JSONCursor.Failure) in try json.read() }
      default: throw json.unknown(key)
      }
    }
    self.init(
      listener: try json.required(listener, "listener"), destination: destination,
      bytes: try json.required(bytes, "bytes"), http: http)
  }
}

extension OutboundRoute: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var kind: Kind?
    var cluster: String?
    var endpoints: [OutboundEndpoint]?
    var isMutualTLS: Bool?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "kind": kind = try json.named()
      case "cluster": cluster = try json.string()
      case "endpoints": endpoints = try json.readAll()
      case "isMutualTLS": isMutualTLS = try json.bool()
      default: throw json.unknown(key)
      }
    }
    self.init(
      try json.required(kind, "kind"), cluster: try json.required(cluster, "cluster"),
      endpoints: try json.required(endpoints, "endpoints"),
      isMutualTLS: try json.required(isMutualTLS, "isMutualTLS"))
  }
}

extension OutboundEndpoint: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var address: Endpoint?
    var isMutualTLS: Bool?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "address": address = try json.read()
      case "isMutualTLS": isMutualTLS = try json.bool()
      default: throw json.unknown(key)
      }
    }
    self.init(try json.required(address, "address"), isMutualTLS: try json.required(isMutualTLS, "isMutualTLS"))
  }
}

extension OutboundHTTP: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var hosts: [OutboundHost]?
    var others: OutboundRoute?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "hosts": hosts = try json.readAll()
      case "others": others = try json.read()
      default: throw json.unknown(key)
      }
    }
    self.init(hosts: try json.required(hosts, "hosts"), others: try json.required(others, "others"))
  }
}

extension OutboundHost: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var names: [String]?
    var route: OutboundRoute?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "names": names = try json.array { json throws(JSONCursor.Failure) in try json.string() }
      case "route": route = try json.read()
      default: throw json.unknown(key)
      }
    }
    self.init(names: try json.required(names, "names"), route: try json.required(route, "route"))
  }
}
