import KubernetesModel
import MeshModel
import Scenarios
import SourceText
import Testing

@Suite struct StepTests {
  private let base = """
    mesh: {kind: istio, version: "1.30", mtls: PERMISSIVE, merging: false}
    pods:
      - name: cart
        namespace: shop
        annotations: {a: "1", b: "2"}
        containers:
          - {name: app, image: one, ports: [{containerPort: 1}], exposes: [{port: 80, metrics: x 1}, {port: 81}]}
          - {name: other}
      - {name: cart, namespace: barn, containers: [{name: app}]}
    services: [{metadata: {name: s, namespace: shop}, spec: {ports: [{port: 1}]}}]
    steps:
      - name: first
        change:
          mesh: {mtls: STRICT, merging: null}
          pods:
            - name: cart
              namespace: shop
              annotations: {b: null, c: "3"}
              containers: [{name: app, image: two, exposes: [{port: 80, status: 500}, {port: 82}]}]
            - {name: new, namespace: shop, containers: [{name: app}]}
          services: [{metadata: {name: s, namespace: shop}, spec: {selector: {a: b}}}]
        expect: [{missing: x}]
      - name: second
        change: {pods: [{name: new, namespace: shop, replicas: 0}], services: null}
        expect: [{arrives: x}]
      - name: third
        expect: [{arrives: z}]
    """

  @Test func changesAreLaidOverWhatHolds() throws {
    let states = try LoadedText.scenario(base).states
    #expect(states.map(\.name) == [nil, "first", "second", "third"])
    #expect(
      states.map { $0.expectations.map(\.text) } == [
        ["arrives: up"], ["missing: x"], ["arrives: x"], ["arrives: z"],
      ])
    #expect(
      states.map { $0.mesh.peerAuthentications[0].spec.mtls?.mode } == [
        "PERMISSIVE", "STRICT", "STRICT", "STRICT",
      ])
    #expect(states.map(\.mesh.config.enablePrometheusMerge) == [false, nil, nil, nil])
    #expect(states.map(\.pods.count) == [2, 3, 3, 3] && states.map { $0.pods.last?.replicas } == [1, 1, 0, 0])
    #expect(
      states[1].pods.map { "\($0.pod.metadata.namespace ?? "")/\($0.pod.metadata.name)" } == [
        "shop/cart", "barn/cart", "shop/new",
      ])
    #expect(states.map(\.services.count) == [1, 1, 0, 0])
    #expect(states[1].services[0].spec.selector == ["a": "b"] && states[1].services[0].spec.ports?.count == 1)
  }

  @Test func elementsOfListsMergeByTheirNames() throws {
    let states = try LoadedText.scenario(base).states
    let cart = states[1].pods[0]
    #expect(cart.pod.metadata.annotations == ["a": "1", "c": "3"])
    #expect(cart.pod.spec.containers.map(\.name) == ["app", "other"])
    #expect(cart.pod.spec.containers[0].image == "two" && cart.pod.spec.containers[0].ports?.count == 1)
    #expect(cart.exposures.map(\.port) == [80, 81, 82] && cart.exposures.map(\.status) == [500, 200, 200])
    #expect(cart.exposures[0].metrics == "x 1")
    #expect(states[0].pods[0].exposures.count == 2, "the base stays what it was")
  }

  @Test func mistakesInChangesAreShownWhereTheyStand() {
    let errors = LoadedText.errors(
      """
      pods: [{name: cart, containers: [{name: app}]}]
      steps:
        - name: a slip
          change:
            pods: [{name: cart, replicas: many}]
            title: no
          expect: [{arrives: z}]
      """)
    #expect(
      errors == [
        "5:37: `replicas` must be an integer, not the text `many`",
        "6:7: unknown key `title` in a change; there is `mesh`, `kubernetes`, `prometheus`, `namespaces`, `pods`, `services`, `authorizationPolicies`, `networkPolicies`, `consul`, `apiServer`, `manifests`, `faults`",
      ])
  }
}

