import PrometheusModel
import Testing

@Suite struct TargetSetTests {
  private func set(_ fields: String = "") throws -> TargetSet {
    TargetSet(config: try TargetBuilderTests.job(fields), version: TargetBuilderTests.three)
  }

  /// A pod with two container ports and one annotated port: one target, and the other in no list.
  @Test func keepsOneOfTargetsWithTheSameLabels() throws {
    var targets = try set(
      "relabel_configs: [{target_label: __address__, replacement: '10.0.0.7:15020'}]")
    targets.add(
      [
        ["__address__": "10.0.0.7:8080", "__meta_port": "a"],
        ["__address__": "10.0.0.7:15090", "__meta_port": "b"],
      ],
      source: "pod/shop/cart")
    #expect(targets.active.map(\.url) == ["http://10.0.0.7:15020/metrics"])
    #expect(targets.active.first?.discoveredLabels["__meta_port"] == "b")
    #expect(targets.dropped.isEmpty)
    #expect(targets.droppedCount == 0)
  }

  @Test func differsByInternalLabels() throws {
    var targets = try set()
    targets.add(
      [["__address__": "h:1", "instance": "i"], ["__address__": "h:2", "instance": "i"]], source: "0")
    #expect(targets.active.count == 2)
  }

  @Test func remembersAsManyDroppedTargetsAsItMay() throws {
    var targets = try set(
      "keep_dropped_targets: 1\n  relabel_configs: [{action: keep, source_labels: [a], regex: x}]")
    targets.add(
      [["__address__": "h:1"], ["__address__": "h:2"], ["__address__": "h:3", "a": "x"]], source: "0")
    #expect(targets.dropped.map { $0["__address__"] } == ["h:1"])
    #expect(targets.droppedCount == 2)
    #expect(targets.active.count == 1)
  }

  @Test func saysWhatCannotBeScraped() throws {
    var targets = try set()
    targets.add([["__address__": "h:1"], ["a": "b"]], source: "pod/shop/cart")
    #expect(targets.failures == ["instance 1 in group pod/shop/cart: no address"])
    #expect(targets.active.count == 1)
    #expect(targets.dropped.isEmpty)
  }

  @Test func refusesTooManyTargets() throws {
    var targets = try set("target_limit: 1")
    targets.add([["__address__": "h:1"]], source: "0")
    #expect(targets.limitError == nil)
    targets.add([["__address__": "h:2"]], source: "1")
    #expect(targets.limitError == "target_limit exceeded (number of targets: 2, limit: 1)")
  }
}
