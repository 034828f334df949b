import Contract
import FoundationEssentials
import Wire

/// The scraper's HTTP API, the only way in which verdicts learn what was stored.
///
/// Source: prometheus/prometheus `docs/querying/api.md`, v3.5.0.
struct ScraperAPI {
  let client: HTTPClient
  let endpoint: Endpoint
  /// How long one answer may take, in milliseconds.
  let patience: Int
  /// A matcher of an empty label that every series meets, another for each state: it keeps a scraper that caches which
  /// series a selector selects from answering with those of an earlier state. Nil for one that does not.
  var freshness: String?
  /// Whom a failure names.
  var process = "scraper"

  struct Targets: Decodable {
    var activeTargets: [Active]
    var droppedTargets: [Dropped]

    struct Active: Decodable {
      var discoveredLabels: [String: String]
      var labels: [String: String]
      var scrapePool: String
      var scrapeUrl: String
      var lastError: String
      var health: String
    }

    struct Dropped: Decodable {
      var discoveredLabels: [String: String]
      var scrapePool: String?
    }
  }

  func targets() throws(HarnessFailure) -> (active: [ObservedTarget], dropped: [ObservedTarget]) {
    let targets = try get("/api/v1/targets", [], as: Targets.self)
    return (
      targets.activeTargets.map {
        ObservedTarget(
          scrapePool: $0.scrapePool, discoveredLabels: $0.discoveredLabels, labels: $0.labels,
          scrapeURL: $0.scrapeUrl, health: $0.health, lastError: $0.lastError)
      },
      targets.droppedTargets.map {
        ObservedTarget(
          scrapePool: $0.scrapePool ?? $0.discoveredLabels["job"] ?? "", discoveredLabels: $0.discoveredLabels)
      }
    )
  }

  /// The current value of every series that a selector selects.
  func query(_ selector: String) throws(HarnessFailure) -> [ObservedSeries] {
    struct Vector: Decodable {
      var resultType: String
      var result: [Item]

      struct Item: Decodable {
        var metric: [String: String]
        var value: Pair?
      }

      /// `[time, "value"]`.
      struct Pair: Decodable {
        var value: String

        init(from decoder: any Decoder) throws {
          var container = try decoder.unkeyedContainer()
          _ = try container.decode(Double.self)
          value = try container.decode(String.self)
        }
      }
    }
    return try get("/api/v1/query", [("query", fresh(selector))], as: Vector.self).result.map {
      ObservedSeries(labels: $0.metric, value: $0.value.flatMap { Self.number($0.value) })
    }
  }

  /// The selector, with the matcher that keeps its answer fresh.
  func fresh(_ selector: String) -> String {
    guard let freshness else { return selector }
    guard selector.hasSuffix("}") else { return "\(selector){\(freshness)}" }
    return selector.dropLast() + (selector.hasSuffix("{}") ? "" : ",") + "\(freshness)}"
  }

  /// The names of all stored series.
  func names() throws(HarnessFailure) -> [String] {
    try get("/api/v1/label/__name__/values", [], as: [String].self)
  }

  private static func number(_ text: String) -> Double? {
    switch text {
    case "+Inf": .infinity
    case "-Inf": -.infinity
    case "NaN": .nan
    default: Double(text)
    }
  }

  private struct Envelope<Body: Decodable>: Decodable {
    var status: String
    var data: Body?
    var error: String?
  }

  /// Asks, and takes the answer out of its envelope.
  func get<Body: Decodable>(
    _ path: String, _ query: [(String, String)], as: Body.Type
  ) throws(HarnessFailure) -> Body {
    let parameters = query.map { "\($0)=\(FormEncoding.encode($1))" }.joined(separator: "&")
    let target = path + (parameters.isEmpty ? "" : "?" + parameters)
    let body = try Probe.get(
      client, url: "http://\(endpoint)\(target)", from: nil, milliseconds: patience, process: process)
    guard let envelope = try? JSONDecoder().decode(Envelope<Body>.self, from: Data(body.bytes)) else {
      throw HarnessFailure(process: process, message: "answered \(path) with something that is not its API")
    }
    guard envelope.status == "success", let data = envelope.data else {
      throw HarnessFailure(process: process, message: "\(path): \(envelope.error ?? "no data")")
    }
    return data
  }
}