@Suite struct MatrixTests {
  @Test func everyCombinationIsAScenario() throws {
    let scenarios = try LoadedText.scenarios(
      """
      matrix:
        mode: [STRICT, PERMISSIVE]
        replicas: [1, 2]
      exclude: [{mode: PERMISSIVE, replicas: 2}]
      mesh: {kind: istio, mtls: "${mode}"}
      pods:
        - name: cart-${mode}-x
          replicas: ${replicas}
          labels: {n: "${replicas}", keep: "$1 ${1} ${other}"}
          containers: [{name: app}]
      """.replacing("cart-${mode}-x", with: "cart"))
    #expect(
      scenarios.map(\.cell) == [
        "mode=STRICT,replicas=1", "mode=STRICT,replicas=2", "mode=PERMISSIVE,replicas=1",
      ])
    #expect(scenarios.map { $0.states[0].pods[0].replicas } == [1, 2, 1])
    #expect(
      scenarios.map { $0.states[0].mesh.peerAuthentications[0].spec.mtls?.mode } == [
        "STRICT", "STRICT", "PERMISSIVE",
      ])
    #expect(scenarios[1].states[0].pods[0].pod.metadata.labels == ["n": "2", "keep": "$1 ${1} ${other}"])
    #expect(scenarios[0].name == "s.yaml [mode=STRICT,replicas=1]")
  }

  @Test func cellsCanOverlayAnything() throws {
    let scenarios = try LoadedText.scenarios(
      """
      matrix:
        install:
          plain: {}
          other:
            title: Another ${install}
            prometheus: {namespace: "${install}-ns"}
            pods: [{name: cart, labels: {a: b}}]
            expect: [{missing: x}]
      pods: [{name: cart, containers: [{name: app}]}]
      """)
    #expect(scenarios.map(\.title) == ["A test", "Another other"])
    #expect(scenarios.map { $0.states[0].expectations[0].text } == ["arrives: up", "missing: x"])
    #expect(scenarios.map { $0.states[0].prometheus.namespace } == ["monitoring", "other-ns"])
    #expect(scenarios[1].states[0].pods.map { $0.pod.metadata.labels } == [["a": "b"]])
  }

  @Test func whatIsWrongInSomeCellsSaysInWhich() {
    let text = "matrix: {mode: [STRICT, strict, Strict]}\nmesh: {kind: istio, mtls: \"${mode}\"}"
    let diagnostics = #expect(throws: Diagnostics.self) { try LoadedText.scenarios(text) }
    #expect(
      diagnostics?.all.map { $0.notes.map(\.message) } == [
        ["in the cell mode=strict"], ["in the cell mode=Strict"],
      ])
    let everywhere = "matrix: {mode: [a, b]}\nmesh: {kind: none, mtls: 1}"
    let common = #expect(throws: Diagnostics.self) { try LoadedText.scenarios(everywhere) }
    #expect(common?.all.map(\.notes) == [[]])
  }

  static let errors: [(text: String, error: String)] = [
    ("matrix: {}", "1:1: a matrix needs an axis"),
    ("matrix: {\"1x\": [a]}", "1:10: `1x` is not a name for an axis: letters, digits, `_` and `-`"),
    ("matrix: {a: {}}", "1:13: the axis `a` has no cells"),
    ("matrix: {a: [x, x]}", "1:17: the value `x` stands twice on the axis `a`"),
    ("matrix: {a: x}", "1:13: `a` must be a list or a mapping, not the text `x`"),
    ("matrix: {a: [[x]]}", "1:14: `a` must be text, not a list"),
    ("matrix: {a: [x]}\nexclude: [{}]", "2:11: an exclusion names at least one axis"),
    (
      "matrix: {" + (0..<5).map { "a\($0): [0,1,2,3,4,5,6,7,8,9]" }.joined(separator: ", ") + "}",
      "1:1: the matrix has more than 10000 cells"
    ),
  ]

  @Test(arguments: errors) func mistakesAreNamed(_ row: (text: String, error: String)) {
    #expect(LoadedText.errors(row.text) == [row.error])
  }
}
