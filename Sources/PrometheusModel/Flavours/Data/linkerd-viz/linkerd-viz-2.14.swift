extension FlavourData {
  /// templates/prometheus.yaml of the chart linkerd-viz, stable 2.14.10.
  static let linkerdViz214 = FlavourData(
    "linkerd/viz", version: "2.14.10", aliases: ["linkerd-viz"],
    text: #"""
      title: The Prometheus of Linkerd's extension viz
      about: >-
        It scrapes proxies by the port linkerd-admin and knows no annotations. In a cluster it is in the mesh itself; here
        it stands outside.
      source: https://github.com/linkerd/linkerd2/blob/stable-2.14.10/viz/charts/linkerd-viz/templates/prometheus.yaml
      date: 2024-02-20
      prometheus: v2.48.0
      rendering: configuration
      annotations: []
      monitors: none
      namespace: linkerd-viz
      leftOut:
        prometheus: it scrapes Prometheus itself only
        kubernetes-nodes-cadvisor: it scrapes kubelets only
      ---
      global:
        evaluation_interval: 10s
        scrape_interval: 10s
        scrape_timeout: 10s
      scrape_configs:
        - job_name: linkerd-controller
          kubernetes_sd_configs:
            - role: pod
              namespaces: {names: [linkerd, linkerd-viz]}
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_container_port_name]
              action: keep
              regex: admin-http
            - source_labels: [__meta_kubernetes_pod_container_name]
              action: replace
              target_label: component
        - job_name: linkerd-service-mirror
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels: [__meta_kubernetes_pod_label_component, __meta_kubernetes_pod_container_port_name]
              action: keep
              regex: linkerd-service-mirror;admin-http$
            - source_labels: [__meta_kubernetes_pod_container_name]
              action: replace
              target_label: component
        - job_name: linkerd-proxy
          kubernetes_sd_configs: [{role: pod}]
          relabel_configs:
            - source_labels:
                - __meta_kubernetes_pod_container_name
                - __meta_kubernetes_pod_container_port_name
                - __meta_kubernetes_pod_label_linkerd_io_control_plane_ns
              action: keep
              regex: ^linkerd-proxy;linkerd-admin;linkerd$
            - source_labels: [__meta_kubernetes_namespace]
              action: replace
              target_label: namespace
            - source_labels: [__meta_kubernetes_pod_name]
              action: replace
              target_label: pod
            - source_labels: [__meta_kubernetes_pod_label_linkerd_io_proxy_job]
              action: replace
              target_label: k8s_job
            - action: labeldrop
              regex: __meta_kubernetes_pod_label_linkerd_io_proxy_job
            - action: labelmap
              regex: __meta_kubernetes_pod_label_linkerd_io_proxy_(.+)
            - action: labeldrop
              regex: __meta_kubernetes_pod_label_linkerd_io_proxy_(.+)
            - action: labelmap
              regex: __meta_kubernetes_pod_label_linkerd_io_(.+)
            - action: labelmap
              regex: __meta_kubernetes_pod_label_(.+)
              replacement: __tmp_pod_label_$1
            - action: labelmap
              regex: __tmp_pod_label_linkerd_io_(.+)
              replacement: __tmp_pod_label_$1
            - action: labeldrop
              regex: __tmp_pod_label_linkerd_io_(.+)
            - action: labelmap
              regex: __tmp_pod_label_(.+)
      """#)
}
