import FoundationEssentials
import KubernetesModel
import PrometheusModel

extension KubernetesKind {
  /// Reads a list, and hands on its objects one by one. Those of pods are better read by ``PodReading``.
  func list(_ json: [UInt8], _ take: (KubernetesObject) -> Void) throws -> KubernetesListEnd {
    func read<Item: Decodable>(_ wrap: (Item) -> KubernetesObject) throws -> KubernetesListEnd {
      let list = try JSONDecoder().decode(ListEnvelope<Item>.self, from: Data(json))
      for item in list.items ?? [] { take(wrap(item)) }
      return KubernetesListEnd(
        version: list.metadata?.resourceVersion ?? "", continuation: list.metadata?.continue ?? "")
    }
    return switch self {
    case .pods: try read { (item: Pod) in .pod(item) }
    case .services: try read { (item: Service) in .service(item) }
    case .endpoints: try read { (item: Endpoints) in .endpoints(item) }
    case .endpointSlices: try read { (item: EndpointSlice) in .endpointSlice(item) }
    case .nodes: try read { (item: Node) in .node(item) }
    case .ingresses: try read { (item: Ingress) in .ingress(item) }
    case .namespaces: try read { (item: Namespace) in .namespace(item) }
    }
  }
}

/// What a list says beside its objects.
struct KubernetesListEnd {
  /// The version of the list.
  var version = ""
  /// Where the next page begins; empty at the last.
  var continuation = ""
}

private struct ListEnvelope<Item: Decodable>: Decodable {
  var metadata: Metadata?
  var items: [Item]?

  struct Metadata: Decodable {
    var resourceVersion: String?
    var `continue`: String?
  }
}

/// An object of any kind.
enum KubernetesObject: Sendable {
  case pod(Pod)
  case service(Service)
  case endpoints(Endpoints)
  case endpointSlice(EndpointSlice)
  case node(Node)
  case ingress(Ingress)
  case namespace(Namespace)

  /// `namespace/name`.
  var key: String { metadata.key }

  /// Its metadata.
  var metadata: ObjectMeta {
    switch self {
    case .pod(let object): object.metadata
    case .service(let object): object.metadata
    case .endpoints(let object): object.metadata
    case .endpointSlice(let object): object.metadata
    case .node(let object): object.metadata
    case .ingress(let object): object.metadata
    case .namespace(let object): object.metadata
    }
  }
}

/// One line of a watch.
struct WatchLine {
  /// `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`.
  var type: String
  /// The version of the object, or of everything that a bookmark says has been sent.
  var version: String
  /// The code of an error.
  var code: Int?
  /// The object; nil with a bookmark or an error.
  var object: KubernetesObject?

  /// Reads a line about objects of a kind.
  init(_ json: Data, kind: KubernetesKind) throws {
    let head = try JSONDecoder().decode(Head.self, from: json)
    type = head.type
    version = head.object?.metadata?.resourceVersion ?? ""
    code = head.object?.code
    guard ["ADDED", "MODIFIED", "DELETED"].contains(type) else { return }
    object =
      switch kind {
      case .pods: .pod(try Self.object(json))
      case .services: .service(try Self.object(json))
      case .endpoints: .endpoints(try Self.object(json))
      case .endpointSlices: .endpointSlice(try Self.object(json))
      case .nodes: .node(try Self.object(json))
      case .ingresses: .ingress(try Self.object(json))
      case .namespaces: .namespace(try Self.object(json))
      }
  }

  private static func object<Object: Decodable>(_ json: Data) throws -> Object {
    try JSONDecoder().decode(ObjectEnvelope<Object>.self, from: json).object
  }

  private struct Head: Decodable {
    var type: String
    var object: Part?

    struct Part: Decodable {
      var metadata: Metadata?
      var code: Int?
    }

    struct Metadata: Decodable {
      var resourceVersion: String?
    }
  }

  private struct ObjectEnvelope<Object: Decodable>: Decodable {
    var object: Object
  }
}
