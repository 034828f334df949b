import Contract
import Scenarios

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The scenario that is measured.
enum SampleScenario {
  /// Annotated pods under STRICT, scraped through the merged port by the community chart.
  static func strictMerging(pods: Int) throws -> Scenario {
    let text = """
      title: Annotated pods under STRICT are scraped through the merged port
      about: What make bench measures.
      sources: [https://istio.io/latest/docs/ops/integrations/prometheus/]
      tags: [bench]
      mesh: {kind: istio, version: "1.30", mtls: STRICT}
      prometheus: {flavour: prometheus-community/prometheus}
      pods:
        - name: cart
          namespace: shop
          replicas: \(pods)
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
          series: \(pods)
          value: 3
      """
    var template = Array(
      "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/bench-XXXXXX.yaml".utf8CString)
    let descriptor = mkstemps(&template, 5)
    guard descriptor >= 0 else { throw HarnessFailure(message: "cannot write the scenario to measure") }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    _ = text.utf8.withContiguousStorageIfAvailable { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard let scenario = try ScenarioLoader.load(path).first else {
      throw HarnessFailure(message: "the scenario to measure has no cell")
    }
    return scenario
  }
}
