extension FlavourData {
  /// documentation/examples/prometheus-kubernetes.yml of Prometheus 3.14.0.
  static let prometheusExample314 = FlavourData(
    "prometheus/example", version: "3.14.0", aliases: ["prometheus-example"],
    text: #"""
      title: The example configuration of Prometheus for Kubernetes
      about: >-
        No annotation counts: every declared port of every pod and everything behind every Service is
        scraped.
      source: >-
        https://github.com/prometheus/prometheus/blob/v3.14.0/documentation/examples/prometheus-kubernetes.yml
      date: 2026-08-17
      prometheus: v3.14.0
      rendering: configuration
      monitors: none
      leftOut:
        kubernetes-apiservers: it scrapes the API server only
        kubernetes-nodes: it scrapes kubelets only
        kubernetes-cadvisor: it scrapes kubelets only
        kubernetes-services: it asks a blackbox exporter that the example does not install
        kubernetes-ingresses: it asks a blackbox exporter that the example does not install
      ---
      global:
        keep_dropped_targets: 100
      scrape_configs:
        - job_name: kubernetes-service-endpoints
          kubernetes_sd_configs: [{role: endpoints}]
          relabel_configs:
            - action: labelmap
              regex: __meta_kubernetes_service_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: namespace
            - source_labels: [__meta_kubernetes_service_name]
              action: replace
              target_label: service
        - job_name: kubernetes-pods
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - action: labelmap
              regex: __meta_kubernetes_pod_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: pod
      """#)
}
