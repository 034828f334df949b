import Contract

extension Command: FrameReading {
  init(reading json: inout JSONCursor) throws(JSONCursor.Failure) {
    var command: Command?
    try json.object { name, json throws(JSONCursor.Failure) in
      var id: Int?
      var role: RoleConfiguration?
      var objects: [KubernetesResource] = []
      var instance: String?
      try json.object { name, json throws(JSONCursor.Failure) in
        switch name {
        case "id": id = try json.integer()
        case "role": role = try json.read()
        case "objects": objects = try json.readAll()
        case "instance": instance = try json.string()
        default: throw json.unknown(name)
        }
      }
      let number = try json.required(id, "id")
      switch name {
      case "reconfigure": command = .reconfigure(id: number, role: try json.required(role, "role"))
      case "apply": command = .apply(id: number, objects: objects)
      case "delete": command = .delete(id: number, objects: objects)
      case "scrape": command = .scrape(id: number)
      case "reload": command = .reload(id: number)
      case "report": command = .report(id: number, instance: try json.required(instance, "instance"))
      default: throw json.failure("a command, not `\(name)`")
      }
    }
    self = try json.required(command, "command")
  }
}
