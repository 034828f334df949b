extension FlavourData {
  /// Every flavour; versions of one stand together, the newest first.
  static let all: [FlavourData] = [
    prometheusChart29, prometheusChart27, prometheusChart19, prometheusChart1510, prometheusChart150,
    prometheusChart11,
    kubePrometheusStack88, kubePrometheusStack65, kubePrometheusStack38,
    bitnamiPrometheus, bitnamiKubePrometheus,
    prometheusOperatorBundle, kubePrometheus018, kubePrometheus011,
    istioAddon130, istioAddon120, istioAddon114, istioAddon17, istioSecureMetrics131,
    istioBundled17, istioBundled16, istioBundled15, istioBundled14, istioBundled13, istioBundled12,
    istioBundled11, istioBundled103, istioBundled05,
    prometheusExample314, prometheusExample231, prometheusExample22,
    victoriaMetricsAgent, openTelemetryKubeStack, openTelemetryTargetAllocator, openShiftUserWorkload,
    consulDemo, linkerdViz214,
    plain,
  ]
}
