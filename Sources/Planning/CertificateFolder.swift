import MeshModel
public import Scenarios

/// The folder of certificates beside prometheus.yml.
public struct CertificateFolder: Sendable, Hashable {
  /// What the scenario says of them.
  public var certificates: ScraperCertificates
  /// Who Prometheus is by them.
  public var identity: String

  /// The files of a folder.
  public struct Names: Sendable, Hashable {
    /// The chain of certificates.
    public var certificate: String
    /// The private key.
    public var key: String
    /// The authorities that Prometheus trusts.
    public var authorities: String
  }

  /// The name of the folder.
  public static let name = "istio-certs"

  /// What the files are called.
  ///
  /// Source: istio/istio `security/pkg/k8s/controller/workloadsecret.go`, `CertChainID`, 1.4.10, and
  /// `security/pkg/nodeagent/util/util.go`, `OutputKeyCertToDir`, 1.30.3; kubernetes/api `core/v1/types.go`, `TLSCertKey`.
  public var names: Names {
    switch certificates.names {
    case .istio: Names(certificate: "cert-chain.pem", key: "key.pem", authorities: "root-cert.pem")
    case .kubernetes: Names(certificate: "tls.crt", key: "tls.key", authorities: "ca.crt")
    }
  }

  /// The paths of all files, from prometheus.yml.
  public var paths: [String] {
    [names.certificate, names.key, names.authorities].map { "\(Self.name)/\($0)" }
  }

  /// Where certificates are mounted: by what Istio ships, and by its documentation.
  ///
  /// Source: istio/istio `install/kubernetes/helm/istio/charts/prometheus/templates/deployment.yaml`, 1.0.3,
  /// `samples/addons/extras/prometheus-secure-metrics.yaml`, 1.31.0-rc.0;
  /// https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings.
  static let usualMounts = ["/etc/istio-certs/", "/etc/prom-certs/"]

  /// The folders of the pod that the folder stands for.
  var mounts: [String] { certificates.mount.map { ["\($0)/"] } ?? Self.usualMounts }
}

extension State {
  /// The certificates in Prometheus' pod, and who it is by them; nil where nothing is mounted.
  ///
  /// A secret of Citadel's is that of the service account `default`; what Istio ships runs Prometheus as `prometheus`.
  /// Source: istio/istio `install/kubernetes/helm/istio/charts/prometheus/templates/deployment.yaml`, `istio.default`,
  /// 1.0.3; `samples/addons/extras/prometheus-secure-metrics.yaml`, 1.31.0-rc.0.
  var certificateFolder: CertificateFolder? {
    guard var certificates = prometheus.certificates else { return nil }
    var config = mesh.config
    if let trustDomain = certificates.trustDomain { config.trustDomain = trustDomain }
    if writesNothing { certificates.state = .missing }
    var identity = config.spiffeID(
      namespace: prometheus.namespace,
      serviceAccount: certificates.source == .secret ? "default" : "prometheus")
    // Consul's own tools write the leaf certificate of a service that is registered: here `prometheus`.
    if mesh.kind == .consul {
      identity = ConsulIdentity.spiffeID(
        service: "prometheus", datacenter: mesh.consul.values.global.datacenter)
    }
    return CertificateFolder(certificates: certificates, identity: certificates.identity ?? identity)
  }

  /// Whether nobody writes the files: Citadel's secrets end with Istio 1.4, the agent writes files since 1.5, and the
  /// proxy beside the bundled Prometheus is told where by a name that its agent reads since 1.5.1.
  private var writesNothing: Bool {
    guard mesh.kind == .istio, let source = prometheus.certificates?.source,
      let version = IstioVersion(mesh.version)
    else {
      return false
    }
    return switch source {
    case .own: false
    case .secret: !version.exhibits(.writesSecrets)
    case .sidecar:
      !version.exhibits(.writesCertificates)
        || prometheus.flavour.hasPrefix("istio/bundled") && !version.exhibits(.bundledWritesCertificates)
    }
  }
}
