/// `sidecar.istio.io/status`: what an injection added, so that the next one can take it out again.
///
/// Source: istio/istio `pkg/kube/inject/inject.go`, `SidecarInjectionStatus`; `webhook.go`,
/// `getInjectionStatus`, 1.9.0 and 1.30.3. Before 1.9 there was a hash of the template in it, which is left
/// out here.
public struct InjectionStatus: Sendable, Hashable {
  /// The annotation.
  public static let annotation = "sidecar.istio.io/status"

  /// Init containers that were added.
  public var initContainers: [String]
  /// Containers that were added.
  public var containers: [String]

  /// Names what was added.
  public init(initContainers: [String], containers: [String]) {
    self.initContainers = initContainers
    self.containers = containers
  }

  /// The value of the annotation.
  func json(version: IstioVersion, revision: String) -> String {
    var volumes = ["istio-envoy", "istio-data", "istio-podinfo", "istio-token", "istiod-ca-cert"]
    if version.exhibits(.mountsWorkloadCertificates) {
      let socket = version.exhibits(.mountsCredentialSocket) ? ["credential-socket"] : []
      volumes = ["workload-socket"] + socket + ["workload-certs"] + volumes
    }
    if version.exhibits(.mountsRevocations) { volumes.append("istio-ca-crl") }
    if version.exhibits(.mountsCertificateSecret) { volumes = ["istio-envoy", "istio-certs"] }
    let named = version.exhibits(.statusNamesRevision) ? ",\"revision\":\(GoSyntax.json(revision))" : ""
    return "{\"initContainers\":\(GoSyntax.json(initContainers)),\"containers\":\(GoSyntax.json(containers)),"
      + "\"volumes\":\(GoSyntax.json(volumes)),\"imagePullSecrets\":null\(named)}"
  }
}
