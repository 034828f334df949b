import Contract
import Exposition
import FoundationEssentials
import KubernetesModel
import PrometheusModel
import Testing
import Wire

@testable import Roles

@Suite struct ScrapePoolTests {
  private static let job = ScrapeJob(
    name: "j", rules: IngestionRules(),
    client: TargetClient(
      HTTPClientConfiguration(), source: IPAddress(127, 0, 0, 1), version: PrometheusVersion(3, 5)),
    headers: [:],
    fingerprint: JobFingerprint(ScrapeConfig(jobName: "j", version: PrometheusVersion(3, 5))))

  /// Drops what has `drop`, refuses what has no address, keeps the rest under its address alone.
  private static let assemble: @Sendable (Labels) -> TargetOutcome = { discovered in
    if discovered["drop"] != nil { return .dropped(discovered: discovered) }
    guard let address = discovered["__address__"] else { return .invalid(reason: "no address") }
    return .kept(
      AssembledTarget(discovered: discovered, labels: ["instance": address], url: "http://\(address)/"))
  }

  private func pool(_ change: (inout ScrapeJob) -> Void = { _ in }) -> ScrapePool {
    var job = Self.job
    change(&job)
    return ScrapePool(job: job, store: SeriesStore(), assemble: Self.assemble)
  }

  private func group(_ source: String, _ revision: Int = 0, _ targets: [Labels]) -> DiscoveredGroup {
    DiscoveredGroup(source: source, revision: revision) { targets }
  }

  @Test func startsAndStops() {
    let pool = pool()
    let first = pool.synchronise([group("a", 0, [["__address__": "1"], ["__address__": "2"]])])
    #expect(first.started.map(\.url).sorted() == ["http://1/", "http://2/"])
    let second = pool.synchronise([
      group("a", 1, [["__address__": "2"]]), group("b", 0, [["__address__": "3"]]),
    ])
    #expect(second.started.map(\.url) == ["http://3/"])
    #expect(second.stopped.map(\.url) == ["http://1/"])
    #expect(pool.views.active.map(\.url) == ["http://2/", "http://3/"])
  }

  @Test func aGroupOfTheSameRevisionIsNotRelabelledAgain() {
    let pool = pool()
    _ = pool.synchronise([group("a", 7, [["__address__": "1"]])])
    let change = pool.synchronise([
      DiscoveredGroup(source: "a", revision: 7) {
        Issue.record("asked for its targets")
        return []
      }
    ])
    #expect(change.started.isEmpty && change.stopped.isEmpty)
  }

  @Test func twoThatComeToTheSameAreOne() {
    let pool = pool()
    let change = pool.synchronise([
      group("a", 0, [["__address__": "1", "port": "8080"], ["__address__": "1", "port": "15090"]])
    ])
    #expect(change.started.count == 1)
    #expect(pool.views.active.map { $0.discoveredLabels["port"] } == ["15090"])
    #expect(pool.views.dropped.isEmpty)
  }

  @Test func droppedTargets() {
    let all = group("a", 0, [["drop": "1"], ["drop": "2"], ["drop": "3"], ["other": "x"]])
    let pool = pool { $0.keptDroppedTargets = 2 }
    let change = pool.synchronise([all])
    #expect(change.problems == ["instance 3 in group a: no address"])
    #expect(pool.views.dropped.map { $0.discoveredLabels["drop"] } == ["1", "2"])
    #expect(pool.views.droppedCounts == ["j": 3])
  }

  @Test func acceptHeaders() {
    func accept(_ major: Int, _ minor: Int, _ protocols: [ExpositionFormat]? = nil, utf8: Bool) -> String {
      let version = PrometheusVersion(major, minor)
      return AcceptHeader.value(protocols ?? AcceptHeader.defaults(version), version: version, allowsUTF8: utf8)
    }
    #expect(
      accept(2, 42, utf8: false)
        == "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
    #expect(
      accept(2, 53, utf8: false)
        == "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
    #expect(
      accept(3, 5, utf8: true)
        == "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
    #expect(
      accept(3, 1, [.text004], utf8: true) == "text/plain;version=0.0.4;escaping=allow-utf-8;q=0.6,*/*;q=0.5")
    #expect(accept(2, 49, [.protobuf], utf8: false).hasSuffix("encoding=delimited;q=0.5,*/*;q=4"))
  }
}

