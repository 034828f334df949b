/// The annotations whose values the injector checks; a wrong one makes the API server refuse the pod.
///
/// Source: istio/istio `pkg/kube/inject/validate.go`, `AnnotationValidation`, 1.30.3.
enum AnnotationValidation {
  /// The first problem by annotation name, in the injector's words.
  static func problem(in annotations: [String: String]) -> String? {
    for (name, value) in annotations.sorted(by: { $0.key < $1.key }) {
      guard let reason = reason(name, value) else { continue }
      return "failed to run injection template: 1 error occurred: invalid value '\(value)' for annotation "
        + "'\(name)': \(reason)"
    }
    return nil
  }

  private static func reason(_ name: String, _ value: String) -> String? {
    switch name {
    case "prometheus.istio.io/merge-metrics":
      GoSyntax.bool(value) == nil ? "strconv.ParseBool: parsing \(GoSyntax.json(value)): invalid syntax" : nil
    case "sidecar.istio.io/interceptionMode":
      ["REDIRECT", "TPROXY", "NONE"].contains(value)
        ? nil : "interceptionMode invalid, use REDIRECT,TPROXY,NONE: \(value)"
    case "status.sidecar.istio.io/port":
      GoSyntax.port(value) == nil ? "excludeInboundPorts invalid: failed parsing port '\(value)'" : nil
    case "traffic.sidecar.istio.io/includeInboundPorts":
      value == "*" ? nil : portList("includeInboundPorts", value)
    case "traffic.sidecar.istio.io/excludeInboundPorts": portList("excludeInboundPorts", value)
    case "traffic.sidecar.istio.io/excludeOutboundPorts": portList("excludeOutboundPorts", value)
    default: nil
    }
  }

  private static func portList(_ parameter: String, _ value: String) -> String? {
    guard !GoSyntax.trimmedSpace(value).isEmpty else { return nil }
    for port in value.split(separator: ",", omittingEmptySubsequences: false) where GoSyntax.port(port) == nil {
      return "\(parameter) invalid: failed parsing port '\(port)'"
    }
    return nil
  }
}
