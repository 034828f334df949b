import Contract
import FoundationEssentials
import PrometheusModel
import SourceText
import Wire

/// How discovery reaches an API server: the address, and as whom.
///
/// Source: prometheus/prometheus `discovery/kubernetes/kubernetes.go`, `New`, 3.5.0.
struct KubernetesAccess: Sendable {
  /// The API server.
  var server: HTTPURL
  /// How it is spoken to.
  var client: HTTPClientConfiguration

  /// Finds out; what is wrong is worded as Prometheus logs it.
  init(_ configuration: KubernetesDiscoveryConfiguration) throws(RoleFailure) {
    if let file = configuration.kubeconfigFile {
      self = try KubeConfig.access(file)
      return
    }
    guard let address = configuration.apiServer else {
      // Source: kubernetes/client-go `rest/config.go`, `ErrNotInCluster`.
      throw RoleFailure(
        "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be "
          + "defined")
    }
    // An address without a scheme is one of a plain server. Source: kubernetes/client-go `rest/url_utils.go`.
    guard let server = HTTPURL(address.contains("://") ? address : "http://" + address) else {
      throw RoleFailure("host must be a URL or a host:port pair: \"\(address)\"")
    }
    self.server = server
    client = configuration.client
  }

  fileprivate init(server: HTTPURL, client: HTTPClientConfiguration) {
    self.server = server
    self.client = client
  }
}

/// Kubeconfig files, as far as they say how to reach one cluster.
///
/// Source: kubernetes/client-go `tools/clientcmd/client_config.go`, `ClientConfig`, 0.33.
enum KubeConfig {
  /// The access that the current context gives.
  static func access(_ path: String) throws(RoleFailure) -> KubernetesAccess {
    let text: String
    do throws(RoleFailure) { text = try FileText.text(path) } catch {
      throw RoleFailure("error loading config file \"\(path)\": \(error.message)")
    }
    guard let root = (try? YAMLReader.documents(text, file: path))?.first, root.mapping != nil else {
      throw RoleFailure("error loading config file \"\(path)\": it is no mapping")
    }
    func entry(_ list: String, _ name: String, _ key: String) -> YAMLNode? {
      root[list]?.sequence?.first { $0["name"]?.string == name }?[key]
    }
    let context = entry("contexts", root["current-context"]?.string ?? "", "context")
    guard let cluster = context?["cluster"]?.string.flatMap({ entry("clusters", $0, "cluster") }),
      let address = cluster["server"]?.string
    else {
      throw RoleFailure("invalid configuration: no configuration has been provided")
    }
    guard let server = HTTPURL(address) else { throw RoleFailure("\(address) is no http or https URL") }
    let user = context?["user"]?.string.flatMap { entry("users", $0, "user") }
    let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    var client = HTTPClientConfiguration()
    client.tls = try tls(cluster, user, in: directory)
    client.authentication = authentication(user, in: directory)
    return KubernetesAccess(server: server, client: client)
  }

  private static func tls(
    _ cluster: YAMLNode, _ user: YAMLNode?, in directory: String
  ) throws(RoleFailure) -> TLSConfiguration {
    var tls = TLSConfiguration()
    tls.insecureSkipVerify = cluster["insecure-skip-tls-verify"]?.bool ?? false
    tls.serverName = cluster["tls-server-name"]?.string
    tls.authorities = try secret(cluster, "certificate-authority", in: directory)
    tls.certificate = try secret(user, "client-certificate", in: directory)
    tls.key = try secret(user, "client-key", in: directory)
    return tls
  }

  private static func authentication(
    _ user: YAMLNode?, in directory: String
  ) -> HTTPClientConfiguration.Authentication? {
    if let file = user?["tokenFile"]?.string {
      return .authorization(type: "Bearer", credentials: .file(resolved(file, in: directory)))
    }
    if let token = user?["token"]?.string { return .authorization(type: "Bearer", credentials: .text(token)) }
    guard let name = user?["username"]?.string else { return nil }
    return .basic(username: .text(name), password: .text(user?["password"]?.string ?? ""))
  }

  /// A file, or what `KEY-data` holds in base 64; the latter wins.
  private static func secret(
    _ node: YAMLNode?, _ key: String, in directory: String
  ) throws(RoleFailure) -> HTTPClientConfiguration.Secret? {
    if let encoded = node?[key + "-data"]?.string {
      guard let data = Data(base64Encoded: encoded) else { throw RoleFailure("\(key)-data is not base 64") }
      return .text(String(decoding: data, as: UTF8.self))
    }
    return node?[key]?.string.map { .file(resolved($0, in: directory)) }
  }

  private static func resolved(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }
}
