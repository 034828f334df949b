import Contract
import SourceText
import Wire

@testable import Roles

/// An API server of a test, with pods and services in it.
struct Cluster {
  let api: PlayedRole<KubeAPIRole>

  init(_ objects: [KubernetesResource] = Self.objects, version: String = "v1.34.0", fault: Fault? = nil) throws
  {
    api = try PlayedRole(fault: fault) { listeners in
      KubeAPIConfiguration(listener: listeners[0], version: version, objects: objects, fault: fault)
    }
  }

  func get(_ target: String, accept: String? = nil, method: String = "GET") throws -> (Int, YAMLNode) {
    let headers: HTTPHeaders = accept.map { ["Accept": $0] } ?? [:]
    let response = try api.send(target, method: method, headers: headers)
    return (response.status, YAMLNode(json: response.text) ?? .string(response.text))
  }

  func apply(_ objects: [KubernetesResource]) throws { try api.role.handle(.apply(id: 1, objects: objects)) }
  func delete(_ objects: [KubernetesResource]) throws { try api.role.handle(.delete(id: 2, objects: objects)) }

  func watch(_ target: String, accept: String? = nil) throws -> WatchReader {
    try WatchReader(HTTPURL(api.listeners[0].endpoint, target: target), accept: accept)
  }

  /// Three pods and a service; the last pod has version 1003, all is 1004.
  static let objects = [
    pod("shop", "cart-1", labels: "\"app\":\"cart\",\"tier\":\"back\"", phase: "Running"),
    pod("shop", "cart-0", labels: "\"app\":\"cart\"", phase: "Pending"),
    pod("pay", "card-0", labels: "\"app\":\"card\",\"weight\":\"5\"", phase: "Running"),
    KubernetesResource(
      apiVersion: "v1", kind: "Service", resource: "services", namespace: "shop", name: "cart",
      json: #"{"apiVersion":"v1","kind":"Service","metadata":{"name":"cart","namespace":"shop"},"#
        + #""spec":{"clusterIP":"10.0.0.1","ports":[{"port":80}]}}"#),
  ]

  static func pod(_ namespace: String, _ name: String, labels: String = "", phase: String = "Running")
    -> KubernetesResource
  {
    KubernetesResource(
      apiVersion: "v1", kind: "Pod", resource: "pods", namespace: namespace, name: name,
      json: #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"\#(name)","namespace":"\#(namespace)","#
        + #""labels":{\#(labels)}},"spec":{"containers":[{"name":"app"},{"name":"istio-proxy"}]},"#
        + #""status":{"phase":"\#(phase)","podIP":"127.0.0.9"}}"#)
  }
}

/// Reads the events of a watch, one at a time.
final class WatchReader {
  private let exchange: ClientExchange
  private var lines: [Substring] = []
  private var rest = ""

  init(_ url: HTTPURL, accept: String?) throws {
    let headers: HTTPHeaders = accept.map { ["Accept": $0] } ?? [:]
    exchange = try HTTPClient().open(ClientRequest(url, headers: headers, deadline: .after(seconds: 20)))
  }

  /// The next event; nil at the end of the watch.
  func next() throws -> (type: String, object: YAMLNode)? {
    while lines.isEmpty {
      let part = try exchange.readPart()
      guard !part.isEmpty else { return nil }
      rest += String(decoding: part, as: UTF8.self)
      var parts = rest.split(separator: "\n", omittingEmptySubsequences: false)
      rest = String(parts.removeLast())
      lines = parts
    }
    guard let event = YAMLNode(json: String(lines.removeFirst())) else { return ("no JSON", .mapping([])) }
    return (event["type"]?.string ?? "", event["object"] ?? .mapping([]))
  }

  /// So many events in short: `ADDED shop/cart-0 1002`.
  func next(_ count: Int) throws -> [String] {
    try (0..<count).map { _ in
      guard let (type, object) = try next() else { return "END" }
      let metadata = object["metadata"]
      let name = metadata?["name"]?.string.map { "\(metadata?["namespace"]?.string ?? "")/\($0) " } ?? ""
      return "\(type) \(name)\(metadata?["resourceVersion"]?.string ?? object["code"]?.string ?? "")"
    }
  }
}
