import Contract
import Running

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is scraped.
struct ScrapedBody {
  var series: Int
  var isOpenMetrics: Bool
  var isCompressed: Bool

  var description: String {
    let size = series >= 1_000_000 ? "\(series / 1_000_000)M" : "\(series / 1000)k"
    return "\(size) series, \(isOpenMetrics ? "OpenMetrics" : "text")\(isCompressed ? ", gzip" : "")"
  }
}

/// What one engine spent on scrapes.
struct ScrapeCost {
  /// The scrape that creates the series, with what it leaves to do afterwards.
  var first: Cost
  /// One scrape of the same series.
  var steady: Cost

  struct Cost {
    var cpuSeconds: Double
    var wallSeconds: Double
    var peakMemory: Double
  }
}

/// Has an engine scrape one target by its interval, and reads what that costs from outside.
///
/// The server sees scrapes begin, and CPU time is read at these moments: the difference of two is what a scrape
/// costs together with all that it sets off (garbage collection, the write-ahead log), less what the engine
/// spends in as much time without a target. Durations are `scrape_duration_seconds`.
struct ScrapeMeasurement {
  let executable: String
  /// Steady scrapes that are measured.
  static let rounds = 6

  /// CPU seconds that an engine spends in a second in which it scrapes nothing.
  func idleRate(of engine: MeasuredEngine) throws -> Double {
    let process = try EngineProcess(
      engine, executable: executable, configuration: "global: {scrape_interval: 1s, scrape_timeout: 1s}\n",
      folder: try Scratch())
    defer { process.stop() }
    try process.wait(forJobs: [])
    // What starting sets off is over by then. Neither this nor the next waits for something that could be told: the
    // length of time itself is the measure, CPU seconds per second of the clock.
    sleep(2)
    let before = process.observer.cpuSeconds
    let watch = Stopwatch()
    sleep(4)
    return (process.observer.cpuSeconds - before) / watch.seconds
  }

  func measure(
    _ engine: MeasuredEngine, _ body: ScrapedBody, server: ExpositionServer, idleRate: Double
  ) throws -> ScrapeCost {
    let interval = Self.interval(engine, body.series)
    let arrivals = try ScrapeArrivals()
    server.whenRequested(arrivals.note)
    defer { server.whenRequested(nil) }
    let folder = try Scratch()
    let process = try EngineProcess(
      engine, executable: executable,
      configuration: Self.configuration(server.endpoint, interval, compresses: body.isCompressed),
      folder: folder, started: arrivals.observe)
    defer { process.stop() }
    try process.wait(forJobs: [])
    let patience = Double(3 * interval + 30)
    _ = try arrivals.wait(for: 2, seconds: patience)
    // Histories of very many series are short. A question now costs nothing beside scrapes of that size.
    let firstDuration =
      body.series < 100_000 ? nil : try process.values(of: "scrape_duration_seconds").first?.first
    let moments = try arrivals.wait(for: Self.rounds + 2, seconds: patience)
    let durations = try process.values(of: "scrape_duration_seconds").first ?? []
    let ups = try process.values(of: "up").first ?? []
    let scraped = try process.values(of: "scrape_samples_scraped").first ?? []
    guard ups.allSatisfy({ $0 == 1 }), scraped.allSatisfy({ $0 == Double(body.series) }),
      let first = firstDuration ?? durations.first
    else {
      throw HarnessFailure(
        message: "\(engine.name) did not scrape \(body.description) as it should: up \(ups), samples \(scraped)"
      )
    }
    func cost(_ from: Int, _ to: Int, _ wall: Double) -> ScrapeCost.Cost {
      let (begin, end) = (moments[from], moments[to])
      let cpu = end.cpuSeconds - begin.cpuSeconds - idleRate * (end.seconds - begin.seconds)
      return ScrapeCost.Cost(
        cpuSeconds: cpu / Double(to - from), wallSeconds: wall, peakMemory: end.peakMemory)
    }
    return ScrapeCost(
      first: cost(0, 1, first),
      steady: cost(1, Self.rounds + 1, Statistics(durations.suffix(Self.rounds)).median))
  }

  /// Seconds between two scrapes: as short as the engine surely keeps up with.
  private static func interval(_ engine: MeasuredEngine, _ series: Int) -> Int {
    switch series {
    case ...10_000: 1
    case ...100_000: engine == .builtIn ? 1 : 3
    default: engine == .builtIn ? 5 : 25
    }
  }

  private static func configuration(_ endpoint: Endpoint, _ interval: Int, compresses: Bool) -> String {
    """
    global: {scrape_interval: \(interval)s, scrape_timeout: \(interval)s}
    scrape_configs:
      - job_name: bench
        enable_compression: \(compresses)
        static_configs: [{targets: ["\(endpoint)"]}]

    """
  }
}
