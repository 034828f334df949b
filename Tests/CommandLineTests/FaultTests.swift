import Contract
import Foundation
import TestSupport
import Testing

/// Each process broken in turn: the verdict changes, or exit 3 names the process. Never a pass, never a hang.
@Suite("Faults")
struct FaultTests {
  struct Break: Sendable, CustomTestStringConvertible {
    var role: RoleKind
    var fault: Fault
    var testDescription: String { "\(role.rawValue): \(fault.rawValue)" }
  }

  static let breaks = RoleKind.allCases.flatMap { role in Fault.allCases.map { Break(role: role, fault: $0) } }

  @Test("A broken process", arguments: breaks)
  func broken(_ broken: Break) throws {
    let folder = try Scratch()
    let file = try folder.write(
      """
      title: One process is broken
      about: Everything is right but for one process.
      sources: [https://istio.io/latest/docs/ops/integrations/prometheus/]
      tags: [fault]
      faults: {\(broken.role.rawValue): \(broken.fault.rawValue)}
      mesh: {kind: istio, version: "1.30", mtls: STRICT}
      prometheus:
        flavour: plain
        scrapeConfigs:
          - job_name: merged
            scrape_timeout: 300ms
            scrape_interval: 1s
            kubernetes_sd_configs: [{role: pod}]
            relabel_configs:
              - {source_labels: [__meta_kubernetes_pod_container_port_number], action: keep, regex: "15090"}
              - {source_labels: [__meta_kubernetes_pod_ip], target_label: __address__, replacement: "$1:15020"}
              - {target_label: __metrics_path__, replacement: /stats/prometheus}
          - job_name: direct
            scrape_timeout: 300ms
            scrape_interval: 1s
            kubernetes_sd_configs: [{role: pod}]
            relabel_configs:
              - {source_labels: [__meta_kubernetes_pod_container_port_number], action: keep, regex: "8080"}
          - job_name: registered
            scrape_timeout: 300ms
            scrape_interval: 1s
            metrics_path: /stats/prometheus
            consul_sd_configs: [{services: [cart]}]
      consul:
        services: [{name: cart, pod: shop/cart, port: 15020}]
      pods:
        - name: cart
          namespace: shop
          annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080"}
          containers:
            - name: app
              ports: [{containerPort: 8080}]
              exposes: [{port: 8080, metrics: "cart_items 3\\n"}]
      expect:
        - arrives: cart_items{job="merged"}
          value: 3
        - arrives: cart_items{job="registered"}
          value: 3
        - arrives: envoy_server_live{job="merged"}
        - arrives: istio_agent_scrapes_total{job="merged"}
        - target: {job: direct}
          health: down
          lastError: "*connection reset by peer"
      """, to: "broken.yaml")
    let run = try CommandLineRun(["run", "--timeout", "2s", "--format", "json", file])
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let scenario = try #require((report["scenarios"] as? [[String: Any]])?.first)
    let status = scenario["status"] as? String
    #expect(status == "failed" || status == "errored", "\(run.output)")
    #expect(run.exitCode == (status == "failed" ? 1 : 3))
    if status == "errored" {
      // The report speaks of scrapers and proxies everywhere: only the failure itself counts.
      let failure = try #require(scenario["harnessFailure"])
      #expect("\(failure)".contains(broken.role.rawValue), "\(failure)")
    }
  }
}
