import KubernetesModel
import PrometheusModel
import Testing

@Suite("Targets of Services, Endpoints and EndpointSlices")
struct EndpointsDiscoveryTests {
  static let pod = Sample.cart {
    $0.spec.initContainers = [
      Container(name: "istio-proxy", ports: [ContainerPort(name: "http-envoy-prom", containerPort: 15090)])
    ]
  }

  static func context(_ major: Int, _ minor: Int, service: Service = Sample.service) -> DiscoveryLabels.Context
  {
    DiscoveryLabels.Context(
      store: ObjectStore(pods: [pod], services: [service]), version: PrometheusVersion(major, minor))
  }

  static func targets(_ role: String, in context: DiscoveryLabels.Context) throws -> [DiscoveredTarget] {
    if role == "endpoints" {
      let endpoints = try #require(EndpointPublishing.endpoints(of: Sample.service, pods: [pod]))
      return DiscoveryLabels.endpoints(endpoints, in: context)
    }
    return EndpointPublishing.slices(of: Sample.service, pods: [pod]).flatMap {
      DiscoveryLabels.endpointSlice($0, in: context)
    }
  }

  @Test(
    "A target an endpoint, then one for each other declared port",
    arguments: [
      ("endpoints", (3, 0), ["10.0.0.7:8080", "10.0.0.7:9125", "10.0.0.7:15090"]),
      ("endpoints", (2, 55), ["10.0.0.7:8080", "10.0.0.7:9125"]),
      ("endpointslice", (3, 0), ["10.0.0.7:8080", "10.0.0.7:9125", "10.0.0.7:15090"]),
      ("endpointslice", (2, 55), ["10.0.0.7:8080", "10.0.0.7:9125"]),
    ])
  func addresses(role: String, version: (Int, Int), addresses: [String]) throws {
    let targets = try Self.targets(role, in: Self.context(version.0, version.1))
    #expect(targets.map { $0.labels["__address__"] } == addresses)
  }

  @Test(
    "Labels of the endpoint itself, and of the Service and pod behind it",
    arguments: [
      ("endpoints", "endpoint_port_name", "http-web"), ("endpoints", "endpoint_port_protocol", "TCP"),
      ("endpoints", "endpoint_ready", "true"), ("endpoints", "endpoint_address_target_kind", "Pod"),
      ("endpoints", "endpoint_address_target_name", "cart-0"), ("endpoints", "endpoint_node_name", "node-a"),
      ("endpoints", "endpoints_name", "cart"), ("endpoints", "endpoints_label_team", "a"),
      ("endpoints", "service_name", "cart"), ("endpoints", "service_labelpresent_team", "true"),
      ("endpoints", "pod_name", "cart-0"), ("endpoints", "pod_container_name", "app"),
      ("endpoints", "pod_container_port_name", "http"), ("endpoints", "namespace", "shop"),
      ("endpointslice", "endpointslice_port_name", "http-web"),
      ("endpointslice", "endpointslice_port", "8080"), ("endpointslice", "endpointslice_port_protocol", "TCP"),
      ("endpointslice", "endpointslice_endpoint_conditions_ready", "true"),
      ("endpointslice", "endpointslice_endpoint_conditions_terminating", "false"),
      ("endpointslice", "endpointslice_address_target_name", "cart-0"),
      ("endpointslice", "endpointslice_address_type", "IPv4"),
      ("endpointslice", "endpointslice_name", "cart-1"),
      ("endpointslice", "endpointslice_label_kubernetes_io_service_name", "cart"),
      ("endpointslice", "service_label_team", "a"), ("endpointslice", "pod_phase", "Running"),
    ])
  func labels(role: String, label: String, value: String) throws {
    let first = try #require(try Self.targets(role, in: Self.context(3, 14)).first)
    #expect(first.labels["__meta_kubernetes_" + label] == value)
  }

  @Test(
    "A port that no endpoint covers has the pod's labels, none of an endpoint",
    arguments: ["endpoints", "endpointslice"])
  func uncovered(role: String) throws {
    let last = try #require(try Self.targets(role, in: Self.context(3, 14)).last).labels
    #expect(last["__meta_kubernetes_pod_container_name"] == "istio-proxy")
    #expect(last["__meta_kubernetes_pod_container_init"] == "true")
    #expect(last["__meta_kubernetes_service_name"] == "cart")
    let names = last.pairs.map(\.name)
    #expect(!names.contains { $0.hasPrefix("__meta_kubernetes_endpoint_") })
    #expect(!names.contains { $0.hasPrefix("__meta_kubernetes_endpointslice_port") })
  }

  @Test(
    "The second slice of a dual-stack Service",
    arguments: [((3, 11), "PreferDualStack", 0), ((3, 10), "PreferDualStack", 3), ((3, 11), "SingleStack", 3)])
  func secondarySlice(version: (Int, Int), policy: String, count: Int) throws {
    var service = Sample.service
    service.spec.ipFamilyPolicy = policy
    service.spec.ipFamilies = ["IPv6", "IPv4"]
    let slice = try #require(EndpointPublishing.slices(of: Sample.service, pods: [Self.pod]).first)
    let context = Self.context(version.0, version.1, service: service)
    #expect(DiscoveryLabels.endpointSlice(slice, in: context).count == count)
  }

  @Test(
    "Types of Service",
    arguments: [
      ("ClusterIP", "service_cluster_ip", "10.96.0.1" as String?), ("ClusterIP", "service_type", "ClusterIP"),
      ("ClusterIP", "service_port_number", "80"), ("ClusterIP", "service_external_name", nil),
      ("ExternalName", "service_external_name", "db.example.com"), ("ExternalName", "service_cluster_ip", nil),
      ("LoadBalancer", "service_loadbalancer_ip", "203.0.113.9"),
    ])
  func serviceTypes(type: String, label: String, value: String?) throws {
    var service = Sample.service
    service.spec.type = type
    service.spec.externalName = "db.example.com"
    service.spec.loadBalancerIP = "203.0.113.9"
    let target = try #require(DiscoveryLabels.service(service).first)
    #expect(target.labels["__address__"] == "cart.shop.svc:80")
    #expect(target.labels["__meta_kubernetes_" + label] == value)
  }
}
