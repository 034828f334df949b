import SourceText

/// `proxy.istio.io/config` on a pod: `ProxyConfig` that is laid over the mesh's defaults.
///
/// Source: istio/istio `pkg/config/mesh/mesh.go`, `ApplyProxyConfig`, and `pilot/pkg/model/context.go`,
/// `GetProxyConfigOrDefault`, 1.30.3.
enum ProxyConfigAnnotation {
  static let name = "proxy.istio.io/config"

  /// The proxy's configuration, nil if the annotation is no YAML of the kind.
  static func effective(
    _ annotations: [String: String], defaults: MeshConfig.ProxyDefaults?
  ) -> MeshConfig.ProxyDefaults? {
    var result = defaults ?? MeshConfig.ProxyDefaults()
    guard let text = annotations[name] else { return result }
    guard let node = (try? YAMLReader.documents(text, file: name))?.first else { return nil }
    if node.isNull { return result }
    guard node.mapping != nil, let own = try? node.decode(MeshConfig.ProxyDefaults.self) else { return nil }
    result.statusPort = own.statusPort ?? result.statusPort
    result.holdApplicationUntilProxyStarts =
      own.holdApplicationUntilProxyStarts ?? result.holdApplicationUntilProxyStarts
    if let metadata = own.proxyMetadata {
      result.proxyMetadata = (result.proxyMetadata ?? [:]).merging(metadata) { _, given in given }
    }
    return result
  }
}
