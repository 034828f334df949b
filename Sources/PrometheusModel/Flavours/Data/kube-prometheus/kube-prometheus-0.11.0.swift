extension FlavourData {
  /// prometheus-operator/kube-prometheus 0.11.0.
  static let kubePrometheus011 = FlavourData(
    "prometheus-operator/kube-prometheus", version: "0.11.0", aliases: ["kube-prometheus"],
    text: #"""
      title: The manifests of kube-prometheus
      about: >-
        Takes every monitor of every namespace, but its rights end at the namespaces default, kube-system
        and monitoring: a job for another namespace, or for all of them at once, has no targets. Of June
        2022.
      source: >-
        https://github.com/prometheus-operator/kube-prometheus/blob/v0.11.0/manifests/prometheus-prometheus.yaml
      date: 2022-06-17
      prometheus: v2.36.1
      operator: v0.57.0
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
        serviceMonitorNamespaceSelector: {}
        serviceMonitorSelector: {}
      """#)
}
