import Contract
import Wire

/// How a real Envoy is started and read.
enum EnvoyProcess {
  /// Starts Envoy on the calling thread, which must live as long as the process.
  /// - Parameters:
  ///   - bootstrap: the path of the bootstrap file.
  ///   - heard: called for each line of the access log, on one thread.
  static func start(
    _ engine: ProxyEngine, bootstrap: String, heard: @escaping @Sendable ([UInt8]) -> Void
  ) throws(WireError) -> TiedProcess {
    try TiedProcess(
      engine.program, arguments(bootstrap: bootstrap), log: "\(engine.folder)/envoy.log",
      hearing: TiedProcess.Hearing(
        output: heard,
        // Source: envoyproxy/envoy `source/server/server.cc`, `InstanceBase::run`, 1.40: after the workers have started.
        isReady: { $0.contains("starting main dispatch loop") },
        isWorthTelling: { $0.contains("[error]") || $0.contains("[critical]") || !$0.hasPrefix("[") }))
  }

  /// Istio's agent starts Envoy with the same two options for draining. Source: istio/istio `pkg/envoy/proxy.go`,
  /// `args`, and `pkg/config/mesh/mesh.go`, `DrainDuration`, 1.30.3.
  private static func arguments(bootstrap: String) -> [String] {
    [
      "-c", bootstrap, "--log-level", "error", "--component-log-level", "main:info", "--disable-hot-restart",
      "--concurrency", "1", "--drain-time-s", "45", "--drain-strategy", "immediate",
      // Every line of the access log at once.
      "--file-flush-min-size-kb", "0",
    ]
  }
}
