import Contract
import SourceText
import Testing

@testable import Roles

@Suite("What kubectl asks for")
struct KubectlTests {
  static let table =
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json"

  @Test(
    "Rows instead of objects",
    arguments: [
      (
        "/api/v1/namespaces/shop/pods", ["Name", "Ready", "Status", "Restarts", "Age", "IP", "Node"],
        [
          ["cart-0", "0/2", "Pending", "0", "<unknown>", "127.0.0.9", "<none>"],
          ["cart-1", "2/2", "Running", "0", "<unknown>", "127.0.0.9", "<none>"],
        ]
      ),
      (
        "/api/v1/services", ["Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"],
        [["cart", "ClusterIP", "10.0.0.1", "<none>", "80/TCP", "<unknown>"]]
      ),
      ("/api/v1/nodes", ["Name", "Age"], []),
      (
        "/api/v1/namespaces/shop/services/cart?x=y",
        ["Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"],
        [["cart", "ClusterIP", "10.0.0.1", "<none>", "80/TCP", "<unknown>"]]
      ),
    ])
  func table(target: String, columns: [String], rows: [[String]]) throws {
    let (status, table) = try Cluster().get(target, accept: Self.table)
    #expect(status == 200)
    #expect(table["kind"]?.string == "Table")
    #expect(table["columnDefinitions"]?.sequence?.map { $0["name"]?.string } == columns)
    #expect(
      table["rows"]?.sequence?.map { $0["cells"]?.sequence?.map { $0.string } } == rows.map { $0.map { $0 } })
    for row in table["rows"]?.sequence ?? [] {
      #expect(row["object"]?["kind"]?.string == "PartialObjectMetadata")
      #expect(row["object"]?["metadata"]?["namespace"]?.string == "shop")
      #expect(row["object"]?["metadata"]?["resourceVersion"]?.string?.hasPrefix("100") == true)
    }
  }

  @Test("A watch of rows")
  func watchedTable() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004", accept: Self.table)
    try cluster.apply([Cluster.pod("shop", "new")])
    let (type, table) = try #require(try watch.next())
    #expect(type == "ADDED")
    #expect(table["kind"]?.string == "Table")
    #expect(table["rows"]?.sequence?.first?["cells"]?.sequence?.first?.string == "new")
  }

  @Test(
    "Discovery",
    arguments: [
      ("/version", "gitVersion", "v1.34.0"), ("/version", "minor", "34"), ("/api", "kind", "APIVersions"),
      ("/apis", "kind", "APIGroupList"), ("/api/v1", "kind", "APIResourceList"),
      ("/api/v1", "groupVersion", "v1"),
      ("/apis/apps", "kind", "APIGroup"), ("/apis/apps/v1", "groupVersion", "apps/v1"),
    ])
  func discovery(path: String, field: String, value: String) throws {
    let (status, node) = try Cluster().get(path)
    #expect(status == 200)
    #expect(node[field]?.string == value)
  }

  @Test("Every resource of discovery can be listed")
  func resources() throws {
    let cluster = try Cluster()
    let groups = try cluster.get("/apis").1["groups"]?.sequence ?? []
    let versions =
      ["/api/v1"] + groups.compactMap { $0["preferredVersion"]?["groupVersion"]?.string }.map { "/apis/\($0)" }
    #expect(versions.count > 4)
    for version in versions {
      for resource in try cluster.get(version).1["resources"]?.sequence ?? [] {
        let (status, list) = try cluster.get("\(version)/\(resource["name"]?.string ?? "")")
        #expect(status == 200)
        #expect(list["kind"]?.string == (resource["kind"]?.string ?? "") + "List")
      }
    }
  }

  @Test("It says that it lives", arguments: ["/healthz", "/livez", "/readyz"])
  func health(path: String) throws {
    #expect(try Cluster().api.send(path).text == "ok")
  }

  @Test(
    "Ages as kubectl prints them",
    arguments: [
      (-5, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (600, "10m"),
      (10_799, "179m"), (10_800, "3h"), (11_100, "3h5m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"),
      (190_800, "2d5h"), (691_200, "8d"), (63_072_000, "2y"), (252_288_000, "8y"),
    ])
  func age(seconds: Int, text: String) { #expect(ObjectAge.text(seconds: seconds) == text) }
}
