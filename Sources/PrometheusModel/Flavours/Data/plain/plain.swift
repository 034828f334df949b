extension FlavourData {
  /// A prometheus.yml of one's own.
  static let plain = FlavourData(
    "plain",
    text: #"""
      title: Prometheus with the jobs that are given, and nothing else
      about: >-
        For a prometheus.yml of one's own; Prometheus' own defaults for everything that the jobs leave open.
      source: https://prometheus.io/docs/prometheus/latest/configuration/configuration/
      prometheus: v3.14.0
      rendering: configuration
      monitors: none
      ---
      scrape_configs: []
      """#)
}
