import Wire

/// The form in which a client wants objects. It is always JSON; protocol buffers are not on offer, and every client
/// that asks for them takes JSON too.
enum ObjectEncoding: Hashable, Sendable {
  /// As they are.
  case objects
  /// As rows of a table, as `kubectl get` prints them.
  case table

  /// Chooses by `Accept`; the first clause that can be served wins.
  init(accept: String?) throws(APIFailure) {
    guard let accept, !accept.isEmpty else {
      self = .objects
      return
    }
    for clause in AcceptClause.clauses(of: accept) {
      guard ["application/json", "application/*", "*/*"].contains(clause.type) else { continue }
      switch clause.parameters["as"] {
      case nil: self = .objects
      case "Table" where clause.parameters["v"] == "v1" && clause.parameters["g"] == "meta.k8s.io":
        self = .table
      default: continue
      }
      return
    }
    throw .notAcceptable
  }

  /// One object by itself, as a GET or a watch event has it.
  func object(_ object: StoredObject, type: ResourceType) -> [UInt8] {
    switch self {
    case .objects: object.json
    case .table: ObjectTable(type).json([object], version: object.version)
    }
  }

  /// A list of objects at a version.
  func list(_ objects: [StoredObject], type: ResourceType, version: Int) -> [UInt8] {
    guard self == .objects else { return ObjectTable(type).json(objects, version: version) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(objects.reduce(200) { $0 + $1.json.count + 1 })
    bytes +=
      """
      {"kind":"\(type.kind)List","apiVersion":"\(type.apiVersion)",\
      "metadata":{"resourceVersion":"\(version)"},"items":[
      """.utf8
    for (index, object) in objects.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += object.json
    }
    bytes += "]}".utf8
    return bytes
  }
}
