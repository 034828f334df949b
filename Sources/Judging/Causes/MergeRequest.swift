import FoundationEssentials

/// What `ISTIO_PROMETHEUS_ANNOTATIONS` tells the agent to ask the application for.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `PrometheusScrapeConfiguration`, 1.30.3.
struct MergeRequest: Decodable {
  var scrape: String
  var path: String
  var port: String

  /// Nil when the agent is told nothing: it then asks no application.
  init?(environment: [String: String]) {
    guard let json = environment["ISTIO_PROMETHEUS_ANNOTATIONS"],
      let request = try? JSONDecoder().decode(Self.self, from: Array(json.utf8).withUnsafeBytes { Data($0) })
    else { return nil }
    self = request
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scrape = try container.decodeIfPresent(String.self, forKey: .scrape) ?? ""
    path = try container.decodeIfPresent(String.self, forKey: .path) ?? ""
    port = try container.decodeIfPresent(String.self, forKey: .port) ?? ""
  }

  enum CodingKeys: String, CodingKey { case scrape, path, port }

  /// An empty port means 80.
  var effectivePort: String { port.isEmpty ? "80" : port }
  /// An empty path means `/metrics`.
  var effectivePath: String { path.isEmpty ? "/metrics" : path }
}
