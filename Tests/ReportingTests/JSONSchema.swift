import Foundation

/// As much of JSON Schema 2020-12 as our schemas use; a keyword that it does not know is an error of its own.
struct JSONSchema {
  private let root: [String: Any]

  struct Unreadable: Error {}

  init(_ data: Data) throws {
    guard let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] else { throw Unreadable() }
    self.root = root
  }

  /// What is wrong with an instance, each with its path.
  func faults(of instance: Any) -> [String] { faults(instance, root, "$") }

  private func faults(_ instance: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    for (keyword, value) in schema {
      switch keyword {
      case "$schema", "$id", "$defs", "title", "description": break
      case "$ref": found += reference(value).map { faults(instance, $0, path) } ?? ["\(path): no \(value)"]
      case "type":
        if !types(value).contains(where: { isOf($0, instance) }) { found.append("\(path): not \(value)") }
      case "const": if !isEqual(instance, value) { found.append("\(path): not \(value)") }
      case "enum":
        if !(value as? [Any] ?? []).contains(where: { isEqual(instance, $0) }) {
          found.append("\(path): none of \(value)")
        }
      case "minimum":
        let isTooSmall = number(instance).flatMap { given in number(value).map { given < $0 } } ?? false
        if isTooSmall { found.append("\(path): < \(value)") }
      case "pattern":
        if let text = instance as? String, let pattern = value as? String,
          text.range(of: pattern, options: .regularExpression) == nil
        {
          found.append("\(path): '\(text)' does not match \(pattern)")
        }
      case "required":
        let keys = (instance as? [String: Any]).map { Set($0.keys) } ?? []
        found += (value as? [String] ?? []).filter { !keys.contains($0) }.map { "\(path): lacks \($0)" }
      case "properties", "additionalProperties": break
      case "items":
        let items = instance as? [Any] ?? []
        found += items.enumerated().flatMap {
          faults($0.element, value as? [String: Any] ?? [:], "\(path)[\($0.offset)]")
        }
      default: found.append("schema: unknown keyword \(keyword)")
      }
    }
    return found + members(instance, schema, path)
  }

  private func members(_ instance: Any, _ schema: [String: Any], _ path: String) -> [String] {
    guard let object = instance as? [String: Any] else { return [] }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    return object.flatMap { key, value in
      if let property = properties[key] { return faults(value, property, "\(path).\(key)") }
      if let rest = schema["additionalProperties"] as? [String: Any] {
        return faults(value, rest, "\(path).\(key)")
      }
      return schema["additionalProperties"] as? Bool == false ? ["\(path).\(key): unknown"] : []
    }
  }

  private func reference(_ value: Any) -> [String: Any]? {
    guard let name = (value as? String)?.split(separator: "/").last else { return nil }
    return (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
  }

  private func types(_ value: Any) -> [String] { value as? [String] ?? [value as? String ?? ""] }

  private func isOf(_ type: String, _ instance: Any) -> Bool {
    switch type {
    case "object": instance is [String: Any]
    case "array": instance is [Any]
    case "string": instance is String
    case "null": instance is NSNull
    case "number": number(instance) != nil
    case "integer": number(instance).map { $0 == $0.rounded() } ?? false
    default: false
    }
  }

  private func number(_ instance: Any) -> Double? { (instance as? NSNumber)?.doubleValue }

  private func isEqual(_ left: Any, _ right: Any) -> Bool {
    (left as? String) != nil && left as? String == right as? String
  }
}
