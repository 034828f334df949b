public import SourceText

/// The Secrets and ConfigMaps that the operator reads for monitors.
public struct Assets: Sendable {
  /// Where a value comes from.
  enum Source: Int, Sendable {
    case secret = 0
    case configMap = 1
  }

  /// A key of an object.
  struct Key: Hashable, Sendable {
    var source: Source
    var namespace: String
    var name: String
    var key: String

    /// The name of the file that the operator mounts for it.
    ///
    /// Source: prometheus-operator `pkg/assets/tls.go` `tlsAssetKey.toString`, 0.93.
    var fileName: String { "\(source.rawValue)_\(namespace)_\(name)_\(key)" }
  }

  private var objects: [String: [String: String]] = [:]

  /// Knows nothing.
  public init() {}

  /// Reads `Secret` and `ConfigMap` manifests; others are passed over.
  ///
  /// `data` of a Secret is base64, `stringData` is not.
  public init(manifests: [YAMLNode]) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    for manifest in manifests {
      guard let source = Self.source(of: manifest) else { continue }
      let namespace = manifest["metadata"]?.word("namespace") ?? "default"
      let name = manifest["metadata"]?.word("name") ?? ""
      var values: [String: String] = [:]
      for entry in manifest["data"]?.mapping ?? [] {
        let text = entry.value.string ?? ""
        if source == .configMap {
          values[entry.name] = text
        } else if let decoded = Base64.decoded(text) {
          values[entry.name] = decoded
        } else {
          problems.append(
            Diagnostic(
              "`data.\(entry.name)` is not base64; plain text goes under `stringData`", at: entry.value.span))
        }
      }
      for entry in manifest["stringData"]?.mapping ?? [] { values[entry.name] = entry.value.string ?? "" }
      objects[Self.objectKey(source, namespace, name)] = values
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  /// Whether a manifest is a Secret or a ConfigMap.
  public static func isAsset(_ manifest: YAMLNode) -> Bool { source(of: manifest) != nil }

  /// Adds a key of a Secret.
  mutating func addSecret(namespace: String, name: String, key: String, value: String) {
    objects[Self.objectKey(.secret, namespace, name), default: [:]][key] = value
  }

  /// The value of a key; what is wrong in the operator's words if there is none.
  ///
  /// Source: prometheus-operator `pkg/assets/store.go` `GetSecretKey`, `GetConfigMapKey`, 0.93.
  func value(_ key: Key) throws(Rejection) -> String {
    let (kind, resource) = key.source == .secret ? ("secret", "secrets") : ("configmap", "configmaps")
    guard let object = objects[Self.objectKey(key.source, key.namespace, key.name)] else {
      throw Rejection(
        "unable to get \(kind) \(Quoting.quoted(key.name)): \(resource) \(Quoting.quoted(key.name)) not found")
    }
    guard let value = object[key.key] else {
      throw Rejection("key \(Quoting.quoted(key.key)) in \(kind) \(Quoting.quoted(key.name)) not found")
    }
    return value
  }

  /// Every value as the file that it would be mounted as, by path.
  var allFiles: [(path: String, content: String)] {
    objects.flatMap { object, values in
      let parts = object.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      return values.map { key, value in
        ("/etc/prometheus/certs/" + (parts + [key]).joined(separator: "_"), value)
      }
    }
  }

  private static func objectKey(_ source: Source, _ namespace: String, _ name: String) -> String {
    "\(source.rawValue)/\(namespace)/\(name)"
  }

  private static func source(of manifest: YAMLNode) -> Source? {
    guard manifest["apiVersion"]?.string == "v1" else { return nil }
    return switch manifest["kind"]?.string {
    case "Secret": .secret
    case "ConfigMap": .configMap
    default: nil
    }
  }
}

/// Why the operator takes no notice of a monitor, in its own words.
struct Rejection: Error, Hashable {
  var reason: String

  init(_ reason: String) { self.reason = reason }

  /// The same, seen from outside: `endpoints[0]: …`.
  func inside(_ place: String) -> Rejection { Rejection("\(place): \(reason)") }
}

/// Base64 as Secrets carry it.
enum Base64 {
  /// The text behind base64, nil if it is none; white space between is passed over.
  static func decoded(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    var padding = 0
    for byte in text.utf8 where !(byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09) {
      if byte == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(of: byte) else { return nil }
      bits = bits << 6 | value
      count += 1
      if count % 4 == 0 {
        bytes += [
          UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
          UInt8(truncatingIfNeeded: bits),
        ]
        bits = 0
      }
    }
    guard (count + padding) % 4 == 0, padding <= 2 else { return nil }
    switch count % 4 {
    case 0: break
    case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
    case 3: bytes += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
    default: return nil
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
