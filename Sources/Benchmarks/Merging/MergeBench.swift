import Contract
import MeshModel
import Running
import Wire

/// Prints what the agent's merged metrics cost, beside asking for the same bytes without it.
struct MergeBench {
  let options: BenchOptions

  private struct Body {
    var name: String
    var series: Int
    var rounds: Int
  }

  private var bodies: [Body] {
    [Body(name: "50 KB", series: 500, rounds: 400), Body(name: "100k series", series: 100_000, rounds: 20)]
      + (options.isQuick ? [] : [Body(name: "1M series", series: 1_000_000, rounds: 5)])
  }

  func run() throws {
    var table = Table(["application", "MB", "merged ms", "unmerged ms", "ratio", "agent's CPU ms", "peak MiB"])
    let envoy = try ExpositionServer(SampleExposition(series: 500, isOpenMetrics: false), compresses: false)
    for body in bodies {
      progress("merge: \(body.name)")
      let exposition = SampleExposition(series: body.series, isOpenMetrics: false)
      let megabytes = Double(exposition.bytes.count) / 1e6
      let application = try ExpositionServer(exposition, compresses: false)
      let status = try EngineProcess.freeEndpoint()
      let scrape = ScrapeConfiguration(
        scrape: "true", path: "/metrics", port: "\(application.endpoint.port)")
      let agent = try RoleChild(executable: options.executable, endpoints: [status]) { listeners in
        .agent(
          AgentConfiguration(
            pod: PodReference(namespace: "shop", name: "cart"), version: "1.30.3",
            environment: [
              ScrapeConfiguration.variable: scrape.json, "ENVOY_PROMETHEUS_PORT": "\(envoy.endpoint.port)",
            ], status: listeners, localhost: IPAddress(127, 0, 0, 1)))
      }
      defer { agent.stop() }
      try agent.wait(forJobs: [])
      let observer = ProcessObserver(pid: agent.child.pid)
      // The parts alone, first: whoever merges waits for both of them, one after the other.
      let unmerged = try median(body.rounds) {
        try read(envoy.endpoint, "/stats/prometheus") + read(application.endpoint, "/metrics")
      }
      _ = try read(status, "/stats/prometheus")
      let before = observer.cpuSeconds
      let merged = try median(body.rounds) { try read(status, "/stats/prometheus") }
      let cpu = (observer.cpuSeconds - before) / Double(body.rounds)
      table.add([
        body.name, megabytes.fixed(2), (merged * 1000).fixed(2), (unmerged * 1000).fixed(2),
        (merged / unmerged).fixed(2) + "x", (cpu * 1000).fixed(3), observer.peakMemory.fixed(1),
      ])
    }
    print(
      "Merged metrics of a pod, beside the two parts asked for one after the other without an agent\n\(table.text)"
    )
  }

  /// Reads an answer away as it comes; gives how many bytes it had.
  private func read(_ endpoint: Endpoint, _ target: String) throws -> Int {
    let client = HTTPClient()
    defer { client.closeIdleConnections() }
    let exchange = try client.open(
      ClientRequest(HTTPURL(endpoint, target: target), deadline: .after(seconds: 60)))
    guard exchange.status == 200 else {
      throw HarnessFailure(message: "\(endpoint)\(target) answers \(exchange.status)")
    }
    var count = 0
    while true {
      let part = try exchange.readPart(upTo: 1 << 20)
      if part.isEmpty { return count }
      count += part.count
    }
  }

  private func median(_ rounds: Int, _ body: () throws -> Int) throws -> Double {
    var seconds: [Double] = []
    for _ in 0..<rounds {
      let watch = Stopwatch()
      _ = try body()
      seconds.append(watch.seconds)
    }
    return Statistics(seconds).median
  }
}
