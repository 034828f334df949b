import Contract
import KubernetesModel
import MeshModel
import Planning
import PrometheusModel
import Scenarios
import SourceText

/// `meshscrape plan`: what each process will get.
enum PlanVerb: Verb {
  static let name = "plan"
  static let usage = "SCENARIO"
  static let summary =
    "Shows what each process will get: injected pods, prometheus.yml, mTLS by port, identities."
  static let options = Selection.options

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    let scenario = try Selection.scenario(arguments, for: name)
    let plan = try Planner.plan(scenario, addresses: PlanAddresses.example(for: scenario))
    for state in plan.states {
      if let step = state.name { terminal.print("\n===== step: \(step) =====\n\n") }
      terminal.print(PlanText.text(state))
    }
    return 0
  }
}

/// A plan as text.
enum PlanText {
  static func text(_ state: StatePlan) -> String {
    var text = ""
    for pod in state.pods { text += self.text(pod) + "\n" }
    text += "Prometheus \(state.installation.prometheusVersion) at \(state.scraper.listener.endpoint), "
    text +=
      state.installation.honoursAnnotations
      ? "honours prometheus.io annotations\n" : "ignores prometheus.io annotations\n"
    text += state.textOfPrometheusPod
    for monitor in state.installation.monitors {
      text += "  \(monitor.kind.rawValue) \(monitor.reference): "
      switch monitor.fate {
      case .jobs(let jobs): text += "selected as \(jobs.joined(separator: ", "))\n"
      case .notSelected(let reason): text += "not selected: \(reason)\n"
      case .rejected(let reason): text += "rejected: \(reason)\n"
      }
    }
    return text + "\nprometheus.yml\n" + indented(state.prometheusConfiguration)
  }

  private static func text(_ pod: PlannedPod) -> String {
    var text = "Pod \(pod.reference) at \(pod.addresses.pod)\n"
    switch pod.decision {
    case .injected?: text += "  sidecar      injected\n"
    case .skipped(let reason)?: text += "  sidecar      none: \(reason)\n"
    case .rejected(let message)?: text += "  sidecar      injection refused: \(message)\n"
    case nil: text += "  sidecar      none: no mesh\n"
    }
    if let reason = pod.consul?.waitsFor { text += "  waits        \(reason)\n" }
    let before = pod.authored.metadata.annotations ?? [:]
    let after = pod.pod.metadata.annotations ?? [:]
    for key in Set(before.keys).union(after.keys).sorted() where key != "sidecar.istio.io/status" {
      let value = after[key].map { "\"\($0)\"" } ?? "removed"
      let was =
        before[key] == after[key] ? "" : before[key].map { "   (was \"\($0)\")" } ?? "   (added by injection)"
      text += "  annotation   \(key): \(value)\(was)\n"
    }
    for container in (pod.pod.spec.initContainers ?? []) + pod.pod.spec.containers {
      let ports = (container.ports ?? []).map { port in
        (port.name.map { "\($0)=" } ?? "") + "\(port.containerPort)"
      }
      text +=
        "  container    \(container.name)\(ports.isEmpty ? "" : "   declares \(ports.joined(separator: ", "))")\n"
    }
    for role in pod.roles { text += self.text(role) }
    return text
  }

  private static func text(_ role: RoleConfiguration) -> String {
    switch role {
    case .app(let app):
      app.ports.flatMap { port in
        port.endpoints.map { endpoint in
          "  serves       \(app.container) :\(port.port)\(endpoint.path) on "
            + port.listeners.map(\.endpoint.address.description).joined(separator: ", ") + "\n"
        }
      }.joined()
    case .proxy(let proxy):
      "  identity     \(proxy.identity.spiffeID)\n"
        + (proxy.linkerd?.refusals ?? []).map {
          "  refuses      :\($0.port) clients outside the mesh, by \($0.by)\n"
        }
        .joined()
        + (proxy.consul?.metrics.map { metrics in
          metrics.listeners.map { "  scraped at   \($0.endpoint)\(metrics.path) -> \(metrics.backend)\n" }
            .joined()
        } ?? "")
        + proxy.inbound.map { inbound in
          "  inbound      :\(inbound.listener.endpoint.port) \(inbound.mode.rawValue), \(inbound.portProtocol.rawValue)"
            + " -> \(inbound.upstream)\(inbound.isPassthrough ? " (no Service names it)" : "")\n"
        }.joined()
    case .agent(let agent):
      agent.environment.sorted { $0.key < $1.key }.map { "  agent env    \($0.key)=\($0.value)\n" }.joined()
        + (agent.consul?.arguments ?? []).map { "  argument     \($0)\n" }.joined()
    case .kubeAPI, .scraper, .consul: ""
    }
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
      .joined(separator: "\n") + "\n"
  }
}
