import SourceText
import Wire

/// Objects as rows, in the columns that `kubectl get` shows.
///
/// Source: kubernetes/kubernetes `pkg/printers/internalversion/printers.go`, 1.34.
struct ObjectTable {
  private let columns: [Column]

  /// One column: its name, whether `-o wide` alone shows it, and its cell for an object.
  struct Column {
    let name: String
    var isWide = false
    let cell: (StoredObject) -> YAMLNode
  }

  /// Chooses the columns of a kind.
  init(_ type: ResourceType) {
    let name = Column(name: "Name") { .string($0.key.name) }
    let age = Column(name: "Age") { .string(ObjectAge.text(since: $0.field("metadata.creationTimestamp"))) }
    switch (type.group, type.resource) {
    case ("", "pods"): columns = [name] + PodCells.columns(age: age)
    case ("", "services"): columns = [name] + ServiceCells.columns(age: age)
    case ("", "namespaces"):
      columns = [name, Column(name: "Status") { .string($0.field("status.phase")) }, age]
    default: columns = [name, age]
    }
  }

  /// A `Table` object.
  func json(_ objects: [StoredObject], version: Int) -> [UInt8] {
    let definitions = columns.map { column in
      YAMLNode.mapping([
        ("name", .string(column.name)), ("type", .string("string")),
        ("format", .string(column.name == "Name" ? "name" : "")), ("description", .string("")),
        ("priority", .int(column.isWide ? 1 : 0)),
      ])
    }
    var bytes = Array(
      """
      {"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"\(version)"},\
      "columnDefinitions":\(YAMLNode.sequence(definitions).json()),"rows":[
      """.utf8)
    for (index, object) in objects.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      let cells = YAMLNode.sequence(columns.map { $0.cell(object) })
      bytes += "{\"cells\":\(cells.json()),\"object\":{\"kind\":\"PartialObjectMetadata\",".utf8
      bytes += "\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":".utf8
      bytes += object.json[object.metadata]
      bytes += "}}".utf8
    }
    bytes += "]}".utf8
    return bytes
  }
}

/// What `kubectl get pods` shows besides the name.
private enum PodCells {
  static func columns(age: ObjectTable.Column) -> [ObjectTable.Column] {
    [
      .init(name: "Ready", cell: ready),
      .init(name: "Status") { .string($0.field("status.phase")) },
      .init(name: "Restarts") { _ in .string("0") },
      age,
      .init(name: "IP", isWide: true) { .string(orNone($0.field("status.podIP"))) },
      .init(name: "Node", isWide: true) { .string(orNone($0.field("spec.nodeName"))) },
    ]
  }

  private static func ready(_ object: StoredObject) -> YAMLNode {
    let pod = object.node
    // A sidecar may be an init container that is always restarted: it counts like any other.
    let sidecars = pod["spec"]?["initContainers"]?.sequence?.filter {
      $0["restartPolicy"]?.string == "Always"
    }
    let all = (pod["spec"]?["containers"]?.sequence?.count ?? 0) + (sidecars?.count ?? 0)
    let statuses = ["containerStatuses", "initContainerStatuses"].flatMap {
      pod["status"]?[$0]?.sequence ?? []
    }
    let isRunning = object.field("status.phase") == "Running"
    let ready = statuses.isEmpty ? (isRunning ? all : 0) : statuses.count { $0["ready"]?.bool == true }
    return .string("\(ready)/\(all)")
  }
}

/// What `kubectl get services` shows besides the name.
private enum ServiceCells {
  static func columns(age: ObjectTable.Column) -> [ObjectTable.Column] {
    [
      .init(name: "Type") { .string($0.field("spec.type").isEmpty ? "ClusterIP" : $0.field("spec.type")) },
      .init(name: "Cluster-IP") { .string(orNone($0.field("spec.clusterIP"))) },
      .init(name: "External-IP") { _ in .string("<none>") },
      .init(name: "Port(s)", cell: ports),
      age,
    ]
  }

  private static func ports(_ service: StoredObject) -> YAMLNode {
    let ports = service.node["spec"]?["ports"]?.sequence ?? []
    let texts = ports.map { "\($0["port"]?.string ?? "")/\($0["protocol"]?.string ?? "TCP")" }
    return .string(texts.isEmpty ? "<none>" : texts.joined(separator: ","))
  }
}

private func orNone(_ text: String) -> String { text.isEmpty ? "<none>" : text }
