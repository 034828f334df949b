import PrometheusModel
import SourceText
import Testing

@Suite("Monitors as jobs")
struct MonitorJobTests {
  @Test("Istio's PodMonitor, every key and rule in order")
  func istioPodMonitor() throws {
    let expected = try yaml(
      #"""
      job_name: podMonitor/istio-system/envoy-stats-monitor/0
      honor_labels: false
      kubernetes_sd_configs: [{role: pod}]
      scrape_interval: 15s
      metrics_path: /stats/prometheus
      relabel_configs:
      - {source_labels: [job], target_label: __tmp_prometheus_job_name}
      - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
      - {action: drop, source_labels: [__meta_kubernetes_pod_labelpresent_istio_prometheus_ignore], regex: "true"}
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
      - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
      - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
      - {target_label: job, replacement: istio-system/envoy-stats-monitor}
      - source_labels: [__meta_kubernetes_pod_label_envoy_stats]
        target_label: job
        regex: (.+)
        replacement: ${1}
      - {source_labels: [__meta_kubernetes_pod_container_name], regex: istio-proxy, action: keep}
      - {source_labels: [__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape], action: keep}
      - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
        target_label: __address__
        regex: (\d+);((([0-9]+?)(\.|$)){4})
        replacement: $2:$1
        action: replace
      - {regex: __meta_kubernetes_pod_label_(.+), action: labeldrop}
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace, action: replace}
      - {target_label: __tmp_current_shard, replacement: "0", action: replace}
      - {source_labels: [__tmp_current_shard], regex: "0", action: keep}
      - source_labels: [__address__, __tmp_hash]
        target_label: __tmp_hash
        regex: (.+);
        replacement: $1
        action: replace
      - {source_labels: [__tmp_hash], target_label: __tmp_hash, modulus: 1, action: hashmod}
      - {source_labels: [__tmp_hash, __tmp_disable_sharding], regex: 0;|.+;.+, action: keep}
      """#)
    let jobs = try MonitorSample.jobs(
      #"""
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata:
        name: envoy-stats-monitor
        namespace: istio-system
        labels: {monitoring: istio-proxies, release: istio}
      spec:
        selector:
          matchExpressions: [{key: istio-prometheus-ignore, operator: DoesNotExist}]
        namespaceSelector: {any: true}
        jobLabel: envoy-stats
        podMetricsEndpoints:
        - path: /stats/prometheus
          interval: 15s
          relabelings:
          - {action: keep, sourceLabels: [__meta_kubernetes_pod_container_name], regex: "istio-proxy"}
          - {action: keep, sourceLabels: [__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape]}
          - action: replace
            regex: (\d+);((([0-9]+?)(\.|$)){4})
            replacement: $2:$1
            sourceLabels: [__meta_kubernetes_pod_annotation_prometheus_io_port, __meta_kubernetes_pod_ip]
            targetLabel: __address__
          - {action: labeldrop, regex: "__meta_kubernetes_pod_label_(.+)"}
          - {sourceLabels: [__meta_kubernetes_namespace], targetLabel: namespace}
      """#)
    expectSame(.sequence(jobs), .sequence([expected]))
  }

  @Test("Kinds in order, each by namespace and name, its endpoints by index")
  func order() throws {
    let jobs = try MonitorSample.jobs(
      """
      apiVersion: monitoring.coreos.com/v1alpha1
      kind: ScrapeConfig
      metadata: {name: a, namespace: a}
      spec: {staticConfigs: [{targets: [x]}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: Probe
      metadata: {name: a, namespace: a}
      spec: {prober: {url: blackbox}, targets: {staticConfig: {static: [x]}}}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: b, namespace: b}
      spec: {selector: {}, podMetricsEndpoints: [{port: x}, {port: z}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: PodMonitor
      metadata: {name: z, namespace: a}
      spec: {selector: {}, podMetricsEndpoints: [{port: x}]}
      ---
      apiVersion: monitoring.coreos.com/v1
      kind: ServiceMonitor
      metadata: {name: z, namespace: z}
      spec: {selector: {}, endpoints: [{port: x}]}
      """)
    #expect(
      jobs.compactMap { $0["job_name"]?.string } == [
        "serviceMonitor/z/z/0", "podMonitor/a/z/0", "podMonitor/b/b/0", "podMonitor/b/b/1", "probe/a/a",
        "scrapeConfig/a/a",
      ])
  }

  @Test("Several shards: each job, and jobs of a user's, keep their part")
  func shards() throws {
    let values = try yaml(MonitorSample.takesAll).merged(
      with: yaml("prometheus: {prometheusSpec: {shards: 3}}"))
    let installation = try Installation.resolve(
      Installation.Request(
        flavour: "kube-prometheus-stack", values: values,
        scrapeConfigs: yaml("[{job_name: own}]").sequence ?? [],
        monitors: yamls(MonitorSample.podMonitor("{}"))))
    let jobs = installation.configuration["scrape_configs"]?.sequence ?? []
    let moduli = jobs.map { job in
      (job["relabel_configs"]?.sequence ?? []).compactMap { $0["modulus"]?.int }
    }
    #expect(moduli == [[3], [3]])
  }
}
