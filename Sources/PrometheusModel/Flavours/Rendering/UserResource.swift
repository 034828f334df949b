internal import SourceText

/// An operator without a Prometheus: the user brings the resource.
struct UserResource {
  var document: FlavourDocument
  var request: Installation.Request

  /// The user's resource, else the one that stands in.
  func rendered() throws(Diagnostics) -> Rendered {
    let manifests = request.monitors.filter { Self.isPrometheus($0) }
    if let second = manifests.dropFirst().first {
      throw Diagnostics(Diagnostic("one Prometheus resource is enough; here is a second", at: second.span))
    }
    guard let manifest = manifests.first else {
      let warning = Diagnostic(
        "\(document.flavour.name) has no Prometheus of its own; one stands in that selects nothing. "
          + "Give a Prometheus resource with the monitors", at: nil, severity: .warning)
      return Rendered(resource: document.resource(document.body, request), warnings: [warning])
    }
    let spec = manifest["spec"] ?? .empty
    let version = spec.word("version").flatMap { PrometheusVersion($0) }
    var resource = try PrometheusResource(
      checking: spec, name: manifest["metadata"]?.word("name") ?? request.release,
      namespace: manifest["metadata"]?.word("namespace") ?? request.namespace,
      version: document.version(request, version))
    resource.isAgent = manifest["kind"]?.string == "PrometheusAgent"
    return Rendered(resource: resource)
  }

  /// Whether a manifest is a Prometheus resource.
  static func isPrometheus(_ manifest: YAMLNode) -> Bool {
    manifest["kind"]?.string == "Prometheus" || manifest["kind"]?.string == "PrometheusAgent"
  }
}
