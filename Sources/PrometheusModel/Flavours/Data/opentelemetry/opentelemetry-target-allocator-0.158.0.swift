extension FlavourData {
  /// open-telemetry/opentelemetry-target-allocator 0.158.0.
  static let openTelemetryTargetAllocator = FlavourData(
    "open-telemetry/target-allocator", version: "0.158.0", aliases: ["target-allocator"],
    text: #"""
      title: OpenTelemetry's target allocator, which reads monitors for collectors
      about: >-
        Takes every PodMonitor and ServiceMonitor, and translates them with the Prometheus operator's own
        generator, certificates written into the configuration. Without selectors for Probes and
        ScrapeConfigs it takes none of those. The collectors among which it divides the targets are one
        scraper here.
      source: >-
        https://github.com/open-telemetry/opentelemetry-helm-charts/tree/opentelemetry-target-allocator-0.158.0/charts/opentelemetry-target-allocator
      date: 2026-08-19
      prometheus: v3.13.2
      operator: v0.93.0
      rendering: target-allocator
      monitors: all
      ---
      kind: Prometheus
      metadata: {name: ""}
      spec:
        scrapeInterval: 30s
        serviceDiscoveryRole: EndpointSlice
        podMonitorSelector: {}
        podMonitorNamespaceSelector: {}
        serviceMonitorSelector: {}
        serviceMonitorNamespaceSelector: {}
      """#)
}
