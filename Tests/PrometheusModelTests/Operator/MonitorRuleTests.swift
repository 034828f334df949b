import PrometheusModel
import SourceText
import Testing

@Suite("Rules of monitors' jobs")
struct MonitorRuleTests {
  struct RuleCase: CustomTestStringConvertible {
    var testDescription: String
    var monitor: String
    var spec = "{}"
    var rules: String
  }

  /// The rules between those that every job starts and ends with.
  static func ownRules(_ job: YAMLNode?) -> [YAMLNode] {
    (job?["relabel_configs"]?.sequence ?? []).filter { rule in
      let target = rule["target_label"]?.string ?? ""
      let sources = (rule["source_labels"]?.sequence ?? []).compactMap(\.string)
      return !target.hasPrefix("__tmp") && !sources.contains { $0.hasPrefix("__tmp") }
    }
  }

  static let podLabels = """
    - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
    - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
    - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
    """
  static let podHead = #"""
    - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
    - action: keep
      source_labels: [__meta_kubernetes_pod_label_app, __meta_kubernetes_pod_labelpresent_app]
      regex: (v1.2);true
    - action: keep
      source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_name, __meta_kubernetes_pod_labelpresent_app_kubernetes_io_name]
      regex: (cart);true
    """#
  static let podTail = "- {target_label: job, replacement: shop/cart}"

  @Test(
    "Rules of PodMonitors",
    arguments: [
      RuleCase(
        testDescription: "a port by name", monitor: MonitorSample.podMonitor("{port: http}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_name], regex: http}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: http}
          """),
      RuleCase(
        testDescription: "a port by number gives no label endpoint",
        monitor: MonitorSample.podMonitor("{portNumber: 8080}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 8080}
          \(podLabels)
          \(podTail)
          """),
      RuleCase(
        testDescription: "a target port by number", monitor: MonitorSample.podMonitor("{targetPort: 8080}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 8080}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: "8080"}
          """),
      RuleCase(
        testDescription: "number and target port",
        monitor: MonitorSample.podMonitor("{portNumber: 1, targetPort: metrics}"),
        rules: """
          \(podHead)
          - {action: keep, source_labels: [__meta_kubernetes_pod_container_port_number], regex: 1}
          \(podLabels)
          \(podTail)
          - {target_label: endpoint, replacement: metrics}
          """),
      RuleCase(
        testDescription: "completed pods wanted, selected by the API server",
        monitor: MonitorSample.podMonitor("{filterRunning: false}", spec: "selectorMechanism: RoleSelector"),
        rules: "\(podLabels)\n\(podTail)"),
      RuleCase(
        testDescription: "labels of the pod, of monitor and resource",
        monitor: MonitorSample.podMonitor(
          "{filterRunning: false}", spec: "podTargetLabels: [a.b]\n  selectorMechanism: RoleSelector"),
        spec: "podTargetLabels: [c]",
        rules: """
          \(podLabels)
          - {source_labels: [__meta_kubernetes_pod_label_a_b], target_label: a_b, regex: (.+), replacement: "${1}"}
          - {source_labels: [__meta_kubernetes_pod_label_c], target_label: c, regex: (.+), replacement: "${1}"}
          \(podTail)
          """),
      RuleCase(
        testDescription: "the enforced namespace label comes after the user's rules",
        monitor: MonitorSample.podMonitor(
          "{filterRunning: false, relabelings: [{targetLabel: namespace, replacement: x}]}",
          spec: "selectorMechanism: RoleSelector"), spec: "enforcedNamespaceLabel: namespace",
        rules: """
          \(podLabels)
          \(podTail)
          - {target_label: namespace, replacement: x, action: replace}
          - {target_label: namespace, replacement: shop}
          """),
    ])
  func podRules(_ example: RuleCase) throws {
    let jobs = try MonitorSample.jobs(example.monitor, spec: example.spec)
    expectSame(.sequence(Self.ownRules(jobs.first)), try yaml(example.rules))
  }

  @Test("Rules of ServiceMonitors", arguments: [("Endpoints", "endpoint"), ("EndpointSlice", "endpointslice")])
  func serviceRules(role: String, kind: String) throws {
    let expected = """
      - action: keep
        source_labels: [__meta_kubernetes_service_label_app, __meta_kubernetes_service_labelpresent_app]
        regex: (cart);true
      - {action: keep, source_labels: [__meta_kubernetes_\(kind)_port_name], regex: web}
      - source_labels: [__meta_kubernetes_\(kind)_address_target_kind, __meta_kubernetes_\(kind)_address_target_name]
        separator: ;
        regex: Node;(.*)
        replacement: ${1}
        target_label: node
      - source_labels: [__meta_kubernetes_\(kind)_address_target_kind, __meta_kubernetes_\(kind)_address_target_name]
        separator: ;
        regex: Pod;(.*)
        replacement: ${1}
        target_label: pod
      - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
      - {source_labels: [__meta_kubernetes_service_name], target_label: service}
      - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
      - {source_labels: [__meta_kubernetes_pod_container_name], target_label: container}
      - {action: drop, source_labels: [__meta_kubernetes_pod_phase], regex: (Failed|Succeeded)}
      - {source_labels: [__meta_kubernetes_service_label_team], target_label: team, regex: (.+), replacement: "${1}"}
      - {source_labels: [__meta_kubernetes_service_name], target_label: job, replacement: "${1}"}
      - {source_labels: [__meta_kubernetes_service_label_app], target_label: job, regex: (.+), replacement: "${1}"}
      - {target_label: endpoint, replacement: web}
      """
    let jobs = try MonitorSample.jobs(
      MonitorSample.serviceMonitor(
        "{port: web}", spec: "{targetLabels: [team], jobLabel: app, serviceDiscoveryRole: \(role)}".unbraced))
    expectSame(.sequence(Self.ownRules(jobs.first)), try yaml(expected))
    let discovery = jobs.first?["kubernetes_sd_configs"]?.sequence?.first
    #expect(discovery?["role"]?.string == role.lowercased())
  }
}

extension String {
  /// The text of a flow mapping as lines of a block one, at the depth of a monitor's specification.
  fileprivate var unbraced: String {
    dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: true).reduce(into: "") {
      text, part in
      let isContinuation =
        text.last == nil ? false : text.filter { $0 == "[" }.count > text.filter { $0 == "]" }.count
      text += isContinuation ? ",\(part)" : (text.isEmpty ? "" : "\n  ") + part.drop { $0 == " " }
    }
  }
}
