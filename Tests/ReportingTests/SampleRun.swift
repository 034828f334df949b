import Contract
import Judging
import SourceText

/// A run with one scenario of each kind, for golden outputs.
enum SampleRun {
  static let run = RunVerdict(
    scenarios: [passed, failed, steps, cell, errored, skipped], durationSeconds: 1.2449)

  static let builtIn = Engines(scraper: "built-in, as Prometheus 3.14.0", proxy: "built-in, as Istio 1.30.3")

  static let passed = ScenarioVerdict(
    path: "Scenarios/story/01-no-mesh.yaml", cell: nil, title: "Without a mesh, the annotation is enough",
    tags: ["no-mesh", "annotations"], status: .passed, durationSeconds: 0.018,
    expectations: [
      expectation("arrives: cart_items{pod=\"cart\"}", line: 3, status: .passed, "1 series", "1 series")
    ],
    targets: [target(port: 8080)], harnessFailure: nil,
    engines: Engines(scraper: "built-in, as Prometheus 3.14.0", proxy: nil), sourceText: "title: x\n")

  static let failed = ScenarioVerdict(
    path: "Scenarios/story/05-strict.yaml", cell: nil,
    title: "STRICT <resets> the scrape & \"blanks\" dashboards",
    tags: ["strict"], status: .failed, durationSeconds: 0.0234,
    expectations: [
      failure(
        "arrives: cart_items{namespace=\"shop\"}", line: 4, "exactly 2 series with value 3", "no series",
        because: "tls.plaintext-to-strict",
        explanation:
          "the scraper speaks plaintext to port 8080, which takes mutual TLS only (STRICT): the sidecar"
          + " has no filter chain for it and resets the connection",
        nearest: [
          ObservedSeries(
            labels: ["__name__": "cart_item", "namespace": "shop", "path": "C:\\x \"y\"\nz"], value: 0.25)
        ],
        targets: [target(port: 8080, error: reset)]),
      expectation("missing: envoy_server_live", line: 6, status: .passed, "no series", "no series"),
    ],
    targets: [target(port: 8080, error: reset)], harnessFailure: nil, engines: builtIn,
    sourceText: "title: STRICT\nmesh: {mtls: STRICT}\nexpect:\n  - arrives: cart_items{namespace=\"shop\"}\n"
      + "    series: 2\n  - missing: envoy_server_live\n")

  static let steps = ScenarioVerdict(
    path: "Scenarios/story/06-the-day.yaml", cell: nil, title: "The day STRICT is enabled", tags: [],
    status: .failed, durationSeconds: 61.5,
    expectations: [
      expectation("arrives: cart_items", line: 1, status: .passed, "at least 1 series", "1 series"),
      failure(
        "arrives: cart_items", line: 2, step: "STRICT, 100 % on", "at least 1 series", "no series",
        targets: (1...10).map { target(port: 8080, pod: "cart-\($0)", error: reset) }),
      failure(
        "target: {job: pods}", line: 3, step: "STRICT, 100 % on", "health up", "nothing like it",
        targets: [dropped]),
    ],
    targets: [], harnessFailure: nil, engines: builtIn,
    sourceText: "- arrives: cart_items\n- arrives: cart_items\n- target: {job: pods}\n")

  static let cell = ScenarioVerdict(
    path: "Scenarios/mtls/modes.yaml", cell: "mode=STRICT,flavour=plain", title: "Modes", tags: ["matrix"],
    status: .passed, durationSeconds: 0.9996,
    expectations: [expectation("arrives: up", line: 1, status: .passed, "at least 1 series", "1 series")],
    targets: [], harnessFailure: nil, engines: builtIn, sourceText: "")

  static let errored = ScenarioVerdict(
    path: "Scenarios/mtls/crash.yaml", cell: nil, title: "A proxy that exits", tags: [], status: .errored,
    durationSeconds: 5.004,
    expectations: [
      expectation(
        "arrives: up", line: 9, status: .errored, "arrives: up",
        "not reached: proxy shop/cart: exited with status 1")
    ],
    targets: [], harnessFailure: HarnessFailure(process: "proxy shop/cart", message: "exited with status 1"),
    engines: builtIn, sourceText: "")

  static let skipped = ScenarioVerdict(
    path: "left-out.yaml", cell: nil, title: "Left out", tags: [], status: .skipped, durationSeconds: 0,
    expectations: [], targets: [], harnessFailure: nil, engines: Engines(scraper: "", proxy: nil),
    sourceText: "")

  private static let reset =
    "Get \"http://127.18.0.5:8080/metrics\": read tcp 127.18.0.2:41234->127.18.0.5:8080: read: connection reset by peer"

  private static let dropped = ObservedTarget(
    scrapePool: "kubernetes-pods", discoveredLabels: ["__meta_kubernetes_pod_name": "cart"])

  static func target(port: Int, pod: String = "cart", error: String = "") -> ObservedTarget {
    ObservedTarget(
      scrapePool: "kubernetes-pods", discoveredLabels: [:], labels: ["job": "kubernetes-pods", "pod": pod],
      scrapeURL: "http://127.18.0.5:\(port)/metrics", health: error.isEmpty ? "up" : "down", lastError: error)
  }

  static func expectation(
    _ text: String, line: Int, step: String? = nil, status: Status, _ expected: String, _ actual: String
  ) -> ExpectationVerdict {
    ExpectationVerdict(
      text: text, span: span(line, text.unicodeScalars.count), step: step, status: status, expected: expected,
      actual: actual)
  }

  static func failure(
    _ text: String, line: Int, step: String? = nil, _ expected: String, _ actual: String,
    because: String? = nil,
    explanation: String? = nil, nearest: [ObservedSeries] = [], targets: [ObservedTarget] = []
  ) -> ExpectationVerdict {
    ExpectationVerdict(
      text: text, span: span(line, text.unicodeScalars.count), step: step, status: .failed, expected: expected,
      actual: actual, because: because, explanation: explanation, nearestSeries: nearest,
      relatedTargets: targets)
  }

  private static func span(_ line: Int, _ length: Int) -> Span {
    Span(
      file: "scenario.yaml", start: Position(line: line, column: 5),
      end: Position(line: line, column: 5 + length))
  }
}
