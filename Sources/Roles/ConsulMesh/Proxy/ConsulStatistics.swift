import Contract
import Synchronization
import Wire

/// What Consul's Envoy counts, and how it prints it: with all of Envoy's own tags, and Consul's on every series.
///
/// Source: hashicorp/consul-dataplane `internal/bootstrap/bootstrap_config.go`, `generateStatsTags`, 2.0.1; names and
/// shapes taken from Envoy 1.40. Of Envoy's many hundred series only those about what passes here are printed.
final class ConsulStatistics: Sendable {
  private struct Counts {
    var connections = 0
    var handshakes = 0
    var refusedHandshakes = 0
    var allowed = 0
    var denied = 0
    var toService = 0
    var toClients = 0
    var passed = 0
    var scrapes: [Int: Int] = [:]
  }

  private let counts = Mutex(Counts())

  func countConnection() { counts.withLock { $0.connections += 1 } }

  func countRefusedHandshake() { counts.withLock { $0.refusedHandshakes += 1 } }

  func countIntention(isAllowed: Bool) {
    counts.withLock {
      $0.handshakes += 1
      if isAllowed { $0.allowed += 1 } else { $0.denied += 1 }
    }
  }

  func countPassed(_ bytes: BytePassing.Counts) {
    counts.withLock {
      $0.passed += 1
      $0.toService += bytes.toApplication
      $0.toClients += bytes.toClient
    }
  }

  func countScrape(status: Int) { counts.withLock { $0.scrapes[status / 100, default: 0] += 1 } }

  /// `/stats/prometheus` of the proxy at a pod's address.
  func page(of consul: ConsulSidecar, address: String, usedOnly: Bool) -> String {
    let counts = counts.withLock { $0 }
    let own = [
      ("local_cluster", consul.service), ("consul_source_service", consul.service),
      ("consul_source_namespace", "default"), ("consul_source_partition", "default"),
      ("consul_source_datacenter", consul.datacenter),
    ]
    let total = counts.scrapes.values.reduce(0, +)
    let scrapes = [("envoy_http_conn_manager_prefix", "envoy_prometheus_metrics")]
    let inbound = [("envoy_listener_address", "\(address)_20000")]
    var page = Page(own: own, usedOnly: usedOnly)
    let local = [("envoy_cluster_name", "local_app")]
    page.family("envoy_cluster_upstream_cx_rx_bytes_total", "counter", [([], local, counts.toClients)])
    page.family("envoy_cluster_upstream_cx_total", "counter", [([], local, counts.passed)])
    page.family("envoy_cluster_upstream_cx_tx_bytes_total", "counter", [([], local, counts.toService)])
    page.family("envoy_http_downstream_rq_total", "counter", [([], scrapes, total)])
    page.family(
      "envoy_http_downstream_rq_xx", "counter",
      (1...5).map { ([("envoy_response_code_class", "\($0)")], scrapes, counts.scrapes[$0] ?? 0) })
    page.family("envoy_listener_downstream_cx_total", "counter", [([], inbound, counts.connections)])
    page.family("envoy_listener_ssl_connection_error", "counter", [([], inbound, counts.refusedHandshakes)])
    page.family("envoy_listener_ssl_handshake", "counter", [([], inbound, counts.handshakes)])
    let intentions = [("envoy_rbac_prefix", "connect_authz")]
    page.family("envoy_rbac_allowed", "counter", [(intentions, [], counts.allowed)])
    page.family("envoy_rbac_denied", "counter", [(intentions, [], counts.denied)])
    page.family(
      "envoy_tcp_downstream_cx_total", "counter",
      [([], [("envoy_tcp_prefix", "public_listener")], counts.connections)]
    )
    page.family("envoy_server_live", "gauge", [([], [], 1)])
    page.family("envoy_server_state", "gauge", [([], [], 0)])
    return page.text
  }

  /// Envoy's text: tags that an expression found, tags with a fixed value, then Envoy's own.
  private struct Page {
    typealias Labels = [(String, String)]

    let own: Labels
    let usedOnly: Bool
    var text = ""

    init(own: Labels, usedOnly: Bool) {
      self.own = own
      self.usedOnly = usedOnly
    }

    mutating func family(_ name: String, _ type: String, _ samples: [(Labels, Labels, Int)]) {
      let shown = samples.filter { !usedOnly || type == "gauge" || $0.2 != 0 }
      guard !shown.isEmpty else { return }
      text += "# TYPE \(name) \(type)\n"
      for (first, last, value) in shown {
        let labels = (first + own + last).map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += "\(name){\(labels)} \(value)\n"
      }
    }
  }
}
