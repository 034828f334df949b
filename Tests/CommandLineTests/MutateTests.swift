import Foundation
import TestSupport
import Testing

/// `meshscrape mutate`: what counts as noticed, and what does not.
@Suite("Mutants")
struct MutateTests {
  /// A pod in a STRICT mesh whose app is scraped directly.
  static func scenario(behaviours: String = "", faults: String = "", expect: String) -> String {
    """
    title: STRICT resets the direct scrape
    \(behaviours)
    mesh: {kind: istio, version: "1.30", mtls: STRICT, merging: false}
    prometheus: {flavour: prometheus-community/prometheus}
    \(faults)
    pods:
      - name: cart
        namespace: shop
        annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080"}
        containers:
          - name: app
            ports: [{name: http, containerPort: 8080}]
            exposes: [{port: 8080, metrics: "cart_items 3\\n"}]
    expect:
      - \(expect)
    """
  }

  static let down = "{target: {job: kubernetes-pods, pod: cart}, health: down}"

  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var behaviour: String
    var text: String
    var says: [String]
    var exitCode: Int32 = 1
    var testDescription: String { what }
  }

  static let cases = [
    Case(
      what: "a scenario that fails because of it", behaviour: "inbound.strict-resets-plaintext",
      text: scenario(behaviours: "behaviours: [inbound.strict-resets-plaintext]", expect: down),
      says: ["✓ inbound.strict-resets-plaintext", "1 mutant: 1 caught", "1 run of 1 scenario"], exitCode: 0),
    Case(
      what: "a scenario that passes all the same", behaviour: "merge.streams",
      text: scenario(expect: down), says: ["✗ merge.streams  uncaught"]),
    Case(
      what: "a claim that does not hold", behaviour: "merge.streams",
      text: scenario(behaviours: "behaviours: [merge.streams]", expect: down),
      says: ["claims to notice it, and does not", "1 uncaught, 1 idle claim"]),
    Case(
      what: "a scenario without anything that behaves so", behaviour: "merge.streams",
      text: scenario(expect: down).replacingOccurrences(
        of: #"mesh: {kind: istio, version: "1.30", mtls: STRICT, merging: false}"#, with: ""),
      says: ["✗ merge.streams  in no scenario"]),
    Case(
      what: "a scenario that fails without it, too", behaviour: "inbound.strict-resets-plaintext",
      text: scenario(expect: "arrives: nothing_at_all"), says: ["uncaught", "nothing can be told from"]),
    Case(
      what: "a harness that cannot tell", behaviour: "inbound.strict-resets-plaintext",
      text: scenario(faults: "faults: {app: never-ready}", expect: down),
      says: ["uncaught", "nothing can be told from"]),
    Case(
      what: "a behaviour that no scrape can tell", behaviour: "merge.compresses",
      text: scenario(expect: down), says: ["✓ merge.compresses  left to tests"], exitCode: 0),
  ]

  @Test("A mutant", arguments: cases)
  func mutant(_ subject: Case) throws {
    let scratch = try Scratch()
    let file = try scratch.write(subject.text, to: "scenario.yaml")
    let run = try CommandLineRun(["mutate", "--behaviour", subject.behaviour, "--timeout", "2s", file])
    #expect(run.exitCode == subject.exitCode, "\(run.output)\(run.errors)")
    for text in subject.says { #expect(run.output.contains(text), "\(run.output)") }
    withExtendedLifetime(scratch) {}
  }

  @Test("A report for programs")
  func json() throws {
    let scratch = try Scratch()
    let file = try scratch.write(Self.scenario(expect: Self.down), to: "scenario.yaml")
    let run = try CommandLineRun([
      "mutate", "--behaviour", "inbound.strict-*", "--all", "--format", "json", file,
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let mutants = try #require(report["mutants"] as? [[String: Any]])
    #expect(mutants.map { $0["fate"] as? String } == ["caught"])
    #expect(mutants.first?["noticedBy"] as? [String] == [file])
    withExtendedLifetime(scratch) {}
  }
}
