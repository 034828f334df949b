import Contract
import MeshModel
import Wire

/// `/stats/prometheus` of a proxy: what Istio's inclusion list leaves of Envoy's statistics, in Envoy's text: no
/// help, `{}` where there are no labels, counters before gauges before histograms.
///
/// Source: istio/istio `pkg/bootstrap/config.go` (the inclusion list) and
/// `tools/packaging/common/envoy_bootstrap.json` (the tags), 1.30.3; shapes and order taken from Envoy 1.40.
struct StatisticsPage {
  let snapshot: ProxyStatistics.Snapshot
  /// `?usedonly`: only what has been counted.
  var usedOnly = false

  private var text = ""
  private let separatesFamilies: Bool

  init(_ snapshot: ProxyStatistics.Snapshot, usedOnly: Bool = false) {
    self.snapshot = snapshot
    self.usedOnly = usedOnly
    separatesFamilies = snapshot.version.exhibits(.separatesFamilies)
  }

  /// The page.
  mutating func render() -> String {
    text.reserveCapacity(16 << 10)
    counters()
    gauges()
    histograms()
    return text
  }

  // MARK: Counters

  private mutating func counters() {
    cluster(.counters)
    for name in Self.serverCounters.before { zero(name) }
    policy("envoy_http_rbac", snapshot.policy[.http])
    istioCounters()
    for name in Self.serverCounters.after { zero(name) }
    policy("envoy_tcp", snapshot.policy[.tcp], label: ",tcp_prefix=\"rbac\"")
  }

  private mutating func policy(_ name: String, _ counts: ProxyStatistics.PolicyCounts?, label: String = "") {
    guard let counts, snapshot.version.exhibits(.countsPolicies) else { return }
    family(
      name, "counter",
      [
        ("authz_enforce_result=\"allowed\"\(label)", "\(counts.allowed)"),
        ("authz_enforce_result=\"denied\"\(label)", "\(counts.denied)"),
      ])
  }

  private static let serverCounters = (
    before: [
      "cluster_manager_cluster_modified", "cluster_manager_cluster_removed", "cluster_manager_cluster_updated",
      "cluster_manager_cluster_updated_via_merge", "cluster_manager_update_merge_cancelled",
      "cluster_manager_update_out_of_merge_window",
    ],
    after: [
      "listener_manager_listener_create_failure", "listener_manager_listener_in_place_updated",
      "listener_manager_listener_modified", "listener_manager_listener_removed",
      "listener_manager_listener_stopped", "server_debug_assertion_failures", "server_dropped_stat_flushes",
      "server_dynamic_unknown_fields", "server_envoy_bug_failures", "server_envoy_notifications",
      "server_static_unknown_fields", "server_wip_protos",
    ]
  )

  private mutating func zero(_ name: String) {
    if !usedOnly { single("envoy_\(name)", "counter", "0") }
  }

  private mutating func istioCounters() {
    let version = snapshot.version
    let http = snapshot.http.map { (Self.rendered($0.key.labels), $0.value.requests) }.sorted { $0.0 < $1.0 }
    if version.exhibits(.countsRequests) {
      family("istio_requests_total", "counter", http.map { ($0.0, "\($0.1)") })
    }
    guard version.exhibits(.countsConnections) else { return }
    let tcp = snapshot.tcp.map { (Self.rendered($0.key.labels), $0.value) }.sorted { $0.0 < $1.0 }
    family("istio_tcp_connections_closed_total", "counter", tcp.map { ($0.0, "\($0.1.connections)") })
    family("istio_tcp_connections_opened_total", "counter", tcp.map { ($0.0, "\($0.1.connections)") })
    family("istio_tcp_received_bytes_total", "counter", tcp.map { ($0.0, "\($0.1.received)") })
    family("istio_tcp_sent_bytes_total", "counter", tcp.map { ($0.0, "\($0.1.sent)") })
  }

  // MARK: The connection to the control plane

  private enum Kind { case counters, gauges }

  /// In Envoy's order, by name.
  private static let clusterCounters = [
    ("assignment_stale", 0), ("bind_errors", 0), ("lb_healthy_panic", 0), ("membership_change", 1),
    ("upstream_cx_connect_fail", 0), ("upstream_cx_connect_timeout", 0), ("upstream_cx_destroy", 0),
    ("upstream_cx_http2_total", 1), ("upstream_cx_overflow", 0), ("upstream_cx_protocol_error", 0),
    ("upstream_cx_total", 1), ("upstream_rq_cancelled", 0), ("upstream_rq_pending_overflow", 0),
    ("upstream_rq_pending_total", 1), ("upstream_rq_retry", 0), ("upstream_rq_rx_reset", 0),
    ("upstream_rq_timeout", 0), ("upstream_rq_total", 1), ("upstream_rq_tx_reset", 0),
  ]

