extension FlavourData {
  /// The Prometheus that came with Istio 0.5.
  static let istioBundled05 = FlavourData(
    "istio/bundled", version: "0.5", aliases: ["istio-bundled"],
    text: #"""
      title: The Prometheus that was bundled with Istio
      about: The first one that honours annotations; plain HTTP only.
      source: https://github.com/istio/istio/blob/0.5.0/install/kubernetes/addons/prometheus.yaml
      date: 2018-01-28
      prometheus: v2.0.0
      rendering: configuration
      annotations: [pods, services]
      monitors: none
      namespace: istio-system
      leftOut:
        istio-mesh: it scrapes Istio's control plane only
        envoy: it scrapes Istio's control plane only
        mixer: it scrapes Istio's control plane only
        pilot: it scrapes Istio's control plane only
        kubernetes-apiservers: it scrapes the API server only
        kubernetes-nodes: it scrapes kubelets only
        kubernetes-cadvisor: it scrapes kubelets only
      ---
      global:
        scrape_interval: 15s
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
              target_label: namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: pod_name
      """#)
}
