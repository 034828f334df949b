extension FlavourData {
  /// documentation/examples/prometheus-kubernetes.yml of Prometheus 2.2.1.
  static let prometheusExample22 = FlavourData(
    "prometheus/example", version: "2.2.1", aliases: ["prometheus-example"],
    text: #"""
      title: The example configuration of Prometheus for Kubernetes
      about: The last one with annotations; they left with 2.3.0.
      source: >-
        https://github.com/prometheus/prometheus/blob/v2.2.1/documentation/examples/prometheus-kubernetes.yml
      date: 2018-03-14
      prometheus: v2.2.1
      rendering: configuration
      annotations: [pods, services]
      monitors: none
      leftOut:
        kubernetes-apiservers: it scrapes the API server only
        kubernetes-nodes: it scrapes kubelets only
        kubernetes-cadvisor: it scrapes kubelets only
        kubernetes-services: it asks a blackbox exporter that the example does not install
        kubernetes-ingresses: it asks a blackbox exporter that the example does not install
      ---
      scrape_configs:
        - job_name: kubernetes-service-endpoints
          kubernetes_sd_configs: [{role: endpoints}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scrape]
              action: keep
              regex: true
            - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scheme]
              action: replace
              regex: (https?)
              target_label: __scheme__
            - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_path]
              action: replace
              regex: (.+)
              target_label: __metrics_path__
            - source_labels: [__address__, __meta_kubernetes_service_annotation_prometheus_io_port]
              action: replace
              regex: ([^:]+)(?::\d+)?;(\d+)
              replacement: $1:$2
              target_label: __address__
            - action: labelmap
              regex: __meta_kubernetes_service_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: kubernetes_namespace
            - source_labels: [__meta_kubernetes_service_name]
              action: replace
              target_label: kubernetes_name
        - job_name: kubernetes-pods
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
              action: keep
              regex: true
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
              regex: __meta_kubernetes_pod_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: kubernetes_namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: kubernetes_pod_name
      """#)
}
