import Contract

extension LinkerdSidecar: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var admin: [Listener]?
    var refusals: [LinkerdRefusal] = []
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "admin": admin = try json.readAll()
      case "refusals": refusals = try json.readAll()
      default: throw json.unknown(key)
      }
    }
    self.init(admin: try json.required(admin, "admin"), refusals: refusals)
  }
}

extension LinkerdRefusal: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var port: UInt16?
    var by: String?
    var isOpaque: Bool?
    try json.object { key, json throws(JSONCursor.Failure) in
      switch key {
      case "port": port = try json.integer()
      case "by": by = try json.string()
      case "isOpaque": isOpaque = try json.bool()
      default: throw json.unknown(key)
      }
    }
    self.init(
      port: try json.required(port, "port"), by: try json.required(by, "by"),
      isOpaque: try json.required(isOpaque, "isOpaque"))
  }
}
