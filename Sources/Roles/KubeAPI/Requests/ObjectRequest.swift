import Wire

/// A request for objects: `/api/v1/pods`, `/apis/apps/v1/namespaces/shop/deployments/cart`, with its options.
struct ObjectRequest: Sendable {
  /// What is asked for.
  let selection: Selection
  /// The one object that is asked for by name.
  let name: String?
  /// The query's options.
  let options: ListOptions

  /// Reads a request; nil if the path is none of a resource that exists.
  init?(_ request: HTTPRequest, types: (ResourceName) -> ResourceType?) throws(APIFailure) {
    guard let path = ObjectPath(request.path), let type = types(path.resource) else { return nil }
    guard type.isNamespaced || path.namespace == nil else { return nil }
    let items = request.queryItems
    options = ListOptions(items)
    var requirements = try SelectorRequirement.labels(parsing: options.labelSelector)
    requirements += try SelectorRequirement.fields(parsing: options.fieldSelector, of: type)
    selection = Selection(type: type, namespace: path.namespace, requirements: requirements)
    name = path.name
  }
}

/// The path of a resource, taken apart.
struct ObjectPath: Hashable, Sendable {
  /// Which resource.
  let resource: ResourceName
  /// In which namespace.
  let namespace: String?
  /// Of what name.
  let name: String?

  /// Takes a path apart; nil if it is not of this form.
  init?(_ path: String) {
    var parts = path.split(separator: "/").map { FormEncoding.decode($0) }[...]
    let apiVersion: String
    switch (parts.first, parts.count) {
    case ("api", 3...):
      apiVersion = parts[1]
      parts = parts.dropFirst(2)
    case ("apis", 4...):
      apiVersion = "\(parts[1])/\(parts[2])"
      parts = parts.dropFirst(3)
    default: return nil
    }
    var namespace: String?
    if parts.count >= 3, parts.first == "namespaces" {
      namespace = parts[parts.startIndex + 1]
      parts = parts.dropFirst(2)
    }
    guard let resource = parts.popFirst(), parts.count <= 1 else { return nil }
    self.resource = ResourceName(apiVersion: apiVersion, resource: resource)
    self.namespace = namespace
    name = parts.first
  }
}
