extension FlavourData {
  /// Every flavour; versions of one stand together, the newest first.
  static let all: [FlavourData] = [
    prometheusChart29, kubePrometheusStack88, plain, istioAddon130,
  ]
}
