import PrometheusModel
import SourceText
import Testing

/// The job kubernetes-pods of prometheus-community's chart on a pod as Istio's injector leaves it.
@Suite struct CommunityChartTests {
  /// Source: prometheus-community/helm-charts charts/prometheus/values.yaml, 29.27.0.
  static let rules = #"""
    - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], action: keep, regex: true}
    - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape_slow], action: drop, regex: true}
    - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scheme]
      action: replace
      regex: (https?)
      target_label: __scheme__
    - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
      action: replace
      target_label: __metrics_path__
      regex: (.+)
    - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
      action: replace
      regex: (\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})
      replacement: '[$2]:$1'
      target_label: __address__
    - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
      action: replace
      regex: (\d+);((([0-9]+?)(\.|$)){4})
      replacement: $2:$1
      target_label: __address__
    - {action: labelmap, regex: __meta_kubernetes_pod_annotation_prometheus_io_param_(.+), replacement: __param_$1}
    - {action: labelmap, regex: __meta_kubernetes_pod_label_(.+)}
    - {source_labels: [__meta_kubernetes_namespace], action: replace, target_label: namespace}
    - {source_labels: [__meta_kubernetes_pod_name], action: replace, target_label: pod}
    - {source_labels: [__meta_kubernetes_pod_phase], regex: Pending|Succeeded|Failed|Completed, action: drop}
    - {source_labels: [__meta_kubernetes_pod_node_name], action: replace, target_label: node}
    """#

  static let meta = "__meta_kubernetes_"

  @Test(arguments: cases)
  func scrapes(_ annotations: [String: String], _ ip: String, _ phase: String, _ url: String?) throws {
    let node = try #require(try YAMLReader.documents(Self.rules, file: "values.yaml").first)
    var job = ScrapeConfig(jobName: "kubernetes-pods", version: PrometheusVersion(3, 14))
    job.relabelRules = try (node.sequence ?? []).map { try RelabelRule(node: $0) }
    var labels: Labels = [
      "__address__": ip + ":8080", Self.meta + "namespace": "shop", Self.meta + "pod_name": "cart-0",
      Self.meta + "pod_ip": ip, Self.meta + "pod_phase": phase, Self.meta + "pod_label_app": "cart",
      Self.meta + "pod_node_name": "node-1",
    ]
    for (name, value) in annotations {
      labels[Self.meta + "pod_annotation_prometheus_io_" + name] = value
    }
    let outcome = TargetBuilder.target(from: labels, config: job, version: PrometheusVersion(3, 14))
    guard let url else {
      guard case .dropped = outcome else {
        Issue.record("not dropped: \(outcome)")
        return
      }
      return
    }
    guard case .kept(let target) = outcome else {
      Issue.record("not kept: \(outcome)")
      return
    }
    #expect(target.url == url)
    #expect(target.publicLabels["app"] == "cart")
    #expect(target.publicLabels["namespace"] == "shop")
    #expect(target.publicLabels["pod"] == "cart-0")
    #expect(target.publicLabels["node"] == "node-1")
    #expect(target.publicLabels.count == 6)
  }

  static let cases: [([String: String], String, String, String?)] = [
    ([:], "10.0.0.7", "Running", nil), (["scrape": "false"], "10.0.0.7", "Running", nil),
    (["scrape": "true"], "10.0.0.7", "Running", "http://10.0.0.7:8080/metrics"),
    (
      ["scrape": "true", "port": "15020", "path": "/stats/prometheus"], "10.0.0.7", "Running",
      "http://10.0.0.7:15020/stats/prometheus"
    ), (["scrape": "true", "port": "15020"], "fd00::7", "Running", "http://[fd00::7]:15020/metrics"),
    (["scrape": "true", "port": "http"], "10.0.0.7", "Running", "http://10.0.0.7:8080/metrics"),
    (["scrape": "true", "scheme": "https"], "10.0.0.7", "Running", "https://10.0.0.7:8080/metrics"),
    (["scrape": "true", "scheme": "ftp"], "10.0.0.7", "Running", "http://10.0.0.7:8080/metrics"),
    (["scrape": "true", "param_x": "a b"], "10.0.0.7", "Running", "http://10.0.0.7:8080/metrics?x=a+b"),
    (["scrape": "true"], "10.0.0.7", "Succeeded", nil),
    (["scrape": "true", "scrape_slow": "true"], "10.0.0.7", "Running", nil),
  ]
}
