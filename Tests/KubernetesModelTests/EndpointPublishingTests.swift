import KubernetesModel
import Testing

@Suite("Endpoints of Services")
struct EndpointPublishingTests {
  static func pod(
    _ name: String, ip: String = "10.0.0.1", ready: Bool = true, phase: String = "Running",
    labels: [String: String] = ["app": "cart"], namespace: String = "shop", port: UInt16 = 8080
  ) -> Pod {
    Pod(
      metadata: ObjectMeta(name: name, namespace: namespace, labels: labels),
      spec: PodSpec(containers: [
        Container(name: "app", ports: [ContainerPort(name: "http", containerPort: port)])
      ]),
      status: PodStatus(
        phase: phase, podIP: ip, conditions: [PodCondition(type: "Ready", status: ready ? "True" : "False")]))
  }

  static func service(
    _ ports: [ServicePort] = [ServicePort(name: "web", port: 80, targetPort: .name("http"))],
    publishesAll: Bool? = nil
  ) -> Service {
    Service(
      metadata: ObjectMeta(name: "cart", namespace: "shop", labels: ["team": "a"]),
      spec: ServiceSpec(selector: ["app": "cart"], ports: ports, publishNotReadyAddresses: publishesAll))
  }

  /// `ready/notReady ports` of every subset.
  static func summary(_ endpoints: Endpoints?) -> [String] {
    (endpoints?.subsets ?? []).map { subset in
      let ready = (subset.addresses ?? []).map(\.ip).joined(separator: ",")
      let notReady = (subset.notReadyAddresses ?? []).map(\.ip).joined(separator: ",")
      let ports = (subset.ports ?? []).map { "\($0.name ?? "-"):\($0.port)" }.joined(separator: ",")
      return "\(ready)/\(notReady) \(ports)"
    }
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var service = EndpointPublishingTests.service()
    var pods: [Pod]
    var subsets: [String]
    var slices: [String]
  }

  @Test(
    "Which pods are behind a Service, at which ports",
    arguments: [
      Case(
        testDescription: "one pod", pods: [pod("a")], subsets: ["10.0.0.1/ web:8080"], slices: ["10.0.0.1 8080"]
      ),
      Case(
        testDescription: "a pod that is not ready", pods: [pod("a"), pod("b", ip: "10.0.0.2", ready: false)],
        subsets: ["10.0.0.1/10.0.0.2 web:8080"], slices: ["10.0.0.1,10.0.0.2 8080"]),
      Case(
        testDescription: "a pod that is not ready and published nevertheless",
        service: service(publishesAll: true),
        pods: [pod("b", ip: "10.0.0.2", ready: false)], subsets: ["10.0.0.2/ web:8080"],
        slices: ["10.0.0.2 8080"]),
      Case(testDescription: "a completed pod", pods: [pod("a", phase: "Succeeded")], subsets: [], slices: []),
      Case(testDescription: "a pod without IP", pods: [pod("a", ip: "")], subsets: [], slices: []),
      Case(
        testDescription: "pods of others",
        pods: [pod("a", labels: ["app": "other"]), pod("b", namespace: "elsewhere")], subsets: [], slices: []),
      Case(
        testDescription: "a named port that differs", pods: [pod("a"), pod("b", ip: "10.0.0.2", port: 9090)],
        subsets: ["10.0.0.1/ web:8080", "10.0.0.2/ web:9090"], slices: ["10.0.0.1 8080", "10.0.0.2 9090"]),
      Case(
        testDescription: "a port that nobody declares",
        service: service([ServicePort(port: 80, targetPort: .name("nope"))]), pods: [pod("a")], subsets: [],
        slices: ["10.0.0.1 "]),
      Case(
        testDescription: "two ports",
        service: service([
          ServicePort(name: "web", port: 80, targetPort: .number(8080)), ServicePort(name: "m", port: 9090),
        ]), pods: [pod("a")], subsets: ["10.0.0.1/ web:8080,m:9090"], slices: ["10.0.0.1 8080,9090"]),
    ])
  func publishes(_ example: Case) {
    let endpoints = EndpointPublishing.endpoints(of: example.service, pods: example.pods)
    #expect(Self.summary(endpoints) == example.subsets)
    let slices = EndpointPublishing.slices(of: example.service, pods: example.pods).map { slice in
      let addresses = (slice.endpoints ?? []).flatMap(\.addresses).joined(separator: ",")
      return addresses + " " + (slice.ports ?? []).map { $0.port.map(String.init) ?? "" }.joined(separator: ",")
    }
    #expect(slices == example.slices)
  }

  @Test("A Service without selector has none of its own")
  func withoutSelector() {
    var service = Self.service()
    service.spec.selector = nil
    #expect(EndpointPublishing.endpoints(of: service, pods: [Self.pod("a")]) == nil)
    #expect(EndpointPublishing.slices(of: service, pods: [Self.pod("a")]).isEmpty)
  }

  @Test("A headless Service marks its endpoints")
  func headless() throws {
    var service = Self.service()
    service.spec.clusterIP = "None"
    let endpoints = try #require(EndpointPublishing.endpoints(of: service, pods: [Self.pod("a")]))
    #expect(endpoints.metadata.labels == ["team": "a", "service.kubernetes.io/headless": ""])
    let slice = try #require(EndpointPublishing.slices(of: service, pods: [Self.pod("a")]).first)
    #expect(slice.metadata.labels?["kubernetes.io/service-name"] == "cart")
    #expect(slice.metadata.labels?["service.kubernetes.io/headless"] == "")
  }

  @Test(
    "A dual-stack Service has a slice a family",
    arguments: [(["IPv4", "IPv6"], "10.0.0.1"), (["IPv6", "IPv4"], "fd00::1")])
  func dualStack(families: [String], primary: String) throws {
    var pod = Self.pod("a")
    pod.status?.podIPs = [PodIP(ip: "10.0.0.1"), PodIP(ip: "fd00::1")]
    var service = Self.service()
    service.spec.ipFamilies = families
    #expect(EndpointPublishing.slices(of: service, pods: [pod]).map(\.addressType) == families)
    let endpoints = try #require(EndpointPublishing.endpoints(of: service, pods: [pod]))
    #expect(endpoints.subsets?.first?.addresses?.map(\.ip) == [primary])
  }
}
