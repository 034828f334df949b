import Contract
import SourceText
import Testing
import Wire

@testable import Roles

@Suite("Lists and single objects of the API server")
struct ListTests {
  struct Listing: Sendable, CustomTestStringConvertible {
    let target: String
    let kind: String
    let names: [String]
    var testDescription: String { target }
  }

  @Test(arguments: [
    Listing(target: "/api/v1/pods", kind: "PodList", names: ["card-0", "cart-0", "cart-1"]),
    Listing(
      target: "/api/v1/pods?limit=500&resourceVersion=0", kind: "PodList",
      names: ["card-0", "cart-0", "cart-1"]),
    Listing(target: "/api/v1/namespaces/shop/pods", kind: "PodList", names: ["cart-0", "cart-1"]),
    Listing(target: "/api/v1/namespaces/none/pods", kind: "PodList", names: []),
    Listing(target: "/api/v1/pods?labelSelector=app%3Dcart%2Ctier", kind: "PodList", names: ["cart-1"]),
    Listing(target: "/api/v1/pods?fieldSelector=status.phase%3DPending", kind: "PodList", names: ["cart-0"]),
    Listing(target: "/api/v1/services", kind: "ServiceList", names: ["cart"]),
    Listing(target: "/api/v1/nodes", kind: "NodeList", names: []),
    Listing(target: "/apis/discovery.k8s.io/v1/endpointslices", kind: "EndpointSliceList", names: []),
  ])
  func list(_ example: Listing) throws {
    let (status, list) = try Cluster().get(example.target)
    #expect(status == 200)
    #expect(list["kind"]?.string == example.kind)
    #expect(list["metadata"]?["resourceVersion"]?.string == "1004")
    #expect(list["items"]?.sequence?.map { $0["metadata"]?["name"]?.string } == example.names)
  }

  @Test("JSON is the answer to those who would rather have protocol buffers")
  func protobuf() throws {
    let response = try Cluster().api.send(
      "/api/v1/pods", headers: ["Accept": "application/vnd.kubernetes.protobuf, */*"])
    #expect(response.headers["Content-Type"] == "application/json")
    #expect(YAMLNode(json: response.text)?["items"]?.sequence?.count == 3)
  }

  @Test(
    "One object by its name",
    arguments: [
      ("/api/v1/namespaces/shop/pods/cart-0", "Pod"), ("/api/v1/namespaces/shop/services/cart", "Service"),
    ])
  func get(target: String, kind: String) throws {
    let (status, object) = try Cluster().get(target)
    #expect(status == 200)
    #expect(object["kind"]?.string == kind)
    #expect(object["metadata"]?["namespace"]?.string == "shop")
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let target: String
    var method = "GET"
    var accept: String?
    let code: Int
    let reason: String
    let message: String
    var testDescription: String { "\(method) \(target)" }
  }

  @Test(arguments: [
    Refusal(
      target: "/api/v1/namespaces/shop/pods/none", code: 404, reason: "NotFound",
      message: "pods \"none\" not found"),
    Refusal(
      target: "/apis/apps/v1/namespaces/shop/deployments/none", code: 404, reason: "NotFound",
      message: "deployments.apps \"none\" not found"),
    Refusal(
      target: "/api/v1/pods?fieldSelector=spec.foo%3Da", code: 400, reason: "BadRequest",
      message: "field label not supported: spec.foo"),
    Refusal(
      target: "/api/v1/pods?resourceVersion=2000", code: 504, reason: "Timeout",
      message: "Too large resource version: 2000, current: 1004"),
    Refusal(
      target: "/api/v1/pods?sendInitialEvents=true", code: 422, reason: "Invalid",
      message: "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: "
        + "sendInitialEvents is forbidden for list"),
    Refusal(
      target: "/api/v1/pods?watch=1&sendInitialEvents=true", code: 422, reason: "Invalid",
      message: "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: "
        + "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"),
    Refusal(
      target: "/api/v1/namespaces/shop/pods", method: "POST", code: 405, reason: "MethodNotAllowed",
      message: "create is not supported on resources of kind \"pods\""),
    Refusal(
      target: "/api/v1/pods", accept: "application/vnd.kubernetes.protobuf", code: 406, reason: "NotAcceptable",
      message: "only the following media types are accepted: application/json"),
  ])
  func refusal(_ example: Refusal) throws {
    let (code, status) = try Cluster().get(example.target, accept: example.accept, method: example.method)
    #expect(code == example.code)
    #expect(status["kind"]?.string == "Status")
    #expect(status["code"]?.int == example.code)
    #expect(status["reason"]?.string == example.reason)
    #expect(status["message"]?.string == example.message)
  }

