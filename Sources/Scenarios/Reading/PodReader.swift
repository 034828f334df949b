import KubernetesModel
import SourceText

/// Makes pods of nodes that have the right form already.
struct PodReader {
  /// The faults of the whole scenario.
  let faults: [String: String]
  let diagnostics: DiagnosticCollector
  let manifests: ManifestCache

  func template(_ node: YAMLNode) -> PodTemplate {
    var metadata = ObjectMeta(
      name: node["name"]?.string ?? "", namespace: node["namespace"]?.string ?? "default",
      labels: node.stringMap("labels"), annotations: node.stringMap("annotations"))
    if let owner = node["owner"], let kind = owner["kind"]?.string, let name = owner["name"]?.string {
      let version = ["Job": "batch/v1", "ReplicationController": "v1"][kind] ?? "apps/v1"
      metadata.ownerReferences = [OwnerReference(apiVersion: version, kind: kind, name: name, controller: true)]
    }
    let workload = node["kind"]?.string.flatMap(WorkloadKind.init(rawValue:)) ?? .pod
    let marks = workload.marks(name: metadata.name, namespace: metadata.namespace ?? "default")
    if let owner = marks.owner {
      metadata.ownerReferences = [owner]
      if !marks.labels.isEmpty {
        metadata.labels = (metadata.labels ?? [:]).merging(marks.labels) { _, mark in mark }
      }
    }
    let specification = PodSpec(
      containers: containers(node["containers"]), initContainers: node["initContainers"].map { containers($0) },
      serviceAccountName: node["serviceAccount"]?.string ?? "default", nodeName: node["node"]?.string,
      hostNetwork: node["hostNetwork"]?.bool)
    let pod = Pod(
      metadata: metadata, spec: specification, status: PodStatus(phase: node["phase"]?.string ?? "Running"))

    let faults = faults.filter { $0.key != "scraper" && $0.key != "kube-api" }
      .merging(node.stringMap("faults") ?? [:]) { _, own in own }
    var exposures: [Exposure] = []
    for container in (node["initContainers"]?.sequence ?? []) + (node["containers"]?.sequence ?? []) {
      for exposure in container["exposes"]?.sequence ?? [] {
        exposures.append(self.exposure(exposure, of: container["name"]?.string ?? "", fault: faults["app"]))
      }
    }
    return PodTemplate(
      pod: pod, replicas: node["replicas"]?.int ?? 1, exposures: exposures, faults: faults, workload: workload,
      ended: Set(
        (node["containers"]?.sequence ?? []).filter { $0["ended"]?.bool == true }.compactMap {
          $0["name"]?.string
        }),
      span: node.span)
  }

  private func probe(_ node: YAMLNode?) -> Probe? {
    do throws(Diagnostic) { return try node?.decode(Probe.self) } catch {
      diagnostics.add(error)
      return nil
    }
  }

  private func containers(_ node: YAMLNode?) -> [Container] {
    (node?.sequence ?? []).map { node in
      let ports = node["ports"]?.sequence?.map { port in
        ContainerPort(
          name: port["name"]?.string, containerPort: UInt16(clamping: port["containerPort"]?.int ?? 0),
          protocol: port["protocol"]?.string)
      }
      let variables = node["env"]?.sequence?.map { variable in
        EnvironmentVariable(name: variable["name"]?.string ?? "", value: variable["value"]?.string)
      }
      var container = Container(
        name: node["name"]?.string ?? "", image: node["image"]?.string, ports: ports, env: variables,
        args: node["args"]?.sequence?.compactMap(\.string), restartPolicy: node["restartPolicy"]?.string)
      container.readinessProbe = probe(node["readinessProbe"])
      container.livenessProbe = probe(node["livenessProbe"])
      container.startupProbe = probe(node["startupProbe"])
      return container
    }
  }

  private func exposure(_ node: YAMLNode, of container: String, fault: String?) -> Exposure {
    let contentType = node["contentType"]?.string
    return Exposure(
      container: container, port: UInt16(clamping: node["port"]?.int ?? 0),
      bind: node["bind"]?.string.flatMap(Bind.init(rawValue:)) ?? .any, https: node["https"]?.bool ?? false,
      path: node["path"]?.string ?? "/metrics", metrics: metrics(node),
      openMetrics: node["openMetrics"]?.string,
      contentType: contentType == "none" ? nil : contentType, omitsContentType: contentType == "none",
      status: node["status"]?.int ?? 200, delayMilliseconds: Self.milliseconds(node["delay"]?.string),
      truncatesAfter: node["truncateAfter"]?.int,
      compression: node["compression"]?.string.flatMap(Exposure.Compression.init(rawValue:)) ?? .identity,
      redirect: node["redirect"]?.string, bearerToken: node["bearerToken"]?.string,
      fillerSeries: node["series"]?.int ?? 0, increment: node["increment"]?.double ?? 0, fault: fault,
      span: node.span)
  }

  /// The exposition, from the scenario or from the file that it names.
  private func metrics(_ node: YAMLNode) -> String {
    guard let file = node["metricsFile"], let name = file.string else { return node["metrics"]?.string ?? "" }
    if node["metrics"] != nil {
      diagnostics.error("an exposure has either `metrics` or `metricsFile`", at: file.span)
      return ""
    }
    do throws(Diagnostic) {
      return try SourceFile.read(manifests.path(name), named: name, at: file.span).text
    } catch {
      diagnostics.add(error)
      return ""
    }
  }

  /// `250ms`, `2s`, `1m`.
  static func milliseconds(_ text: String?) -> Int {
    guard let text, let number = Int(text.prefix { $0.isASCII && $0.isNumber }) else { return 0 }
    if text.hasSuffix("ms") { return number }
    return number * (text.hasSuffix("m") ? 60_000 : 1000)
  }
}
