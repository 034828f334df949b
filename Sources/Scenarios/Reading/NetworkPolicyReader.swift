import KubernetesModel
import SourceText

/// Makes NetworkPolicies of nodes that have the right form already, and refuses what cannot be played.
struct NetworkPolicyReader {
  let prometheus: PrometheusInstall
  let diagnostics: DiagnosticCollector

  func policies(_ nodes: [YAMLNode]) -> [NetworkPolicy] {
    var known: Set<String> = []
    var policies: [NetworkPolicy] = []
    for node in nodes {
      do throws(Diagnostic) {
        var policy = try node.decode(NetworkPolicy.self)
        policy.metadata.namespace = policy.metadata.namespace ?? "default"
        if !known.insert(policy.reference).inserted {
          diagnostics.error(
            "the NetworkPolicy \(policy.reference) stands twice",
            at: node["metadata"]?["name"]?.span ?? node.span)
        }
        check(node["spec"] ?? .mapping([]), of: policy)
        policies.append(policy)
      } catch {
        diagnostics.add(error)
      }
    }
    return policies
  }

  private func check(_ spec: YAMLNode, of policy: NetworkPolicy) {
    var selectors = [spec["podSelector"]]
    for (rules, peers) in [("ingress", "from"), ("egress", "to")] {
      for rule in spec[rules]?.sequence ?? [] {
        for peer in rule[peers]?.sequence ?? [] {
          check(peer: peer)
          selectors += [peer["podSelector"], peer["namespaceSelector"]]
        }
        for port in rule["ports"]?.sequence ?? [] { check(port: port) }
      }
    }
    for selector in selectors { check(selector: selector) }
    checkLabels(spec, of: policy)
  }

  /// Source: kubernetes/kubernetes `pkg/apis/networking/validation/validation.go`, `ValidateNetworkPolicyPeer`, 1.34.
  private func check(peer: YAMLNode) {
    guard let block = peer["ipBlock"] else { return }
    if peer["podSelector"] != nil || peer["namespaceSelector"] != nil {
      diagnostics.error("Kubernetes takes no selector beside `ipBlock`", at: block.span)
    }
    let cidr = block["cidr"]
    if !IPBlock.everywhere.contains(cidr?.string ?? "") || !(block["except"]?.sequence ?? []).isEmpty {
      diagnostics.error(
        "pods have loopback addresses here, so that a range of addresses says nothing: `0.0.0.0/0`, without "
          + "`except`, or a selector", at: (cidr ?? block).span)
    }
  }

  /// Source: as above, `ValidateNetworkPolicyPort`.
  private func check(port: YAMLNode) {
    guard let last = port["endPort"], let number = last.int else { return }
    guard let first = port["port"]?.int else {
      return diagnostics.error("`endPort` needs a `port` that is a number", at: last.span)
    }
    if number < first { diagnostics.error("`endPort` must not be less than `port`", at: last.span) }
  }

  /// Source: kubernetes/apimachinery `pkg/apis/meta/v1/validation/validation.go`, `ValidateLabelSelectorRequirement`,
  /// 1.34.
  private func check(selector: YAMLNode?) {
    for requirement in selector?["matchExpressions"]?.sequence ?? [] {
      let hasValues = !(requirement["values"]?.sequence ?? []).isEmpty
      switch requirement["operator"]?.string {
      case "In", "NotIn":
        if !hasValues { diagnostics.error("this operator needs `values`", at: requirement["operator"]?.span) }
      default:
        if hasValues { diagnostics.error("this operator takes no `values`", at: requirement["operator"]?.span) }
      }
    }
  }

  /// A policy that asks for labels of Prometheus' pod needs to be told them: flavours differ, and charts let users set
  /// them.
  private func checkLabels(_ spec: YAMLNode, of policy: NetworkPolicy) {
    guard prometheus.podLabels == nil else { return }
    var asking: [YAMLNode] = []
    func isEmpty(_ selector: YAMLNode) -> Bool { (selector.mapping ?? []).isEmpty }
    if policy.spec.isAbout(.ingress) {
      for rule in spec["ingress"]?.sequence ?? [] {
        for peer in rule["from"]?.sequence ?? [] {
          guard let selector = peer["podSelector"], !isEmpty(selector) else { continue }
          if peer["namespaceSelector"] != nil || policy.metadata.namespace == prometheus.namespace {
            asking.append(selector)
          }
        }
      }
    }
    if policy.spec.isAbout(.egress), policy.metadata.namespace == prometheus.namespace,
      let selector = spec["podSelector"], !isEmpty(selector)
    {
      asking.append(selector)
    }
    for selector in asking {
      diagnostics.error(
        "this can be meant for Prometheus, whose pod's labels are not known: say `podLabels` under `prometheus`",
        at: selector.span)
    }
  }
}
