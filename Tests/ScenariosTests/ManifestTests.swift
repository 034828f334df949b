import Foundation
import KubernetesModel
import MeshModel
import Scenarios
import SourceText
import Testing

@Suite struct ManifestTests {
  /// A folder with a scenario and the files that it names, which goes with the test.
  private final class Folder {
    let path: String

    init(_ files: [String: String]) throws {
      path = FileManager.default.temporaryDirectory.appending(path: "manifests-\(UUID().uuidString)").path
      for (name, text) in files {
        let file = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func errors(_ name: String = "s.yaml") -> [String] {
      do throws(Diagnostics) {
        _ = try ScenarioLoader.load("\(path)/\(name)")
        return []
      } catch {
        return error.all.map { $0.description.replacing("\(path)/", with: "") }
      }
    }
  }

  private static let head =
    "title: A test\nprometheus: {flavour: plain}\nexpect: [{arrives: up}]\nmesh: {kind: istio}\n"

  private static let workload = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cart, namespace: shop, labels: {not: these}}
    spec:
      replicas: 2
      selector: {matchLabels: {app: cart}}
      template:
        metadata:
          labels: {app: cart}
          annotations: {prometheus.io/scrape: "true"}
        spec:
          serviceAccountName: seller
          volumes: [{name: v, emptyDir: {}}]
          initContainers: [{name: migrate, image: m:1}]
          containers:
            - name: app
              image: cart:1
              resources: {limits: {cpu: 1}}
              livenessProbe: {httpGet: {port: 8080}}
              env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
              ports: [{name: http, containerPort: 8080, hostPort: 1}]
    """

  @Test func deploymentsBecomePods() throws {
    let folder = try Folder([
      "s.yaml": Self.head + "manifests: [k8s/cart.yaml]\n", "k8s/cart.yaml": Self.workload,
    ])
    let template = try ScenarioLoader.load("\(folder.path)/s.yaml")[0].states[0].pods[0]
    let pod = template.pod
    #expect(template.replicas == 2 && pod.metadata.name == "cart" && pod.metadata.namespace == "shop")
    #expect(
      pod.metadata.annotations == ["prometheus.io/scrape": "true"] && pod.spec.serviceAccountName == "seller")
    let owner = try #require(pod.metadata.ownerReferences?.first)
    let hash = try #require(pod.metadata.labels?["pod-template-hash"])
    #expect(owner.kind == "ReplicaSet" && owner.name == "cart-\(hash)" && hash.count == 10)
    #expect(pod.metadata.labels?["app"] == "cart" && pod.metadata.labels?["not"] == nil)
    var container = Container(
      name: "app", image: "cart:1", ports: [ContainerPort(name: "http", containerPort: 8080)],
      env: [EnvironmentVariable(name: "A", value: nil)])
    container.livenessProbe = Probe(httpGet: HTTPGetAction(port: .number(8080)))
    #expect(pod.spec.containers == [container] && pod.spec.initContainers?.map(\.name) == ["migrate"])
    #expect(template.span.file.hasSuffix("k8s/cart.yaml") && template.span.start.line == 1)
  }

  /// The names that a cluster would give two pods of each kind, as patterns, and labels that only that kind has.
  static let names: [(kind: WorkloadKind, first: String, label: String?)] = [
    (.pod, "w-0", nil), (.deployment, "w-[a-z0-9]{10}-[a-z0-9]{5}", "pod-template-hash"),
    (.replicaSet, "w-[a-z0-9]{5}", nil), (.replicationController, "w-[a-z0-9]{5}", nil),
    (.statefulSet, "w-0", "apps.kubernetes.io/pod-index"),
    (.daemonSet, "w-[a-z0-9]{5}", "pod-template-generation"),
    (.job, "w-[a-z0-9]{5}", "batch.kubernetes.io/job-name"),
    (.cronJob, "w-29000000-[a-z0-9]{5}", "job-name"),
  ]

  @Test(arguments: names) func podsAreNamedAsTheirControllerDoes(
    _ row: (kind: WorkloadKind, first: String, label: String?)
  ) throws {
    let folder = try Folder([
      "s.yaml": Self.head
        + "pods: [{name: w, kind: \(row.kind.rawValue), replicas: 2, containers: [{name: app}]}]"
    ])
    let pods = try ScenarioLoader.load("\(folder.path)/s.yaml")[0].states[0].pods[0].expanded()
    #expect(pods.count == 2 && pods[0].metadata.name != pods[1].metadata.name)
    #expect(try pods[0].metadata.name.wholeMatch(of: Regex(row.first)) != nil, "\(pods[0].metadata.name)")
    for label in [row.label].compactMap({ $0 }) { #expect(pods[0].metadata.labels?[label] != nil) }
  }

  static let kinds: [(kind: String, spec: String, replicas: Int, owner: String?)] = [
    ("Pod", "containers: [{name: app}]", 1, nil),
    ("ReplicaSet", "replicas: 3, template: {spec: {containers: [{name: app}]}}", 3, "ReplicaSet w"),
    ("StatefulSet", "template: {spec: {containers: [{name: app}]}}", 1, "StatefulSet w"),
    ("DaemonSet", "template: {spec: {containers: [{name: app}]}}", 1, "DaemonSet w"),
    ("Job", "parallelism: 2, template: {spec: {containers: [{name: app}]}}", 2, "Job w"),
    ("CronJob", "jobTemplate: {spec: {template: {spec: {containers: [{name: app}]}}}}", 1, "Job w-29000000"),
  ]

  @Test(arguments: kinds) func everyWorkloadHasItsPod(
    _ row: (kind: String, spec: String, replicas: Int, owner: String?)
  ) throws {
    let manifest = "kind: \(row.kind)\nmetadata: {name: w}\nspec: {\(row.spec)}\n"
    let folder = try Folder(["s.yaml": Self.head + "manifests: [w.yaml]", "w.yaml": manifest])
    let template = try ScenarioLoader.load("\(folder.path)/s.yaml")[0].states[0].pods[0]
    #expect(template.replicas == row.replicas && template.pod.metadata.namespace == "default")
    #expect(template.pod.metadata.ownerReferences?.first.map { "\($0.kind) \($0.name)" } == row.owner)
  }

  @Test func otherObjectsFindTheirPlaces() throws {
    let manifest = """
      apiVersion: v1
      kind: List
      items:
        - {kind: Service, metadata: {name: cart}, spec: {ports: [{port: 80}]}}
        - {kind: Namespace, metadata: {name: shop, labels: {a: b}}, spec: {finalizers: [kubernetes]}}
        - {kind: PeerAuthentication, metadata: {name: p, namespace: shop}, spec: {mtls: {mode: STRICT}}}
      ---
      kind: PodMonitor
      metadata: {name: m, namespace: shop}
      spec: {}
      ---
      ---
      kind: ConfigMap
      metadata: {name: c}
      """
    let folder = try Folder(["s.yaml": Self.head + "manifests: [all.yaml]", "all.yaml": manifest])
    let state = try ScenarioLoader.load("\(folder.path)/s.yaml")[0].states[0]
    #expect(state.services.map(\.metadata.name) == ["cart"])
    #expect(state.namespaces.first { $0.metadata.name == "shop" }?.metadata.labels?["a"] == "b")
    #expect(state.mesh.peerAuthentications.map(\.metadata.name) == ["p"])
    #expect(state.prometheus.monitors.map { $0["kind"]?.string } == ["PodMonitor"])
    #expect(state.kubernetes.map { $0["kind"]?.string } == ["ConfigMap"])
  }

  @Test func theScenarioSaysWhatManifestsCannot() throws {
    let scenario =
      Self.head + """
        manifests: [cart.yaml]
        pods:
          - name: cart
            namespace: shop
            containers: [{name: app, exposes: [{port: 8080, metricsFile: cart.prom}]}]
        steps:
          - name: the annotation goes
            change: {pods: [{name: cart, namespace: shop, annotations: {prometheus.io/scrape: "false"}}]}
            expect: [{missing: a}]
        """
    let folder = try Folder(["s.yaml": scenario, "cart.yaml": Self.workload, "cart.prom": "a 1\n"])
    let states = try ScenarioLoader.load("\(folder.path)/s.yaml")[0].states
    #expect(states.map(\.pods.count) == [1, 1])
    #expect(states[0].pods[0].exposures.map(\.metrics) == ["a 1\n"])
    #expect(states[0].pods[0].pod.spec.containers.map(\.image) == ["cart:1"] && states[0].pods[0].replicas == 2)
    #expect(states.map { $0.pods[0].pod.metadata.annotations?["prometheus.io/scrape"] } == ["true", "false"])
  }

  static let mistakes: [(name: String, manifest: String, scenario: String, error: String)] = [
    (
      "an unquoted annotation",
      "kind: Pod\nmetadata: {name: a, annotations: {b: true}}\nspec: {containers: [{name: c}]}",
      "", "m.yaml:2:38: `b` must be text, not the boolean true; put it in quotes"
    ),
    ("no kind", "metadata: {name: a}", "", "m.yaml:1:1: a Kubernetes object needs the key `kind`"),
    ("no name", "kind: Pod\nspec: {}", "", "m.yaml:1:1: this Pod needs `metadata.name`"),
    (
      "no template", "kind: Job\nmetadata: {name: a}\nspec: {x: 1}", "",
      "m.yaml:3:7: this Job has no pod template"
    ),
    (
      "no containers", "kind: Pod\nmetadata: {name: a}\nspec: {x: 1}", "",
      "m.yaml:1:1: a pod needs the key `containers`"
    ),
    (
      "a syntax error", "kind: [", "",
      "m.yaml:2:1: did not find expected node content, while parsing a flow node"
    ),
    ("a text", "hello", "", "m.yaml:1:1: a Kubernetes object must be a mapping, not the text `hello`"),
    (
      "a misspelt container", "kind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: app}]}",
      "pods: [{name: a, containers: [{name: ap, exposes: [{port: 1}]}]}]",
      "s.yaml:6:38: the manifest's pod default/a has no container `ap`; did you mean `app`?"
    ),
    (
      "a policy that stands twice",
      "kind: PeerAuthentication\nmetadata: {name: default, namespace: istio-system}\nspec: {mtls: {mode: STRICT}}",
      "",
      "m.yaml:2:18: the PeerAuthentication istio-system/default stands twice; a mode under `mtls` is one, too"
    ),
  ]

  @Test(arguments: mistakes) func mistakesAreShownInTheManifest(
    _ row: (name: String, manifest: String, scenario: String, error: String)
  ) throws {
    let mesh = row.name.contains("twice") ? "mesh: {kind: istio, mtls: STRICT}" : "mesh: {kind: istio}"
    let scenario =
      Self.head.replacing("mesh: {kind: istio}", with: mesh) + "manifests: [m.yaml]\n" + row.scenario
    let folder = try Folder(["s.yaml": scenario, "m.yaml": row.manifest])
    #expect(folder.errors() == [row.error])
  }

  @Test func foldersAreSearchedInOrder() throws {
    let files = [
      "b/two.yml", "b/one.yaml", "a.yaml", "c/d/e.yaml", "invalid/x.yaml", "manifests/y.yaml", "b/notes.txt",
      ".z/q.yaml",
      "b/.hidden.yaml",
    ]
    let folder = try Folder(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }))
    func found(_ paths: [String]) throws -> [String] {
      try ScenarioLoader.files(at: paths).map { $0.replacing("\(folder.path)/", with: "") }
    }
    #expect(try found([folder.path]) == ["a.yaml", "b/one.yaml", "b/two.yml", "c/d/e.yaml"])
    #expect(
      try found(["\(folder.path)/b/", "\(folder.path)/b/notes.txt", "\(folder.path)/b"]) == [
        "b/one.yaml", "b/two.yml", "b/notes.txt",
      ])
    #expect(try found(["\(folder.path)/invalid"]) == ["invalid/x.yaml"])
    let error = #expect(throws: Diagnostics.self) {
      try found(["\(folder.path)/nowhere", "\(folder.path)/.z/nothing.yaml"])
    }
    #expect(
      error?.all.count == 2
        && error?.all[0].description.hasSuffix("nowhere: cannot be read: there is no such file") == true)
    let empty = try Folder(["x.txt": ""])
    let none = #expect(throws: Diagnostics.self) { try ScenarioLoader.files(at: [empty.path]) }
    #expect(
      none?.all.first?.message == "there is no scenario in this folder; scenarios are files ending in .yaml")
  }

  @Test func whatIsNotUTF8IsRefusedAtItsPlace() throws {
    let folder = try Folder(["s.yaml": ""])
    try Data([0x61, 0x3A, 0x0A, 0xC3, 0xA9, 0xFF]).write(to: URL(filePath: "\(folder.path)/s.yaml"))
    #expect(folder.errors() == ["s.yaml:2:2: this byte is not UTF-8"])
    #expect(folder.errors("none.yaml") == ["none.yaml: cannot be read: there is no such file"])
    #expect(folder.errors("").first?.hasSuffix("is a folder, not a file") == true)
  }
}