  /// A proxy that has its configuration has one connection to istiod, over which it was sent.
  private mutating func cluster(_ kind: Kind) {
    let label = "cluster_name=\"xds-grpc\""
    switch kind {
    case .counters:
      for (name, value) in Self.clusterCounters where value > 0 || !usedOnly {
        family("envoy_cluster_\(name)", "counter", [(label, "\(value)")])
      }
    case .gauges:
      for (name, value) in [
        ("membership_healthy", 1), ("membership_total", 1), ("upstream_cx_active", 1),
        ("upstream_rq_active", 1),
      ] { family("envoy_cluster_\(name)", "gauge", [(label, "\(value)")]) }
    }
  }

  // MARK: Gauges

  private mutating func gauges() {
    cluster(.gauges)
    single("envoy_cluster_manager_active_clusters", "gauge", "\(snapshot.active.count + 3)")
    if !usedOnly { single("envoy_cluster_manager_warming_clusters", "gauge", "0") }
    family(
      "istio_build", "gauge", [("component=\"proxy\",tag=\"\(Self.escaped(snapshot.version.number))\"", "1")])
    let active = snapshot.active.sorted { $0.key < $1.key }
    if snapshot.version.exhibits(.tellsListenerConnections) {
      family(
        "envoy_listener_downstream_cx_active", "gauge",
        active.map { ("listener_address=\"\($0.key.address)_\($0.key.port)\"", "\($0.value)") })
    }
    single("envoy_listener_manager_total_listeners_active", "gauge", "\(max(1, snapshot.active.count))")
    if !usedOnly {
      single("envoy_listener_manager_total_filter_chains_draining", "gauge", "0")
      single("envoy_listener_manager_total_listeners_draining", "gauge", "0")
      single("envoy_listener_manager_total_listeners_warming", "gauge", "0")
    }
    single("envoy_listener_manager_workers_started", "gauge", "1")
    single("envoy_server_concurrency", "gauge", "2")
    if !usedOnly { single("envoy_server_days_until_first_cert_expiring", "gauge", "0") }
    if !usedOnly { single("envoy_server_hot_restart_epoch", "gauge", "0") }
    single("envoy_server_live", "gauge", "1")
    if let memory = ProcessFigures.residentBytes {
      single("envoy_server_memory_allocated", "gauge", "\(memory)")
      single("envoy_server_memory_heap_size", "gauge", "\(memory)")
      single("envoy_server_memory_physical_size", "gauge", "\(memory)")
    }
    if !usedOnly {
      single("envoy_server_parent_connections", "gauge", "0")
      single("envoy_server_state", "gauge", "0")
    }
    single("envoy_server_total_connections", "gauge", "\(active.reduce(0) { $0 + $1.value })")
    let seconds = (Deadline.nowMicroseconds - snapshot.startedMicroseconds) / 1_000_000
    single("envoy_server_uptime", "gauge", "\(seconds)")
  }

  // MARK: Histograms

  private mutating func histograms() {
    let series = snapshot.http.map { (Self.rendered($0.key.labels), $0.value) }.sorted { $0.0 < $1.0 }
    histogram("istio_request_bytes", series.map { ($0.0, $0.1.received) })
    histogram("istio_request_duration_milliseconds", series.map { ($0.0, $0.1.milliseconds) })
    histogram("istio_response_bytes", series.map { ($0.0, $0.1.sent) })
  }

  private mutating func histogram(_ name: String, _ series: [(labels: String, value: EnvoyHistogram)]) {
    guard !series.isEmpty else { return }
    text += "# TYPE \(name) histogram\n"
    for (labels, value) in series {
      for (bound, count) in zip(Self.bounds, value.buckets) {
        text += "\(name)_bucket{\(labels),le=\"\(bound)\"} \(count)\n"
      }
      text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(value.count)\n"
      text += "\(name)_sum{\(labels)} \(Self.number(value.sum))\n\(name)_count{\(labels)} \(value.count)\n"
    }
    separate()
  }

  /// Source: envoyproxy/envoy `source/server/admin/prometheus_stats.cc`, `outputStatType`, until 1.24 (#22403).
  private mutating func separate() { if separatesFamilies { text += "\n" } }

  private static let bounds = EnvoyHistogram.bounds.map(number)

  /// Whole numbers without a point.
  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  // MARK: Lines

  private mutating func single(_ name: String, _ type: String, _ value: String) {
    family(name, type, [("", value)])
  }

  private mutating func family(_ name: String, _ type: String, _ samples: [(labels: String, value: String)]) {
    guard !samples.isEmpty else { return }
    text += "# TYPE \(name) \(type)\n"
    for (labels, value) in samples { text += "\(name){\(labels)} \(value)\n" }
    separate()
  }

  private static func rendered(_ labels: [TelemetryLabels.Pair]) -> String {
    labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
  }

  private static func escaped(_ value: String) -> String {
    guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x5C || $0 == 0x0A }) else { return value }
    var result = ""
    for character in value {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
    return result
  }
}
