/// Costs of the engines in one measurement, side by side.
struct Comparison {
  /// One engine's costs; nil where a cost is not told.
  struct Entry {
    var engine: MeasuredEngine
    var cpuSeconds: Double
    var wallSeconds: Double
    var peakMemory: Double
  }

  /// How many times less CPU and memory than any real Prometheus it is meant to be.
  static let aim = 3.0

  private var table = Table([
    "measurement", "engine", "CPU s", "wall s", "peak MiB", "CPU ratio", "memory ratio",
  ])
  private(set) var missed: [String] = []
  private var comparisons = 0

  /// Adds the engines' costs, the built-in one's first: ratios are by how much the others exceed it.
  mutating func add(_ measurement: String, _ entries: [Entry]) {
    let own = entries.first { $0.engine == .builtIn }
    for (index, entry) in entries.enumerated() {
      var row = [
        index == 0 ? measurement : "", entry.engine.name, entry.cpuSeconds.fixed(4), entry.wallSeconds.fixed(4),
        entry.peakMemory.fixed(1),
      ]
      if let own, entry.engine != .builtIn {
        let ratios = [entry.cpuSeconds / own.cpuSeconds, entry.peakMemory / own.peakMemory]
        row += ratios.map { $0.fixed(1) + "x" }
        comparisons += 1
        if !ratios.allSatisfy({ $0 >= Self.aim }) { missed.append("\(measurement) (\(entry.engine.name))") }
      }
      table.add(row)
    }
  }

  /// The table, and whether the aim is met.
  var text: String {
    guard comparisons > 0 else { return table.text + "No real Prometheus is here: 'make engines' brings it.\n" }
    let aim = "at least \(Self.aim.fixed(0))x less CPU and memory than each real Prometheus"
    return table.text
      + (missed.isEmpty
        ? "Aim met in every row: \(aim).\n" : "Aim (\(aim)) missed by: \(missed.joined(separator: "; ")).\n")
  }
}
