import KubernetesModel
import MeshModel
import Testing

@Suite("Injection: what the chart's values decide")
struct IstioInstallTests {
  /// Release, setting, minor version of the kubelets, whether the sidecar is an init container.
  static let native: [(version: String, setting: String?, kubernetes: Int, isNative: Bool)] = [
    ("1.30.3", nil, 33, true), ("1.30.3", nil, 32, false), ("1.30.3", "auto", 32, false),
    ("1.30.3", "true", 28, true), ("1.30.3", "false", 34, false), ("1.30.3", "1", 34, false),
    ("1.26.0", nil, 34, false), ("1.26.0", "true", 28, true), ("1.26.0", "1", 28, true),
    ("1.26.0", "auto", 34, false), ("1.19.0", "true", 28, true), ("1.18.0", "true", 34, false),
  ]

  @Test(arguments: native)
  func nativeSidecars(_ row: (version: String, setting: String?, kubernetes: Int, isNative: Bool)) throws {
    let outcome = Injection.inject(
      pod(Container(name: "app")), namespace: Self.shop, mesh: MeshConfig(),
      version: try #require(IstioVersion(row.version)),
      install: IstioInstall(nativeSidecars: row.setting, kubernetesMinor: row.kubernetes))
    #expect((outcome.pod.spec.initContainers ?? []).contains { $0.name == "istio-proxy" } == row.isNative)
  }

  @Test func probesGoThroughTheAgent() throws {
    var app = Container(name: "app", ports: [ContainerPort(name: "http", containerPort: 8080)])
    app.readinessProbe = Probe(httpGet: HTTPGetAction(path: "/ready", port: .name("http"), scheme: "HTTPS"))
    app.livenessProbe = Probe(tcpSocket: TCPSocketAction(port: .number(8080)), timeoutSeconds: 3)
    app.startupProbe = Probe(httpGet: HTTPGetAction(path: "/up", port: .name("none")))
    let outcome = Injection.inject(
      pod(app), namespace: Self.shop, mesh: MeshConfig(), version: try #require(IstioVersion("1.30.3")))
    #expect(
      outcome.agentEnvironment["ISTIO_KUBE_APP_PROBERS"]
        == #"{"/app-health/app/livez":{"tcpSocket":{"port":8080},"timeoutSeconds":3},"#
        + #""/app-health/app/readyz":{"httpGet":{"path":"/ready","port":8080,"scheme":"HTTPS"},"timeoutSeconds":1}}"#
    )
    let rewritten = try #require(outcome.pod.spec.containers.first { $0.name == "app" })
    #expect(
      rewritten.readinessProbe?.httpGet
        == HTTPGetAction(path: "/app-health/app/readyz", port: .number(15020), scheme: "HTTP"))
    #expect(rewritten.livenessProbe?.tcpSocket == nil && rewritten.livenessProbe?.timeoutSeconds == 3)
    #expect(rewritten.startupProbe?.httpGet?.path == "/app-health/app/startupz")
  }

  @Test func injectionAnewFindsProbesThatAreRewritten() throws {
    var app = Container(name: "app")
    app.readinessProbe = Probe(
      httpGet: HTTPGetAction(path: "/app-health/app/readyz", port: .number(15020)))
    let outcome = Injection.inject(
      pod(app), namespace: Self.shop, mesh: MeshConfig(), version: try #require(IstioVersion("1.30.3")))
    #expect(outcome.agentEnvironment["ISTIO_KUBE_APP_PROBERS"] == nil)
  }

  private static let shop = Namespace(
    metadata: ObjectMeta(name: "shop", labels: ["istio-injection": "enabled"]))

  private func pod(_ container: Container) -> Pod {
    Pod(metadata: ObjectMeta(name: "cart", namespace: "shop"), spec: PodSpec(containers: [container]))
  }
}
