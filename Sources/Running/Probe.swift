import Contract
import Exposition
import Planning
import Scenarios
import Wire

/// Asks a process directly, as somebody with a shell in the pod would.
enum Probe {
  struct Answer {
    var status: Int
    var contentType: String?
    var bytes: [UInt8]
  }

  /// The `User-Agent` by which processes tell a probe from traffic, and count nothing.
  static let userAgent = "meshscrape-probe"

  static func get(
    _ client: HTTPClient, url: String, from source: IPAddress?, milliseconds: Int, process: String
  ) throws(HarnessFailure) -> Answer {
    do {
      return try get(client, url: url, from: source, milliseconds: milliseconds)
    } catch {
      throw HarnessFailure(process: process, message: "no answer from \(url): \(error.message)")
    }
  }

  static func get(
    _ client: HTTPClient, url: String, from source: IPAddress?, milliseconds: Int, bearerToken: String? = nil
  ) throws(WireError) -> Answer {
    var headers: HTTPHeaders = ["User-Agent": userAgent]
    if let bearerToken { headers.add("Authorization", "Bearer \(bearerToken)") }
    guard let url = HTTPURL(url) else { throw WireError(.configuration, "\(url) is no URL") }
    let response = try client.send(
      ClientRequest(
        url, headers: headers, source: source,
        tls: url.scheme == "https" ? try ClientTLS(insecureSkipVerify: true) : nil,
        deadline: .after(milliseconds: milliseconds)))
    return Answer(
      status: response.status, contentType: response.headers["Content-Type"], bytes: response.body)
  }
}

/// What the processes of pods serve when asked on the pod's own loopback: the proof that a series that is missing
/// in the scraper is there to be scraped.
struct ExposureProbe {
  let client: HTTPClient
  let patience: Int

  /// Asks every application of the pods.
  func applications(of pods: [PlannedPod]) -> [ObservedExposure] {
    pods.flatMap { pod in
      pod.exposures.map { exposure in
        let address = exposure.bind == .podIP ? pod.addresses.eth0 : pod.addresses.loopback
        return observe(
          ObservedExposure(
            pod: pod.reference, container: exposure.container, source: .application, port: exposure.port,
            path: exposure.path, status: nil, series: [], error: nil),
          at: Endpoint(address, exposure.port), scheme: exposure.https ? "https" : "http",
          bearerToken: exposure.bearerToken)
      }
    }
  }

  /// Asks every proxy for its statistics and every agent for its merged metrics.
  func sidecars(of pods: [PlannedPod]) -> [ObservedExposure] {
    pods.flatMap { pod in
      pod.metricsDoors.map { source, port, path in
        observe(
          ObservedExposure(
            pod: pod.reference, container: nil, source: source, port: port, path: path,
            status: nil, series: [], error: nil),
          at: Endpoint(pod.addresses.loopback, port), scheme: "http", bearerToken: nil)
      }
    }
  }

  private func observe(
    _ exposure: ObservedExposure, at endpoint: Endpoint, scheme: String, bearerToken: String?
  ) -> ObservedExposure {
    var exposure = exposure
    do {
      let answer = try Probe.get(
        client, url: "\(scheme)://\(endpoint)\(exposure.path)", from: nil, milliseconds: patience,
        bearerToken: bearerToken)
      exposure.status = answer.status
      (exposure.series, exposure.error) = ExposedSeries.read(answer.bytes, contentType: answer.contentType)
    } catch {
      exposure.error = error.message
    }
    return exposure
  }
}
