import KubernetesModel

/// Whether a pod reaches the injector, and whether the injector wants it.
enum InjectionDecision {
  /// Nil if the pod is to be injected, else why it is not.
  static func reasonToSkip(
    _ pod: Pod, namespace: Namespace, version: IstioVersion, revision: String
  ) -> String? {
    if let reason = unselected(pod, namespace: namespace, version: version, revision: revision) {
      return reason
    }
    if pod.spec.hostNetwork == true, version.exhibits(.ignoresHostNetwork) {
      return "the pod has the node's network (hostNetwork: true)"
    }
    let home = pod.metadata.namespace ?? namespace.metadata.name
    if ignores(home, version: version) { return "the injector ignores namespace \(home)" }
    if case .some(false) = explicitChoice(of: pod, version: version), version.exhibits(.podsOptOut) {
      return "sidecar.istio.io/inject says no"
    }
    return nil
  }

  /// Why no webhook of the revision selects the pod.
  ///
  /// Source: istio/istio `manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml`,
  /// 1.7.0, 1.10.0 and 1.30.3.
  private static func unselected(
    _ pod: Pod, namespace: Namespace, version: IstioVersion, revision: String
  ) -> String? {
    let name = namespace.metadata.name
    let labels = namespace.metadata.labels ?? [:]
    let isDefault = revision.isEmpty || revision == "default"
    let ours = isDefault ? "default" : revision
    guard version.exhibits(.revisionSelectors) else {
      if isDefault {
        return labels["istio-injection"] == "enabled"
          ? nil : "namespace \(name) is not labelled istio-injection: enabled"
      }
      return labels["istio-injection"] == nil && labels["istio.io/rev"] == ours
        ? nil : "namespace \(name) is not labelled istio.io/rev: \(ours)"
    }
    let podLabels = pod.metadata.labels ?? [:]
    let choice = podLabels["sidecar.istio.io/inject"]
    let isOut = choice == "false" && version.exhibits(.podsOptOut)
    if let switchLabel = labels["istio-injection"],
      switchLabel == "enabled" || version.exhibits(.namespacesOptOut)
    {
      guard switchLabel == "enabled", isDefault else {
        return "namespace \(name) is labelled istio-injection: \(switchLabel)"
      }
      return isOut ? "the pod is labelled sidecar.istio.io/inject: false" : nil
    }
    if let wanted = labels["istio.io/rev"] {
      guard wanted == ours || !version.exhibits(.otherRevisionsIgnored) else {
        return "namespace \(name) asks for revision \(wanted), which is not installed (this one is \(ours))"
      }
      return isOut ? "the pod is labelled sidecar.istio.io/inject: false" : nil
    }
    if let wanted = podLabels["istio.io/rev"] {
      guard wanted == ours || !version.exhibits(.otherRevisionsIgnored) else {
        return "the pod asks for revision \(wanted), which is not installed (this one is \(ours))"
      }
      return isOut ? "the pod is labelled sidecar.istio.io/inject: false" : nil
    }
    if choice == "true", isDefault, version.exhibits(.podsOptIn) { return nil }
    return "neither namespace \(name) nor the pod is labelled for injection"
  }

  /// What `sidecar.istio.io/inject` on the pod says, nil if it says nothing (valid).
  ///
  /// Source: istio/istio `pkg/kube/inject/inject.go`, `injectRequired`, 1.7.0, 1.12.0 and 1.30.3.
  private static func explicitChoice(of pod: Pod, version: IstioVersion) -> Bool? {
    let key = "sidecar.istio.io/inject"
    var value = pod.metadata.annotations?[key] ?? ""
    if version.exhibits(.injectLabelPreferred), let label = pod.metadata.labels?[key] { value = label }
    guard !version.exhibits(.strictInjectValues) else {
      return value == "true" ? true : value == "false" ? false : nil
    }
    switch value.lowercased() {
    case "": return nil
    case "y", "yes", "true", "on": return true
    default: return false
    }
  }

  /// Source: istio/istio `pkg/kube/inject/initializer.go`, `IgnoredNamespaces`, 1.8.0, 1.9.0 and 1.30.3.
  private static func ignores(_ namespace: String, version: IstioVersion) -> Bool {
    switch namespace {
    case "kube-system", "kube-public": version.exhibits(.ignoresSystemNamespaces)
    case "kube-node-lease", "local-path-storage": version.exhibits(.ignoresNodeNamespaces)
    default: false
    }
  }
}
