import Contract
import Running
import Wire

/// Prints what requests through a sidecar cost, in the built-in proxy and in a real Envoy.
struct ProxyBench {
  let options: BenchOptions

  /// How many times Envoy's CPU a request may cost at most.
  private static let aim = 1.5

  func run() throws {
    // A scrape of a small application: 4 KB.
    let server = try ExpositionServer(SampleExposition(series: 40, isOpenMetrics: false), compresses: false)
    let authority = try CertificateAuthority(commonName: "cluster.local")
    func issue(_ name: String) throws -> (IssuedCertificate, String) {
      let spiffeID = "spiffe://cluster.local/ns/shop/sa/\(name)"
      return (try authority.issue(spiffeID: spiffeID), spiffeID)
    }
    let (workload, spiffeID) = try issue("cart")
    let (client, _) = try issue("prometheus")
    let identity = WorkloadIdentity(
      spiffeID: spiffeID, certificateChain: workload.certificateChain, privateKey: workload.privateKey,
      trustedRoots: authority.rootPEM, trustDomains: ["cluster.local"])
    let tls = try ClientTLS(
      certificateChain: client.certificateChain, privateKey: client.privateKey, roots: authority.rootPEM,
      insecureSkipVerify: true, alpn: ["istio-http/1.1", "istio", "http/1.1"])
    let scale = options.isQuick ? 10 : 1
    let loads: [(name: String, isMutual: Bool, load: ProxyLoad)] = [
      ("plaintext", false, ProxyLoad(requests: 10_000 / scale, keepsAlive: true)),
      ("mutual TLS", true, ProxyLoad(requests: 10_000 / scale, keepsAlive: true)),
      ("mutual TLS, a handshake each", true, ProxyLoad(requests: 1000 / scale, keepsAlive: false)),
    ]
    var table = Table(["load", "proxy", "requests/s", "CPU µs", "p50 ms", "p99 ms", "CPU ratio"])
    var missed: [String] = []
    let direct = try ProxyLoad(requests: 10_000 / scale, keepsAlive: true)
      .cost(at: server.endpoint, tls: nil, observer: nil)
    table.add(Self.row("plaintext", "none", direct, cpu: "", ratio: ""))
    var ours: [String: Double] = [:]
    for proxy in MeasuredProxy.all {
      let process = try ProxyProcess(
        proxy, executable: options.executable, application: server.endpoint, identity: identity)
      defer { process.stop() }
      for (name, isMutual, load) in loads {
        progress("proxy: \(name), \(proxy.name)")
        let cost = try load.cost(
          at: isMutual ? process.mutual : process.plaintext, tls: isMutual ? tls : nil,
          observer: process.observer)
        var ratio = ""
        if case .builtIn = proxy {
          ours[name] = cost.cpuMicroseconds
        } else if let own = ours[name] {
          ratio = (own / cost.cpuMicroseconds).fixed(2) + "x"
          if own > Self.aim * cost.cpuMicroseconds { missed.append(name) }
        }
        table.add(Self.row(name, proxy.name, cost, cpu: cost.cpuMicroseconds.fixed(1), ratio: ratio))
      }
    }
    let load = loads[0].load
    print(
      "Requests through a sidecar, 4 KB each, \(load.clients) clients at once; the ratio is the built-in proxy's CPU a "
        + "request over Envoy's\n\(table.text)")
    let aim = "at most \(Self.aim.fixed(1))x of Envoy's CPU a request"
    if MeasuredProxy.all.count == 1 {
      print("No real Envoy is here: 'make engines' brings it.")
    } else {
      print(missed.isEmpty ? "Aim met: \(aim)." : "Aim (\(aim)) missed by: \(missed.joined(separator: ", ")).")
    }
  }

  private static func row(
    _ load: String, _ proxy: String, _ cost: ProxyLoad.Cost, cpu: String, ratio: String
  ) -> [String] {
    [
      load, proxy, cost.requestsPerSecond.fixed(0), cpu, cost.latencies.median.fixed(3),
      cost.latencies.quantile(0.99).fixed(3), ratio,
    ]
  }
}
