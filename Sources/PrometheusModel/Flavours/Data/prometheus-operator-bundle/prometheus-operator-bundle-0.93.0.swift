extension FlavourData {
  /// The operator's bundle.yaml 0.93.0.
  static let prometheusOperatorBundle = FlavourData(
    "prometheus-operator/bundle", version: "0.93.0", aliases: ["prometheus-operator"],
    text: #"""
      title: The operator's bundle, without any Prometheus
      about: >-
        Installs definitions and operator only. What is scraped is for the Prometheus resource to say that a
        user writes: give it with the monitors. Without one, the resource of the operator's first steps
        stands in, which selects nothing.
      source: >-
        https://github.com/prometheus-operator/prometheus-operator/tree/v0.93.0/example/user-guides/getting-started
      date: 2026-07-28
      prometheus: v3.13.2
      operator: v0.93.0
      rendering: user-resource
      monitors: on-request
      ---
      kind: Prometheus
      metadata: {name: prometheus}
      spec:
        serviceAccountName: prometheus
      """#)
}
