/// What the arguments of Consul's merging container tell it to ask the application for.
///
/// Source: hashicorp/consul-dataplane `cmd/consul-dataplane/main.go`, 2.0.1; hashicorp/consul-k8s
/// `control-plane/subcommand/consul-sidecar/command.go`, 0.49.8.
struct ConsulMergeRequest {
  /// The port on the pod's localhost.
  var port: UInt16
  /// The path there, with its query.
  var path: String

  /// Nil where nothing is to be asked.
  init?(_ arguments: [String]) {
    func value(_ flag: String) -> String? {
      arguments.first { $0.hasPrefix("-\(flag)=") }.map { String($0.dropFirst(flag.count + 2)) }
    }
    if let port = value("service-metrics-port").flatMap(UInt16.init) {
      self.port = port
      path = value("service-metrics-path") ?? "/metrics"
      return
    }
    guard let url = value("telemetry-prom-service-metrics-url"), url.hasPrefix("http://127.0.0.1:") else {
      return nil
    }
    let rest = url.dropFirst("http://127.0.0.1:".count)
    guard let port = UInt16(rest.prefix { $0 != "/" }) else { return nil }
    self.port = port
    path = String(rest.drop { $0 != "/" })
  }
}
