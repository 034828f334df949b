import Testing

@testable import PrometheusModel

@Suite struct LabelsTests {
  @Test func sortsByBytesAndDropsEmptyValues() {
    let labels = Labels(["b": "2", "a": "1", "B": "3", "é": "4", "gone": ""])
    #expect(labels.pairs.map(\.name) == ["B", "a", "b", "é"])
    #expect(labels["b"] == "2")
    #expect(labels["gone"] == nil)
  }

  @Test func setsAndRemoves() {
    var labels: Labels = ["job": "a", "instance": "b"]
    labels["job"] = "c"
    labels["zone"] = "z"
    labels["instance"] = ""
    labels["none"] = nil
    #expect(labels == ["zone": "z", "job": "c"])
    #expect(labels.count == 2)
  }

  @Test func comparesBytesNotLetters() {
    let composed: Labels = ["a": "\u{E9}"]
    let decomposed: Labels = ["a": "e\u{301}"]
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, composed]).count == 2)
    #expect(Labels(["e\u{301}": "1"])["\u{E9}"] == nil)
  }

  @Test func leavesOutInternalLabels() {
    let labels: Labels = ["__meta_x": "1", "__address__": "2", "__name__": "3", "job": "4", "_a": "5"]
    #expect(labels.withoutMeta().pairs.map(\.name) == ["__address__", "__name__", "_a", "job"])
    #expect(labels.withoutReserved().pairs.map(\.name) == ["_a", "job"])
  }

  @Test func printsAsPrometheusDoes() {
    #expect(Labels().description == "{}")
    let labels: Labels = ["a": "x\"y\\z\n", "odd.name": "é\u{0}\u{200B}", "b": "日"]
    #expect(labels.description == #"{a="x\"y\\z\n", b="日", "odd.name"="é\x00\u200b"}"#)
  }

  @Test(arguments: names)
  func validatesNames(_ name: String, _ label: Bool, _ metric: Bool) {
    #expect(NameValidation.legacy.isValidLabel(name) == label)
    #expect(NameValidation.legacy.isValidMetric(name) == metric)
    #expect(NameValidation.utf8.isValidLabel(name) == !name.isEmpty)
  }

  static let names: [(String, Bool, Bool)] = [
    ("a", true, true), ("_a1", true, true), ("a:b", false, true), ("1a", false, false), ("", false, false),
    ("a-b", false, false), ("a.b", false, false), ("é", false, false), ("__name__", true, true),
    (":", false, true),
  ]
}
