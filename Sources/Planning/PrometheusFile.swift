import Contract
import SourceText

/// The prometheus.yml of an installation, made to run outside a cluster.
public struct PrometheusFile {
  /// Where the API server is.
  var apiServer: Endpoint
  /// Where Consul is, if there is one.
  var consul: Endpoint?
  /// Where Prometheus runs.
  var namespace: String
  /// The certificates beside the file, if something is mounted.
  var certificates: CertificateFolder?

  /// Inside a cluster Prometheus finds the API server and its own namespace by what is mounted in its pod, and
  /// Consul at localhost; here every entry names them. The folder of
  /// certificates is beside the file, if there is one. Nothing else of what the installation ships is changed.
  func text(_ configuration: YAMLNode) -> String {
    var configuration = configuration
    if let jobs = configuration["scrape_configs"]?.sequence {
      configuration["scrape_configs"] = .sequence(jobs.map(naming))
    }
    return YAMLWriter.text(configuration)
  }

  private func naming(in job: YAMLNode) -> YAMLNode {
    var job = job
    if let certificates {
      for key in ["ca_file", "cert_file", "key_file"] {
        guard let path = job["tls_config"]?[key]?.string,
          let mount = certificates.mounts.first(where: path.hasPrefix)
        else { continue }
        job["tls_config"]?[key] = .string("\(CertificateFolder.name)/\(path.dropFirst(mount.count))")
      }
    }
    if let discoveries = job["kubernetes_sd_configs"]?.sequence {
      job["kubernetes_sd_configs"] = .sequence(discoveries.map(namingServer))
    }
    if let consul, let discoveries = job["consul_sd_configs"]?.sequence {
      job["consul_sd_configs"] = .sequence(
        discoveries.map { discovery in
          guard discovery.mapping != nil, discovery["server"] == nil else { return discovery }
          var named = discovery
          named["server"] = .string("\(consul)")
          return named
        })
    }
    return job
  }

  private func namingServer(in discovery: YAMLNode) -> YAMLNode {
    guard discovery.mapping != nil, discovery["api_server"] == nil, discovery["kubeconfig_file"] == nil else {
      return discovery
    }
    var named = discovery
    named["api_server"] = .string("http://\(apiServer)")
    // Prometheus reads its namespace from a file of its service account, and takes it beside those that are named.
    if discovery["namespaces"]?["own_namespace"]?.bool == true {
      let names = discovery["namespaces"]?["names"]?.sequence ?? []
      named["namespaces"] = .mapping([("names", .sequence(names + [.string(namespace)]))])
    }
    return named
  }
}
