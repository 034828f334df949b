import Planning
import Scenarios
import SourceText

extension Subject {
  /// Scenario files, read and planned as `meshscrape validate` does.
  static let scenario = Subject(
    name: "scenario", about: "scenario files, read and planned: what is refused has a place",
    seeds: [
      .seed(
        0,
        """
        title: A pod is scraped
        about: Words.
        tags: [a, b]
        mesh: {kind: istio, version: "1.24", mtls: STRICT}
        prometheus: {flavour: prometheus-community/prometheus}
        pods:
          - name: cart
            namespace: shop
            replicas: 2
            annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080"}
            containers:
              - name: app
                ports: [{name: http, containerPort: 8080}]
                exposes:
                  - port: 8080
                    metrics: |
                      # TYPE cart_items gauge
                      cart_items 3
        expect:
          - arrives: cart_items{namespace="shop"}
            series: 2
            value: 3
          - missing: cart_secret
            exposed: false

        """),
      .seed(
        0,
        """
        title: Steps and a matrix
        mesh: {kind: none}
        prometheus: {flavour: plain, scrapeConfigs: [{job_name: a, static_configs: [{targets: ["x:1"]}]}]}
        matrix: {port: [8080, 9090]}
        pods: [{name: p, containers: [{name: c, exposes: [{port: 8080, metrics: "a 1\\n"}]}]}]
        expect: [{missing: a, because: discovery.no-job}]
        steps: [{name: s, change: {mesh: {kind: none}}, expect: [{missing: b, exposed: false}]}]

        """),
    ],
    words: yamlWords + [
      "title: ", "pods:", "name: ", "matrix: ", "steps: ", "expect:", "arrives: ", "missing: ", "because: ",
      "mesh: ",
      "STRICT", "istio", "consul", "none", "services: ", "manifests: ", "replicas: ", "-1", "100000", "port: ",
      "65536",
      "${{ matrix.port }}", "exclude: ", "$", "version: ", "annotations: ", "monitors: ", "target: ", "value: ",
    ],
    largest: 64 << 10, memoryPerByte: 20_000,
    check: { input in
      let text = Choice(input).text
      do throws(Diagnostics) {
        for scenario in try ScenarioLoader.load(SourceFile(path: "input.yaml", text: text)) {
          let count = Planner.addressCount(for: scenario)
          // A scenario may have 100,000 replicas: 25 bytes that rightly ask for a gibibyte.
          guard count < 2000 else { continue }
          _ = try Planner.plan(scenario, addresses: AddressRange(slice: 16, first: 0, count: count))
        }
        return nil
      } catch {
        return Places(text).problem(error.all)
      }
    })
}
