extension AuthorizationPolicy {
  /// The first release with AuthorizationPolicies.
  ///
  /// Source: istio/istio 1.4.0, `pilot/pkg/model/authorization.go`.
  public static let firstVersion = IstioVersion(1, 4, 0)

  /// The first release that knows a field, an action (`action: AUDIT`) or a condition's key (`when: …`); nil for
  /// what there was from the beginning.
  ///
  /// Source: istio/istio `manifests/charts/base/files/crd-all.gen.yaml` (before 1.24 `crds/crd-all.gen.yaml`, in 1.5
  /// `install/kubernetes/helm/istio-init/files/crd-all.gen.yaml`), the releases on both sides of each change; for
  /// `action: CUSTOM`, which the definition has since 1.8, `pilot/pkg/model/authorization.go`.
  public static func since(_ field: String) -> IstioVersion? { fields[field] }

  private static let fields: [String: IstioVersion] = [
    "action": IstioVersion(1, 5, 0),
    "action: AUDIT": IstioVersion(1, 8, 0),
    "action: CUSTOM": IstioVersion(1, 9, 0),
    "provider": IstioVersion(1, 8, 0),
    "remoteIpBlocks": IstioVersion(1, 8, 0), "notRemoteIpBlocks": IstioVersion(1, 8, 0),
    "when: remote.ip": IstioVersion(1, 8, 0),
    "targetRef": IstioVersion(1, 20, 0), "targetRefs": IstioVersion(1, 22, 0),
    "serviceAccounts": IstioVersion(1, 25, 0), "notServiceAccounts": IstioVersion(1, 25, 0),
    "when: source.serviceAccount": IstioVersion(1, 25, 0),
    "trustDomains": IstioVersion(1, 30, 0), "notTrustDomains": IstioVersion(1, 30, 0),
    "when: source.trustDomain": IstioVersion(1, 30, 0),
  ]

  /// The policy as a proxy gets it where the mesh's configuration has no such authorizer.
  ///
  /// Without one, Istio denies instead of asking: see ``IstioBehaviour/customDeniesMatches``. In a dry run nothing
  /// is denied.
  public func withoutAuthorizer(version: IstioVersion) -> AuthorizationPolicy {
    guard spec.action == .custom else { return self }
    var policy = self
    policy.spec.action = .deny
    if !version.exhibits(.customDeniesMatches) { policy.spec.rules = [Rule()] }
    return policy
  }

  /// Whether a text is an address or a range of addresses, as `ipBlocks` has them.
  public static func isAddressBlock(_ text: String) -> Bool { AddressBlock(text) != nil }
}
