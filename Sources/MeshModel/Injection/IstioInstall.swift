/// The control plane as its chart installs it, as far as injection goes by it.
///
/// Source: istio/istio `manifests/charts/istio-control/istio-discovery/values.yaml`, 1.30.3.
public struct IstioInstall: Sendable, Hashable {
  /// `revision`; empty for the default one.
  public var revision: String
  /// `revisionTags`: further names of the revision.
  public var revisionTags: [String]
  /// `pilot.env.ENABLE_NATIVE_SIDECARS`, as written.
  public var nativeSidecars: String?
  /// `sidecarInjectorWebhook.enableNamespacesByDefault`.
  public var injectsNamespacesByDefault: Bool
  /// `sidecarInjectorWebhook.rewriteAppHTTPProbe`; without it, the release's default.
  public var rewritesProbes: Bool?
  /// `global.proxy.statusPort`, which decides on what is captured. The mesh configuration's own status port, where
  /// the agent listens, is another setting.
  public var statusPort: UInt16
  /// The minor version of the kubelets.
  public var kubernetesMinor: Int

  /// Installs with what the chart has by default, but for what is given.
  public init(
    revision: String = "", revisionTags: [String] = [], nativeSidecars: String? = nil,
    injectsNamespacesByDefault: Bool = false, rewritesProbes: Bool? = nil, statusPort: UInt16 = 15020,
    kubernetesMinor: Int = 34
  ) {
    self.revision = revision
    self.revisionTags = revisionTags
    self.nativeSidecars = nativeSidecars
    self.injectsNamespacesByDefault = injectsNamespacesByDefault
    self.rewritesProbes = rewritesProbes
    self.statusPort = statusPort
    self.kubernetesMinor = kubernetesMinor
  }

  /// What `istio.io/rev` can say to mean this control plane.
  func names(_ version: IstioVersion) -> Set<String> {
    Set([revision.isEmpty ? "default" : revision] + (version.exhibits(.revisionTags) ? revisionTags : []))
  }

  /// Whether it looks at the labels that name no revision.
  func isDefault(_ version: IstioVersion) -> Bool {
    revision.isEmpty || names(version).contains("default")
  }

  /// Whether sidecars of pods that say nothing themselves are init containers that stay.
  ///
  /// Source: istio/istio `pilot/pkg/features/pilot.go`, 1.19.0, 1.26.0 and 1.30.3; `pkg/kube/inject/webhook.go`,
  /// `DetectNativeSidecar`, 1.27.0 and 1.30.3.
  func isNative(_ version: IstioVersion) -> Bool {
    let written = version.exhibits(.nativeSidecarSetting) ? nativeSidecars : nil
    guard version.exhibits(.nativeSidecars) else { return written.flatMap(GoSyntax.bool) ?? false }
    switch written ?? "auto" {
    case "auto": return kubernetesMinor >= 33 || !version.exhibits(.nativeSidecarsByKubelet)
    case "true": return true
    default: return false
    }
  }
}
