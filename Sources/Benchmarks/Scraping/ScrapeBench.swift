import Running

/// Prints what scrapes cost, in the built-in scraper and in real Prometheus.
struct ScrapeBench {
  let options: BenchOptions

  func run() throws {
    let measurement = ScrapeMeasurement(executable: options.executable)
    let engines = options.engines
    var idle: [MeasuredEngine: Double] = [:]
    for engine in engines { idle[engine] = try measurement.idleRate(of: engine) }
    var first = Comparison()
    var steady = Comparison()
    var failures: [String] = []
    for body in bodies {
      let server = try ExpositionServer(
        SampleExposition(series: body.series, isOpenMetrics: body.isOpenMetrics), compresses: body.isCompressed)
      var costs: [(MeasuredEngine, ScrapeCost)] = []
      for engine in engines {
        progress("scrape: \(body.description), \(engine.name)")
        do {
          costs.append(
            (engine, try measurement.measure(engine, body, server: server, idleRate: idle[engine] ?? 0)))
        } catch {
          // A busy machine may be too slow for one size; the others count all the same.
          failures.append("\(body.description), \(engine.name): not measured: \(error)")
        }
      }
      first.add(body.description, costs.map { Self.entry($0, $1.first) })
      steady.add(body.description, costs.map { Self.entry($0, $1.steady) })
    }
    print(
      "Scrapes, CPU without the engine's idle cost ("
        + engines.map { "\($0.name) \(((idle[$0] ?? 0) * 1000).fixed(2)) ms/s" }.joined(separator: ", ")
        + ")\n\nThe first scrape, which creates the series:\n\(first.text)")
    print("One of \(ScrapeMeasurement.rounds) further scrapes of the same series:\n\(steady.text)")
    for failure in failures { print(failure) }
  }

  private var bodies: [ScrapedBody] {
    options.sizes.flatMap { series in
      [false, true].map { ScrapedBody(series: series, isOpenMetrics: $0, isCompressed: false) }
        + (series == options.compressedSize
          ? [ScrapedBody(series: series, isOpenMetrics: false, isCompressed: true)] : [])
    }
  }

  private static func entry(_ engine: MeasuredEngine, _ cost: ScrapeCost.Cost) -> Comparison.Entry {
    Comparison.Entry(
      engine: engine, cpuSeconds: cost.cpuSeconds, wallSeconds: cost.wallSeconds, peakMemory: cost.peakMemory)
  }
}
