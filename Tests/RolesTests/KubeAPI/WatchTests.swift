import Contract
import SourceText
import Testing
import Wire

@testable import Roles

@Suite("Watches of the API server")
struct WatchTests {
  static let watchList =
    "watch=true&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"

  @Test(
    "Without a version a watch begins with what exists", arguments: ["watch=1", "watch=true&resourceVersion=0"])
  func existing(query: String) throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/pods?\(query)")
    #expect(try watch.next(3) == ["ADDED pay/card-0 1003", "ADDED shop/cart-0 1002", "ADDED shop/cart-1 1001"])
    try cluster.apply([Cluster.pod("shop", "cart-0")])
    #expect(try watch.next(1) == ["MODIFIED shop/cart-0 1005"])
  }

  @Test("WatchList says where what exists ends")
  func watchList() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/namespaces/shop/pods?\(Self.watchList)")
    #expect(try watch.next(2) == ["ADDED shop/cart-0 1002", "ADDED shop/cart-1 1001"])
    let (type, object) = try #require(try watch.next())
    #expect(type == "BOOKMARK")
    #expect(object["kind"]?.string == "Pod")
    #expect(object["metadata"]?["annotations"]?["k8s.io/initial-events-end"]?.string == "true")
    #expect(object["metadata"]?["resourceVersion"]?.string == "1004")
  }

  @Test(
    "WatchList is refused where its feature gate is off by default",
    arguments: [("v1.31.0", 422), ("v1.32.1", 200), ("v1.33.0", 422), ("v1.34.0", 200), ("v1.36.2", 200)])
  func featureGate(version: String, status: Int) throws {
    let cluster = try Cluster(version: version)
    #expect(try cluster.api.send("/api/v1/pods?timeoutSeconds=0&\(Self.watchList)").status == status)
  }

  @Test("A watch goes on where a list ended, and every change is followed by a bookmark")
  func changes() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=1004")
    try cluster.apply([Cluster.pod("shop", "a"), Cluster.pod("shop", "b")])
    #expect(try watch.next(3) == ["ADDED shop/a 1005", "ADDED shop/b 1006", "BOOKMARK 1006"])
    try cluster.delete([Cluster.pod("shop", "a")])
    #expect(try watch.next(2) == ["DELETED shop/a 1007", "BOOKMARK 1007"])
    var service = Cluster.objects[3]
    service.json = service.json.replacing("10.0.0.1", with: "10.0.0.2")
    try cluster.apply([service])
    #expect(try watch.next(1) == ["BOOKMARK 1008"])
  }

  @Test("Who does not ask for bookmarks gets none")
  func noBookmarks() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004")
    try cluster.apply([Cluster.pod("shop", "a")])
    try cluster.apply([Cluster.pod("shop", "b")])
    #expect(try watch.next(2) == ["ADDED shop/a 1005", "ADDED shop/b 1006"])
  }

  @Test("A watch from the past begins with what has changed since")
  func past() throws {
    let cluster = try Cluster()
    try cluster.apply([Cluster.pod("shop", "a")])
    try cluster.apply([Cluster.objects[3], Cluster.pod("shop", "b")])
    let watch = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004")
    #expect(try watch.next(2) == ["ADDED shop/a 1005", "ADDED shop/b 1007"])
    let later = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1005")
    #expect(try later.next(1) == ["ADDED shop/b 1007"])
  }

  @Test("A watch from before history ends with 410", arguments: [1, 500, 1003])
  func tooOld(version: Int) throws {
    let watch = try Cluster().watch("/api/v1/pods?watch=true&resourceVersion=\(version)")
    let (type, status) = try #require(try watch.next())
    #expect(type == "ERROR")
    #expect(status["code"]?.int == 410)
    #expect(status["reason"]?.string == "Expired")
    #expect(status["message"]?.string == "too old resource version: \(version) (1004)")
    #expect(try watch.next() == nil)
  }

  @Test("An object that comes to match is new to a watch, and one that matches no more is gone")
  func selection() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004&labelSelector=app%3Dcart")
    try cluster.apply([Cluster.pod("pay", "card-0", labels: "\"app\":\"cart\"")])
    try cluster.apply([Cluster.pod("shop", "cart-0", labels: "\"app\":\"other\"")])
    try cluster.apply([Cluster.pod("shop", "cart-0", labels: "\"app\":\"another\"")])
    try cluster.apply([Cluster.pod("shop", "cart-1", labels: "\"app\":\"cart\"")])
    try cluster.delete([Cluster.pod("shop", "cart-1"), Cluster.pod("shop", "cart-0")])
    #expect(
      try watch.next(3) == ["ADDED pay/card-0 1005", "DELETED shop/cart-0 1006", "MODIFIED shop/cart-1 1008"])
    let (type, gone) = try #require(try watch.next())
    #expect(type == "DELETED")
    #expect(gone["metadata"]?["resourceVersion"]?.string == "1009")
    #expect(gone["metadata"]?["labels"]?["app"]?.string == "cart")
  }

  @Test("A watch ends in order when its time is over, and the connection goes on")
  func timeout() throws {
    let cluster = try Cluster()
    let watch = try cluster.watch("/api/v1/services?watch=true&timeoutSeconds=0")
    #expect(try watch.next(2) == ["ADDED shop/cart 1004", "END"])
    #expect(cluster.api.events.served.map(\.status) == [200])
  }

  @Test("A reader that is gone does not hold up a change")
  func lostReader() throws {
    let cluster = try Cluster()
    var lost: WatchReader? = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004")
    let watch = try cluster.watch("/api/v1/pods?watch=true&resourceVersion=1004")
    _ = lost
    lost = nil
    for round in 0..<20 { try cluster.apply([Cluster.pod("shop", "a", labels: "\"round\":\"\(round)\"")]) }
    #expect(try watch.next(20).last == "MODIFIED shop/a 1024")
  }

  @Test("Watches and changes at once: nobody misses a change, or sees one twice")
  func concurrency() throws {
    let cluster = try Cluster([])
    let api = cluster.api
    try DetachedThread.start {
      for number in 0..<200 {
        try? api.role.handle(.apply(id: 1, objects: [Cluster.pod("shop", "pod-\(number)")]))
      }
    }
    for _ in 0..<10 {
      let watch = try cluster.watch("/api/v1/pods?watch=true")
      let events = try watch.next(200)
      #expect(Set(events).count == 200)
      #expect(events.allSatisfy { $0.hasPrefix("ADDED shop/pod-") })
    }
  }
}
