import Contract
import Running
import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Requests of a few clients at once, each waiting for its answer before it asks again.
struct ProxyLoad {
  /// How many clients.
  var clients = 4
  /// How many requests each sends before they count, so that connections are there.
  var warmUp = 50
  /// How many requests each sends.
  var requests: Int
  /// Whether connections are kept; else each request dials, and shakes hands.
  var keepsAlive: Bool

  /// What a load cost.
  struct Cost {
    var requestsPerSecond: Double
    /// Milliseconds from a request to the end of its answer.
    var latencies: Statistics
    /// Microseconds of the proxy's CPU a request.
    var cpuMicroseconds: Double
  }

  /// Sends the load to an endpoint; `observer` looks at who is measured.
  func cost(
    at endpoint: Endpoint, tls: ClientTLS?, observer: ProcessObserver?
  ) throws -> Cost {
    // One client a connection, so that all of them are in use at once.
    let all = (0..<clients).map { _ in HTTPClient() }
    try send(warmUp, all, endpoint, tls)
    let before = observer?.cpuSeconds ?? 0
    let watch = Stopwatch()
    let latencies = try send(requests, all, endpoint, tls)
    let seconds = watch.seconds
    let cpu = (observer?.cpuSeconds ?? 0) - before
    let count = Double(clients * requests)
    return Cost(
      requestsPerSecond: count / seconds, latencies: Statistics(latencies), cpuMicroseconds: cpu / count * 1e6)
  }

  @discardableResult
  private func send(
    _ count: Int, _ clients: [HTTPClient], _ endpoint: Endpoint, _ tls: ClientTLS?
  ) throws -> [Double] {
    let results = Mutex<[Result<[Double], HarnessFailure>]>([])
    let finished = try Descriptors.pipe()
    defer { for descriptor in [finished.reading, finished.writing] { Sockets.close(descriptor) } }
    let keepsAlive = keepsAlive
    for client in clients {
      try DetachedThread.start {
        let result = Self.run(client, count, endpoint, tls, keepsAlive: keepsAlive)
        results.withLock { $0.append(result) }
        _ = write(finished.writing, "\n", 1)
      }
    }
    var ended = LineReader(descriptor: finished.reading)
    for _ in clients { _ = try ended.next(deadline: .never) }
    return try results.withLock { $0 }.flatMap { try $0.get() }
  }

  private static func run(
    _ client: HTTPClient, _ count: Int, _ endpoint: Endpoint, _ tls: ClientTLS?, keepsAlive: Bool
  ) -> Result<[Double], HarnessFailure> {
    var latencies: [Double] = []
    latencies.reserveCapacity(count)
    let url = HTTPURL(endpoint, target: "/metrics", scheme: tls == nil ? "http" : "https")
    do throws(WireError) {
      for _ in 0..<count {
        let begin = Deadline.nowMicroseconds
        let answer = try client.send(
          ClientRequest(url, tls: tls, deadline: .after(seconds: 30), keepsAlive: keepsAlive))
        guard answer.status == 200 else {
          return .failure(HarnessFailure(message: "\(url) answers \(answer.status)"))
        }
        latencies.append(Double(Deadline.nowMicroseconds - begin) / 1000)
      }
      return .success(latencies)
    } catch {
      return .failure(HarnessFailure(message: "\(url): \(error.message)"))
    }
  }
}