@Suite struct ClusterViewTests {
  private static func pod(_ name: String, ip: String? = "10.0.0.1", labels: [String: String] = [:])
    -> KubernetesObject
  {
    .pod(
      Pod(
        metadata: ObjectMeta(name: name, namespace: "shop", labels: labels),
        spec: PodSpec(containers: [Container(name: "app", ports: [ContainerPort(containerPort: 80)])]),
        status: PodStatus(phase: "Running", podIP: ip)))
  }

  private func view(
    _ role: KubernetesDiscoveryConfiguration.Role = .pod, isSelfContained: Bool = false
  ) -> ClusterView {
    ClusterView(
      role: role, attaching: AttachedMetadata(), version: PrometheusVersion(3, 5),
      isSelfContained: isSelfContained)
  }

  @Test(arguments: [true, false]) func podsComeAndGo(isSelfContained: Bool) {
    var view = view(isSelfContained: isSelfContained)
    view.replace(.pods, namespace: nil, with: [Self.pod("a"), Self.pod("b", ip: nil)])
    let groups = view.discoveredGroups()
    #expect(groups.map(\.source) == ["pod/shop/a", "pod/shop/b"])
    #expect(groups.map { $0.targets().compactMap { $0["__address__"] } } == [["10.0.0.1:80"], []])
    view.insert(.pods, Self.pod("b", ip: "10.0.0.2"))
    let changed = view.discoveredGroups()
    #expect(changed[0].revision == groups[0].revision)
    #expect(changed[1].revision != groups[1].revision)
    view.remove(.pods, "shop/a")
    #expect(view.discoveredGroups().map(\.source) == ["pod/shop/b"])
    view.replace(.pods, namespace: nil, with: [])
    #expect(view.discoveredGroups().isEmpty)
  }

  @Test func aPodBehindEndpointsChangesTheirLabels() {
    let json = """
      {"metadata":{"name":"cart","namespace":"shop"},"subsets":[{"addresses":[{"ip":"10.0.0.1",\
      "targetRef":{"kind":"Pod","namespace":"shop","name":"a"}}],"ports":[{"port":80}]}]}
      """
    var view = view(.endpoints)
    let line = try? WatchLine(.init(#"{"type":"ADDED","object":\#(json)}"#.utf8), kind: .endpoints)
    guard let endpoints = line?.object else {
      Issue.record("the endpoints cannot be read")
      return
    }
    view.replace(.endpoints, namespace: nil, with: [endpoints])
    let before = view.discoveredGroups()
    view.insert(.pods, Self.pod("a", labels: ["app": "cart"]))
    let after = view.discoveredGroups()
    #expect(before.map(\.revision) != after.map(\.revision))
    #expect(after.first?.targets().first?["__meta_kubernetes_pod_label_app"] == "cart")
    view.insert(.pods, Self.pod("unrelated", ip: "10.0.0.9"))
    #expect(view.discoveredGroups().map(\.revision) == after.map(\.revision))
  }

  @Test func watchLines() throws {
    let bookmark = try WatchLine(
      .init(#"{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"42"}}}"#.utf8),
      kind: .pods)
    #expect((bookmark.type, bookmark.version) == ("BOOKMARK", "42"))
    let error = try WatchLine(
      .init(#"{"type":"ERROR","object":{"kind":"Status","code":410}}"#.utf8), kind: .pods)
    #expect(error.code == 410 && error.object == nil)
    #expect(
      KubernetesKind.endpointSlices.path(namespace: "a")
        == "/apis/discovery.k8s.io/v1/namespaces/a/endpointslices")
    #expect(KubernetesKind.nodes.path(namespace: "a") == "/api/v1/nodes")
  }
}

extension ClusterView {
  /// Takes a whole list.
  fileprivate mutating func replace(
    _ kind: KubernetesKind, namespace: String?, with all: [KubernetesObject]
  ) {
    for object in all { insert(kind, object) }
    retain(kind, namespace: namespace, keys: Set(all.map(\.key)))
  }
}
