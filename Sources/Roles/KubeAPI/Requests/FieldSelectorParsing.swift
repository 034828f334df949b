extension SelectorRequirement {
  /// Reads a `fieldSelector` for a kind of object: `status.phase=Running,spec.nodeName!=a`.
  ///
  /// Source: kubernetes/apimachinery `pkg/fields/selector.go`, `ParseSelector`, 1.34.
  static func fields(parsing text: String, of type: ResourceType) throws(APIFailure) -> [SelectorRequirement] {
    var requirements: [SelectorRequirement] = []
    for term in text.split(separator: ",") {
      guard let sign = term.firstIndex(where: { $0 == "=" || $0 == "!" }) else {
        throw .badRequest("invalid selector: '\(text)'; can't understand '\(term)'")
      }
      let path = String(term[..<sign])
      let comparison = term[sign...]
      let (demand, value): ((Set<String>) -> Demand, Substring)
      if comparison.hasPrefix("!=") {
        (demand, value) = (Demand.isNoneOf, comparison.dropFirst(2))
      } else if comparison.hasPrefix("==") {
        (demand, value) = (Demand.isOneOf, comparison.dropFirst(2))
      } else if comparison.hasPrefix("=") {
        (demand, value) = (Demand.isOneOf, comparison.dropFirst())
      } else {
        throw .badRequest("invalid selector: '\(text)'; can't understand '\(term)'")
      }
      guard selectable(type).contains(path) else { throw .badRequest("field label not supported: \(path)") }
      requirements.append(SelectorRequirement(subject: .field(path), demand: demand([String(value)])))
    }
    return requirements
  }

  /// The fields by which objects of a kind can be selected.
  ///
  /// Source: kubernetes/kubernetes `pkg/apis/core/v1/conversion.go`, `AddFieldLabelConversionsFor…`, 1.34.
  private static func selectable(_ type: ResourceType) -> Set<String> {
    let all: Set<String> = ["metadata.name", "metadata.namespace"]
    guard type.group.isEmpty else { return all }
    switch type.resource {
    case "pods":
      return all.union([
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
        "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName",
      ])
    case "nodes": return ["metadata.name", "spec.unschedulable"]
    case "namespaces": return ["metadata.name", "status.phase"]
    case "services": return all.union(["spec.clusterIP", "spec.type"])
    case "secrets": return all.union(["type"])
    case "events":
      return all.union([
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "source", "type",
      ])
    default: return all
    }
  }
}
