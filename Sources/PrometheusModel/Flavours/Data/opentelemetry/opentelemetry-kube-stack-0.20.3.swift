extension FlavourData {
  /// open-telemetry/opentelemetry-kube-stack 0.20.3.
  static let openTelemetryKubeStack = FlavourData(
    "open-telemetry/opentelemetry-kube-stack", version: "0.20.3", aliases: ["opentelemetry-kube-stack"],
    text: #"""
      title: OpenTelemetry's Helm chart of the operator with collectors
      about: >-
        The daemon's job of pods: it honours annotations. On every node a collector scrapes that node's
        pods; here one scraper has them all, so the field selector of the node is left out.
      source: >-
        https://github.com/open-telemetry/opentelemetry-helm-charts/blob/opentelemetry-kube-stack-0.20.3/charts/opentelemetry-kube-stack/daemon_scrape_configs.yaml
      date: 2026-08-20
      prometheus: v3.14.0
      rendering: configuration
      annotations: [pods]
      monitors: none
      leftOut:
        kubelet: it scrapes kubelets only
        node-exporter: it scrapes the node exporter only
      ---
      scrape_configs:
        - job_name: kubernetes-pods
          scrape_interval: 30s
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
              action: keep
              regex: true
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape_slow]
              action: drop
              regex: true
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scheme]
              action: replace
              regex: (https?)
              target_label: __scheme__
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
              action: replace
              regex: (.+)
              target_label: __metrics_path__
            - source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port]
              action: replace
              regex: ([^:]+)(?::\d+)?;(\d+)
              replacement: $1:$2
              target_label: __address__
            - action: labelmap
              regex: __meta_kubernetes_pod_annotation_prometheus_io_param_(.+)
              replacement: __param_$1
            - action: labelmap
              regex: __meta_kubernetes_pod_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: pod
            - source_labels: [__meta_kubernetes_pod_phase]
              action: drop
              regex: Pending|Succeeded|Failed|Completed
            - source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_name]
              action: replace
              target_label: job
      """#)
}
