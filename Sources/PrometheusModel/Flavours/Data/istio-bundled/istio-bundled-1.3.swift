extension FlavourData {
  /// The Prometheus that came with Istio 1.3.
  static let istioBundled13 = FlavourData(
    "istio/bundled", version: "1.3", aliases: ["istio-bundled"],
    text: #"""
      title: The Prometheus that was bundled with Istio
      about: >-
        Certificates from the secret istio.default, without which the pod does not start. This Prometheus
        reads them once.
      source: >-
        https://github.com/istio/istio/blob/1.3.8/install/kubernetes/helm/istio/charts/prometheus/templates/configmap.yaml
      date: 2019-09-11
      prometheus: v2.8.0
      rendering: configuration
      annotations: [pods, services]
      monitors: none
      namespace: istio-system
      leftOut:
        istio-mesh: it scrapes Istio's control plane only
        istio-policy: it scrapes Istio's control plane only
        istio-telemetry: it scrapes Istio's control plane only
        pilot: it scrapes Istio's control plane only
        galley: it scrapes Istio's control plane only
        citadel: it scrapes Istio's control plane only
        kubernetes-apiservers: it scrapes the API server only
        kubernetes-nodes: it scrapes kubelets only
        kubernetes-cadvisor: it scrapes kubelets only
      ---
      global:
        scrape_interval: 15s
      scrape_configs:
        - job_name: envoy-stats
          metrics_path: /stats/prometheus
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_container_port_name]
              action: keep
              regex: .*-envoy-prom
            - source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port]
              action: replace
              regex: ([^:]+)(?::\d+)?;(\d+)
              replacement: $1:15090
              target_label: __address__
            - action: labelmap
              regex: __meta_kubernetes_pod_label_(.+)
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: pod_name
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
            - source_labels:
                - __meta_kubernetes_pod_annotation_sidecar_istio_io_status
                - __meta_kubernetes_pod_annotation_prometheus_io_scheme
              action: keep
              regex: ((;.*)|(.*;http))
            - source_labels: [__meta_kubernetes_pod_annotation_istio_mtls]
              action: drop
              regex: (true)
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
        - job_name: kubernetes-pods-istio-secure
          scheme: https
          tls_config:
            ca_file: /etc/istio-certs/root-cert.pem
            cert_file: /etc/istio-certs/cert-chain.pem
            key_file: /etc/istio-certs/key.pem
            insecure_skip_verify: true
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
              action: keep
              regex: true
            - source_labels:
                - __meta_kubernetes_pod_annotation_sidecar_istio_io_status
                - __meta_kubernetes_pod_annotation_istio_mtls
              action: keep
              regex: (([^;]+);([^;]*))|(([^;]*);(true))
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scheme]
              action: drop
              regex: (http)
            - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
              action: replace
              regex: (.+)
              target_label: __metrics_path__
            - source_labels: [__address__]
              action: keep
              regex: ([^:]+):(\d+)
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
