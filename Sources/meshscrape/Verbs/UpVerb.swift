import Contract
import Planning
import Running
import Scenarios

/// `meshscrape up`: a scenario that stays, to be looked at.
enum UpVerb: Verb {
  static let name = "up"
  static let usage = "SCENARIO"
  static let summary = "Keeps a scenario running and prints its addresses and curl lines."
  static let options =
    Selection.options + [
      Option(
        "--scraper", value: "ENGINE", "builtin, or a real one: prometheus, prometheus@2.53, victoriametrics"),
      Option("--proxy", value: "ENGINE", "the pods' proxy: builtin, or a real one: envoy, envoy@1.40"),
    ]

  static func run(_ arguments: Arguments, _ terminal: Terminal) throws -> Int32 {
    let scenario = try Selection.scenario(arguments, for: name)
    Interruption.install()
    var options = RunOptions()
    if let text = arguments.value("--scraper") { options.scraper = try EngineChoice.scraper(text) }
    if let text = arguments.value("--proxy") { options.proxy = try EngineChoice.proxy(text) }
    let suite = try SuiteRun(executable: try Executable.path(), options: options)
    do {
      try suite.stay(scenario) { terminal.print(UpGuide.text(scenario, $0)) }
    } catch let failure as HarnessFailure where failure == .interrupted {
      terminal.complain("\nstopped: nothing is left running\n")
      return Program.ExitCode.interrupted
    }
    return 0
  }
}

/// The addresses of a running scenario and what to type.
enum UpGuide {
  static func text(_ scenario: Scenario, _ plan: StatePlan) -> String {
    var text = "\(scenario.title)\n\n"
    let scraper = plan.scraper.listener.endpoint
    text += "Prometheus   http://\(scraper)\n"
    text += "  curl -s http://\(scraper)/api/v1/targets\n"
    text += "  curl -sG http://\(scraper)/api/v1/query --data-urlencode 'query={__name__=~\".+\"}'\n"
    text += "API server   http://\(plan.kubeAPI.listener.endpoint)\n"
    text += "  curl -s http://\(plan.kubeAPI.listener.endpoint)/api/v1/pods\n"
    if let consul = plan.consul {
      text += "Consul       http://\(consul.listener.endpoint)\n"
      text += "  curl -s http://\(consul.listener.endpoint)/v1/catalog/services\n"
    }
    for pod in plan.pods {
      text += "\nPod \(pod.reference)   \(pod.addresses.pod)\(pod.hasSidecar ? "   with a sidecar" : "")\n"
      for role in pod.roles { text += lines(role, of: pod) }
    }
    return text + "\nCtrl-C stops everything.\n"
  }

  private static func lines(_ role: RoleConfiguration, of pod: PlannedPod) -> String {
    switch role {
    case .app(let app):
      app.ports.map { port in
        port.endpoints.map { endpoint in
          let scheme = port.tls == nil ? "http" : "https"
          let outside = "  curl -s \(scheme)://\(pod.addresses.pod):\(port.port)\(endpoint.path)"
          let inside = "  curl -s \(scheme)://\(pod.addresses.loopback):\(port.port)\(endpoint.path)"
          return "\(outside)   # \(app.container), as the cluster sees it\n"
            + "\(inside)   # \(app.container), as the pod itself sees it\n"
        }.joined()
      }.joined()
    case .proxy(let proxy):
      proxy.inbound.map {
        "  port \($0.listener.endpoint.port): \($0.mode.rawValue), \($0.portProtocol.rawValue)\n"
      }
      .joined()
        + proxy.statistics.prefix(1).map {
          "  curl -s http://\($0.endpoint)/stats/prometheus   # the proxy's own\n"
        }
        .joined()
    case .agent(let agent):
      agent.status.prefix(1).map {
        "  curl -s http://\($0.endpoint)/stats/prometheus   # merged by the agent\n"
      }
      .joined()
    case .kubeAPI, .scraper, .consul: ""
    }
  }
}
