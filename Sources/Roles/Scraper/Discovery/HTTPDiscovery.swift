import Contract
import Exposition
import PrometheusModel
import Wire

/// `http_sd_configs`: groups of targets at a URL.
///
/// Source: prometheus/prometheus `discovery/http/http.go`, `Refresh`, 3.5.0.
enum HTTPDiscovery {
  /// A provider of what the URL answers.
  static func provider(
    _ configuration: HTTPDiscoveryConfiguration, source: IPAddress, version: PrometheusVersion,
    log: @escaping @Sendable (String) -> Void
  ) -> PolledDiscovery {
    let client = TargetClient(configuration.client, source: source, version: version)
    let interval = configuration.refreshInterval.milliseconds
    let headers: HTTPHeaders = [
      "User-Agent": "Prometheus/\(version.number)", "Accept": "application/json",
      "X-Prometheus-Refresh-Interval-Seconds": goPlainFloatText(Double(interval) / 1000),
    ]
    return PolledDiscovery(intervalMilliseconds: Int64(interval), log: log) { () throws(RoleFailure) in
      let answer = try JSONAnswer.get(configuration.url, client, headers)
      let type = answer.contentType.prefix { $0 != ";" }
      guard type.lowercased() == "application/json" else {
        throw RoleFailure("unsupported content type \(goQuoted(answer.contentType))")
      }
      return try TargetGroupReading.groups(
        answer.text, name: configuration.url, isJSON: true, adding: ("__meta_url", configuration.url))
    }
  }
}

/// An answer of a server that lists targets.
struct JSONAnswer {
  /// The body.
  var text: String
  /// The header fields.
  var headers: HTTPHeaders
  /// The `Content-Type`.
  var contentType: String { headers["Content-Type"] ?? "" }

  /// Asks for a URL; anything but status 200 is an error.
  static func get(
    _ text: String, _ client: TargetClient, _ headers: HTTPHeaders, milliseconds: Int = 30_000,
    cancellation: Cancellation? = nil
  ) throws(RoleFailure) -> JSONAnswer {
    guard let url = HTTPURL(text) else { throw RoleFailure("\(goQuoted(text)) is no http or https URL") }
    do {
      let exchange = try client.open(
        url, headers: headers, deadline: .after(milliseconds: milliseconds), decoding: .transparent,
        cancellation: cancellation)
      let body = try exchange.readAll()
      guard exchange.status == 200 else {
        throw RoleFailure("server returned HTTP status \(exchange.status) \(exchange.reason)")
      }
      return JSONAnswer(text: String(decoding: body, as: UTF8.self), headers: exchange.headers)
    } catch let error as RoleFailure {
      throw error
    } catch let error as ScrapeFailure {
      throw RoleFailure(error.message)
    } catch {
      throw RoleFailure("\(error)")
    }
  }
}
