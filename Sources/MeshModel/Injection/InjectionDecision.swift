import KubernetesModel

/// Whether a pod reaches the injector, and whether the injector wants it.
enum InjectionDecision {
  /// Nil if the pod is to be injected, else why it is not.
  static func reasonToSkip(
    _ pod: Pod, namespace: Namespace, version: IstioVersion, install: IstioInstall
  ) -> String? {
    if let reason = unselected(pod, namespace: namespace, version: version, install: install) {
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
  /// Source: istio/istio `manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml` and
  /// `revision-tags.yaml`, 1.7.0, 1.10.0 and 1.30.3.
  private static func unselected(
    _ pod: Pod, namespace: Namespace, version: IstioVersion, install: IstioInstall
  ) -> String? {
    let name = namespace.metadata.name
    let labels = namespace.metadata.labels ?? [:]
    let isDefault = install.isDefault(version)
    let names = install.names(version)
    let ours = names.sorted().joined(separator: ", ")
    let takesUnlabelled = install.injectsNamespacesByDefault && version.exhibits(.injectsByDefault)
    guard version.exhibits(.revisionSelectors) else {
      if takesUnlabelled {
        let isOut =
          labels["istio-injection"] == "disabled" || labels["istio-env"] != nil || labels["istio.io/rev"] != nil
        return isOut ? "namespace \(name) is labelled as one that is not injected" : nil
      }
      if isDefault {
        return labels["istio-injection"] == "enabled"
          ? nil : "namespace \(name) is not labelled istio-injection: enabled"
      }
      return labels["istio-injection"] == nil && labels["istio.io/rev"].map(names.contains) == true
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
      guard names.contains(wanted) || !version.exhibits(.otherRevisionsIgnored) else {
        return "namespace \(name) asks for revision \(wanted), which is not installed (this one is \(ours))"
      }
      return isOut ? "the pod is labelled sidecar.istio.io/inject: false" : nil
    }
    if let wanted = podLabels["istio.io/rev"] {
      guard names.contains(wanted) || !version.exhibits(.otherRevisionsIgnored) else {
        return "the pod asks for revision \(wanted), which is not installed (this one is \(ours))"
      }
      return isOut ? "the pod is labelled sidecar.istio.io/inject: false" : nil
    }
    if choice == "true", isDefault, version.exhibits(.podsOptIn) { return nil }
    if choice == nil, isDefault, takesUnlabelled { return nil }
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