  @Test("A version that is no number is a bad request", arguments: ["x", "-1", "1.5", "99999999999999999999"])
  func brokenVersion(version: String) throws {
    #expect(try Cluster().get("/api/v1/pods?resourceVersion=\(version)").0 == 400)
    #expect(try Cluster().get("/api/v1/pods?watch=1&resourceVersion=\(version)").0 == 400)
  }

  @Test(
    "What does not exist is not found",
    arguments: ["/", "/api/v2/pods", "/api/v1/things", "/apis/none/v1/pods", "/api/v1/pods/a/b/c", "//"])
  func unknownPath(target: String) throws {
    #expect(try Cluster().get(target).0 == 404)
  }

  @Test("Changes show in lists, and each object counts one version")
  func changes() throws {
    let cluster = try Cluster()
    try cluster.apply([Cluster.pod("shop", "new"), Cluster.pod("shop", "cart-0")])
    try cluster.delete([Cluster.pod("pay", "card-0"), Cluster.pod("pay", "never-was")])
    let (_, list) = try cluster.get("/api/v1/pods")
    #expect(list["metadata"]?["resourceVersion"]?.string == "1007")
    let items = list["items"]?.sequence?.map { item in
      "\(item["metadata"]?["name"]?.string ?? "") \(item["metadata"]?["resourceVersion"]?.string ?? "")"
    }
    #expect(items == ["cart-0 1006", "cart-1 1001", "new 1005"])
  }

  @Test("Of objects that cannot all be stored, none is")
  func atomicity() throws {
    let cluster = try Cluster()
    var broken = Cluster.pod("shop", "broken")
    broken.json = "{"
    #expect(throws: RoleFailure.self) { try cluster.apply([Cluster.pod("shop", "new"), broken]) }
    let (_, list) = try cluster.get("/api/v1/pods")
    #expect(list["metadata"]?["resourceVersion"]?.string == "1004")
    #expect(list["items"]?.sequence?.count == 3)
  }

  @Test("A kind that only its objects tell of can be listed and discovered")
  func customResource() throws {
    let cluster = try Cluster([
      KubernetesResource(
        apiVersion: "telemetry.istio.io/v1", kind: "Telemetry", resource: "telemetries", namespace: "shop",
        name: "t",
        json: #"{"metadata":{"name":"t","namespace":"shop"}}"#)
    ])
    let (_, list) = try cluster.get("/apis/telemetry.istio.io/v1/telemetries")
    #expect(list["kind"]?.string == "TelemetryList")
    #expect(list["items"]?.sequence?.first?["kind"]?.string == "Telemetry")
    let (_, resources) = try cluster.get("/apis/telemetry.istio.io/v1")
    #expect(resources["resources"]?.sequence?.map { $0["name"]?.string } == ["telemetries"])
  }

  @Test("Requests are recorded, and a wrong answer is none of a list")
  func wrongAnswer() throws {
    let cluster = try Cluster(fault: .wrongAnswer)
    #expect(try cluster.get("/api/v1/pods").0 == 500)
    #expect(cluster.api.events.served.map(\.status) == [500])
    #expect(cluster.api.events.served.map(\.path) == ["/api/v1/pods"])
  }
}
