extension FlavourData {
  /// prometheus-operator/kube-prometheus 0.18.0.
  static let kubePrometheus018 = FlavourData(
    "prometheus-operator/kube-prometheus", version: "0.18.0", aliases: ["kube-prometheus"],
    text: #"""
      title: The manifests of kube-prometheus
      about: >-
        Takes every monitor of every namespace, but its rights end at the namespaces default, kube-system
        and monitoring: a job for another namespace, or for all of them at once, has no targets.
      source: >-
        https://github.com/prometheus-operator/kube-prometheus/blob/v0.18.0/manifests/prometheus-prometheus.yaml
      date: 2026-06-18
      prometheus: v3.12.0
      operator: v0.92.0
      rendering: resource
      monitors: all
      namespaces: [default, kube-system, monitoring]
      namespace: monitoring
      leftOut:
        serviceMonitor/*: >-
          its own monitors of kubelets, the control plane and its components scrape no pod of a user's
      ---
      kind: Prometheus
      metadata: {name: k8s}
      spec:
        podMonitorNamespaceSelector: {}
        podMonitorSelector: {}
        probeNamespaceSelector: {}
        probeSelector: {}
        scrapeConfigNamespaceSelector: {}
        scrapeConfigSelector: {}
        serviceDiscoveryRole: EndpointSlice
        serviceMonitorNamespaceSelector: {}
        serviceMonitorSelector: {}
      """#)
}
