import Contract
import PrometheusModel
import Testing

@testable import Running

@Suite("Watches that a real engine opens")
struct DiscoveryWatchesTests {
  static let server = Endpoint(IPAddress(127, 0, 0, 9), 6443)
  static let builtIn = IPAddress(127, 0, 0, 8)

  static func discoverer(
    _ role: KubernetesDiscoveryConfiguration.Role, in namespaces: [String] = [], at server: Endpoint = server
  ) -> KubernetesDiscoveryConfiguration {
    var configuration = KubernetesDiscoveryConfiguration(role: role)
    configuration.apiServer = "http://\(server)"
    configuration.namespaces = namespaces
    return configuration
  }

  static func request(
    _ path: String, from peer: IPAddress = IPAddress(127, 0, 0, 1), status: Int = 200
  ) -> ServedRequest {
    ServedRequest(
      listener: server, peer: Endpoint(peer, 1), method: "GET", path: path, status: status, bytes: 0,
      userAgent: nil)
  }

  @Test("They follow from the discoverers: by kind and namespace, one each, or shared")
  func awaited() {
    let discoverers: Set = [
      Self.discoverer(.pod), Self.discoverer(.endpoints), Self.discoverer(.endpointslice, in: ["a", "b"]),
      Self.discoverer(.node, at: Endpoint(IPAddress(127, 0, 0, 7), 6443)),
    ]
    let watches = DiscoveryWatches(of: discoverers, at: Self.server, isShared: false)
    #expect(
      watches.awaited == [
        "/api/v1/pods": 2, "/api/v1/services": 1, "/api/v1/endpoints": 1,
        "/apis/discovery.k8s.io/v1/namespaces/a/endpointslices": 1,
        "/apis/discovery.k8s.io/v1/namespaces/b/endpointslices": 1, "/api/v1/namespaces/a/services": 1,
        "/api/v1/namespaces/b/services": 1, "/api/v1/namespaces/a/pods": 1, "/api/v1/namespaces/b/pods": 1,
      ])
    let shared = DiscoveryWatches(of: discoverers, at: Self.server, isShared: true)
    #expect(shared.awaited["/api/v1/pods"] == 1)
  }

  @Test("A watch from before the API server came back does not count")
  func gone() {
    let watches = DiscoveryWatches(
      of: [Self.discoverer(.pod)], at: Self.server, isShared: false, leastVersion: 1_001_000)
    let courses: [(String, [String])] = [
      ("watch=true&resourceVersion=1007", ["/api/v1/pods"]), ("watch=true&resourceVersion=1001007", []),
      ("watch=true", []), ("watch=true&resourceVersion=1007&sendInitialEvents=true", []),
    ]
    for (query, missing) in courses {
      let requests = [Self.request("/api/v1/pods?\(query)")]
      #expect(watches.missing(in: requests, notFrom: Self.builtIn) == missing)
    }
  }

  @Test("They are there when the API server has answered each")
  func missing() {
    let watches = DiscoveryWatches(
      of: [Self.discoverer(.pod), Self.discoverer(.service)], at: Self.server, isShared: false)
    let pods = Self.request("/api/v1/pods?allowWatchBookmarks=true&watch=true")
    let services = "/api/v1/services?watch=1"
    let courses: [([ServedRequest], [String])] = [
      ([], ["/api/v1/pods", "/api/v1/services"]), ([pods], ["/api/v1/services"]),
      ([pods, Self.request("/api/v1/services?limit=500")], ["/api/v1/services"]),
      ([pods, Self.request(services, from: Self.builtIn)], ["/api/v1/services"]),
      ([pods, Self.request(services, status: 403)], ["/api/v1/services"]),
      ([pods, Self.request(services)], []),
    ]
    for (requests, missing) in courses {
      #expect(watches.missing(in: requests, notFrom: Self.builtIn) == missing)
    }
  }
}
