/// `ISTIO_PROMETHEUS_ANNOTATIONS`: what the injector tells the agent about the application's metrics.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `PrometheusScrapeConfiguration`, 1.31.0-rc.0.
public struct ScrapeConfiguration: Sendable, Hashable, Codable {
  /// The environment variable.
  public static let variable = "ISTIO_PROMETHEUS_ANNOTATIONS"

  /// `prometheus.io/scrape`, as written.
  public var scrape: String
  /// `prometheus.io/path`, as written; may carry a query.
  public var path: String
  /// `prometheus.io/port`, as written.
  public var port: String
  /// `prometheus.istio.io/scrape-targets`, in order.
  public var targets: [Target]

  /// One endpoint of the application.
  public struct Target: Sendable, Hashable, Codable {
    /// The port, as written.
    public var port: String
    /// The path, as written.
    public var path: String

    /// Names an endpoint.
    public init(port: String, path: String) {
      self.port = port
      self.path = path
    }

    /// Reads what is there; the rest has its default.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      port = try container.decodeIfPresent(String.self, forKey: .port) ?? ""
      path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
    }
  }

  /// Makes a configuration; what is left out was not annotated.
  public init(scrape: String = "", path: String = "", port: String = "", targets: [Target] = []) {
    self.scrape = scrape
    self.path = path
    self.port = port
    self.targets = targets
  }

  /// Reads what is there; the rest has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scrape = try container.decodeIfPresent(String.self, forKey: .scrape) ?? ""
    path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
    port = try container.decodeIfPresent(String.self, forKey: .port) ?? ""
    targets = try container.decodeIfPresent([Target].self, forKey: .targets) ?? []
  }

  /// Whether nothing was annotated.
  public var isEmpty: Bool { scrape.isEmpty && path.isEmpty && port.isEmpty && targets.isEmpty }

  /// The JSON text that the injector writes.
  public var json: String {
    var text =
      "{\"scrape\":\(GoSyntax.json(scrape)),\"path\":\(GoSyntax.json(path)),\"port\":\(GoSyntax.json(port))"
    if !targets.isEmpty {
      let list = targets.map { "{\"port\":\(GoSyntax.json($0.port)),\"path\":\(GoSyntax.json($0.path))}" }
      text += ",\"targets\":[\(list.joined(separator: ","))]"
    }
    return text + "}"
  }

  /// The endpoints in `8080:/metrics,9090`; nil if an entry has no port.
  ///
  /// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `ParseScrapeTargets`, 1.31.0-rc.0.
  public static func targets(in annotation: String) -> [Target]? {
    var result: [Target] = []
    for entry in annotation.split(separator: ",") {
      let trimmed = GoSyntax.trimmedSpace(entry)
      if trimmed.isEmpty { continue }
      let parts = trimmed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let port = GoSyntax.trimmedSpace(parts[0])
      guard !port.isEmpty else { return nil }
      let path = parts.count == 2 ? GoSyntax.trimmedSpace(parts[1]) : ""
      result.append(Target(port: port, path: path.isEmpty ? "/metrics" : path))
    }
    return result
  }
}

/// The ports of Istio's own, which merging must not be pointed at.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `istioReservedPorts`, 1.31.0-rc.0.
public enum ReservedPorts {
  /// What a port is reserved for, nil if it is free.
  public static func purpose(of port: Int) -> String? { purposes[port] }

  private static let purposes = [
    15000: "Envoy admin", 15001: "outbound traffic capture", 15004: "pilot debug",
    15006: "inbound traffic capture", 15008: "HBONE tunnel", 15020: "pilot-agent status / merged Prometheus",
    15021: "Envoy health", 15053: "DNS proxy", 15090: "Envoy Prometheus (already merged)",
  ]
}
