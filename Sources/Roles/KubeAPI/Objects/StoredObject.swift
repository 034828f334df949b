import Contract
import SourceText

/// An object as the API server holds it: JSON text that goes out as it is, decoded only if a request asks for it.
final class StoredObject: Sendable {
  /// Its namespace and name.
  let key: ObjectKey
  /// The version at which it came to be as it is.
  let version: Int
  /// The object with `resourceVersion`.
  let json: [UInt8]
  /// The object's `metadata` with `resourceVersion`.
  let metadata: Range<Int>
  /// The digits of `resourceVersion`.
  private let digits: Range<Int>

  /// Takes an object of a resource as it came, at a version.
  init(_ resource: KubernetesResource, version: Int) throws(RoleFailure) {
    key = ObjectKey(namespace: resource.namespace ?? "", name: resource.name)
    self.version = version
    guard let text = ObjectText(resource.json) else {
      throw RoleFailure("\(resource.resource) \(key): what was given is no JSON object")
    }
    guard let given = text.members["metadata"], let inside = Self.firstMember(text.bytes, behind: given) else {
      throw RoleFailure("\(resource.resource) \(key): the object has no metadata with a name")
    }
    // Clients refuse watch events whose objects lack kind or apiVersion.
    var json = Array("{".utf8)
    if text.members["kind"] == nil { json += "\"kind\":\"\(resource.kind)\",".utf8 }
    if text.members["apiVersion"] == nil { json += "\"apiVersion\":\"\(resource.apiVersion)\",".utf8 }
    let start = json.count + given.lowerBound - text.start
    json += text.bytes[text.start..<inside]
    json += "\"resourceVersion\":\"".utf8
    let firstDigit = json.count
    json += String(version).utf8
    digits = firstDigit..<json.count
    json += "\",".utf8
    json += text.bytes[inside...]
    metadata = start..<(json.count - (text.bytes.count - given.upperBound))
    self.json = json
  }

  /// The same object at a later version.
  init(_ object: StoredObject, version: Int) {
    key = object.key
    self.version = version
    let text = Array(String(version).utf8)
    digits = object.digits.lowerBound..<(object.digits.lowerBound + text.count)
    metadata = object.metadata.lowerBound..<(object.metadata.upperBound + text.count - object.digits.count)
    var json = object.json
    json.replaceSubrange(object.digits, with: text)
    self.json = json
  }

  /// The object, decoded: for tables, which show more of it than selectors ask for.
  var node: YAMLNode { YAMLNode(json: String(decoding: json, as: UTF8.self)) ?? .mapping([]) }

  /// Its labels.
  var labels: [String: String] {
    var cursor = JSONCursor(json, at: metadata.lowerBound)
    guard cursor.enter("labels") else { return [:] }
    var labels: [String: String] = [:]
    try? cursor.object { name, json throws(JSONCursor.Failure) in labels[name] = try json.string() }
    return labels
  }

  /// The text of a field by its path, `status.phase`; empty if there is none.
  func field(_ path: String) -> String {
    var cursor = JSONCursor(json)
    for part in path.split(separator: ".") {
      guard cursor.enter(part) else { return "" }
    }
    if let text = try? cursor.string() { return text }
    guard let value = cursor.takeValue() else { return "" }
    let text = String(decoding: json[value], as: UTF8.self)
    return text == "null" || text.hasPrefix("{") || text.hasPrefix("[") ? "" : text
  }

  /// Where the first member of an object starts; nil for an empty object.
  private static func firstMember(_ bytes: [UInt8], behind range: Range<Int>) -> Int? {
    let start = range.lowerBound + 1
    return bytes[start..<range.upperBound].first { $0 > UInt8(ascii: " ") } == UInt8(ascii: "\"") ? start : nil
  }
}

/// A namespace, empty for what is cluster-wide, and a name.
struct ObjectKey: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The namespace.
  let namespace: String
  /// The name.
  let name: String

  /// `namespace/name`, or the name.
  var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

  /// The order of keys in etcd, in which lists come.
  static func < (left: Self, right: Self) -> Bool {
    (left.namespace, left.name) < (right.namespace, right.name)
  }
}
