import Contract
import SourceText

/// The prometheus.yml of an installation, made to run outside a cluster.
enum PrometheusFile {
  /// Inside a cluster Prometheus finds the API server by its environment; here every `kubernetes_sd_configs`
  /// entry names it. Nothing else of what the installation ships is changed.
  static func text(_ configuration: YAMLNode, apiServer: Endpoint) -> String {
    var configuration = configuration
    if let jobs = configuration["scrape_configs"]?.sequence {
      configuration["scrape_configs"] = .sequence(jobs.map { naming(apiServer, in: $0) })
    }
    return YAMLWriter.text(configuration)
  }

  private static func naming(_ apiServer: Endpoint, in job: YAMLNode) -> YAMLNode {
    guard let discoveries = job["kubernetes_sd_configs"]?.sequence else { return job }
    var job = job
    job["kubernetes_sd_configs"] = .sequence(
      discoveries.map { discovery in
        guard discovery["api_server"] == nil else { return discovery }
        var named = discovery
        named["api_server"] = .string("http://\(apiServer)")
        return named
      })
    return job
  }
}
