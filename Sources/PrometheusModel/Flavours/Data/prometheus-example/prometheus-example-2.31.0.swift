extension FlavourData {
  /// documentation/examples/prometheus-kubernetes.yml of Prometheus 2.31.0.
  static let prometheusExample231 = FlavourData(
    "prometheus/example", version: "2.31.0", aliases: ["prometheus-example"],
    text: #"""
      title: The example configuration of Prometheus for Kubernetes
      about: No annotation counts; the labels are still kubernetes_namespace and kubernetes_pod_name.
      source: >-
        https://github.com/prometheus/prometheus/blob/v2.31.0/documentation/examples/prometheus-kubernetes.yml
      date: 2021-11-02
      prometheus: v2.31.0
      rendering: configuration
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
