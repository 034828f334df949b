import Contract
import SourceText

/// Values of Envoy's configuration, which is protocol buffers written as JSON.
enum EnvoyJSON {
  /// An object without the members that are nil.
  static func object(_ members: KeyValuePairs<String, YAMLNode?>) -> YAMLNode {
    .mapping(members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// A message that says its own type: `envoy.config.listener.v3.Listener`.
  static func message(_ type: String, _ members: KeyValuePairs<String, YAMLNode?> = [:]) -> YAMLNode {
    let named: [(String, YAMLNode)] = [("@type", .string("type.googleapis.com/\(type)"))]
    return .mapping(named + members.compactMap { name, value in value.map { (name, $0) } })
  }

  /// An extension by name, with its configuration.
  static func named(
    _ name: String, _ type: String, _ members: KeyValuePairs<String, YAMLNode?> = [:]
  ) -> YAMLNode {
    object(["name": .string(name), "typed_config": message(type, members)])
  }

  /// A list of texts.
  static func texts(_ texts: [String]) -> YAMLNode { .sequence(texts.map(YAMLNode.string)) }

  /// An address, for listeners and endpoints.
  static func address(_ endpoint: Endpoint) -> YAMLNode {
    object([
      "socket_address": object([
        "address": .string(endpoint.address.description), "port_value": .int(Int(endpoint.port)),
      ])
    ])
  }
}
