import Contract
import Planning

extension RunningCluster {
  /// Starts the processes of pods.
  func start(_ pods: [PlannedPod]) throws(HarnessFailure) {
    for configuration in try processes(of: pods) { try table.start(configuration) }
  }

  /// The processes in which the roles of pods run.
  func processes(of pods: [PlannedPod]) throws(HarnessFailure) -> [ProcessConfiguration] {
    switch options.isolation {
    case .process:
      var configurations: [ProcessConfiguration] = []
      for pod in pods {
        for role in pod.roles {
          configurations.append(
            ProcessConfiguration(
              name: pod.processName(of: role), roles: [try issued(role)]))
        }
      }
      return configurations
    case .node:
      var configurations: [ProcessConfiguration] = []
      var rest = pods[...]
      while !rest.isEmpty {
        let share = rest.prefix(Self.podsPerNode)
        rest = rest.dropFirst(share.count)
        var roles: [RoleConfiguration] = []
        for pod in share {
          for role in pod.roles { roles.append(try issued(role)) }
        }
        if !roles.isEmpty {
          configurations.append(ProcessConfiguration(name: "node \(configurations.count + 1)", roles: roles))
        }
      }
      return configurations
    }
  }

  /// A role with its certificates, and with the program that plays it.
  func issued(_ role: RoleConfiguration) throws(HarnessFailure) -> RoleConfiguration {
    options.proxy.playing(try resources.identities.issue(for: role, workloadCertificates), folder: folder.path)
  }

  /// As many pods as a Kubernetes node carries by its default limit, doubled.
  static let podsPerNode = 220

  /// Gives the process of a role its new configuration.
  func reconfigure(_ role: RoleConfiguration, of pod: PlannedPod) throws(HarnessFailure) {
    let name = pod.processName(of: role)
    let issued = try issued(role)
    guard
      let process = table.processes.first(where: { process in
        process.configuration.name == name
          || process.configuration.roles.contains { $0.kind == role.kind && $0.instance == role.instance }
      })
    else { return }
    try table.command("take its new configuration", of: process, milliseconds: options.patience.command) {
      .reconfigure(id: $0, role: issued)
    }
  }
}
