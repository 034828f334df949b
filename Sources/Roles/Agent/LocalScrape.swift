import Contract
import MeshModel
import Wire

/// A request of the agent to a process of its own pod.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `scrape`, 1.30.3.
struct LocalScrape {
  let client: HTTPClient
  /// What `localhost` means in the pod.
  let localhost: IPAddress
  /// The request that the agent answers; some of its header fields go along.
  let incoming: HTTPRequest
  /// The agent's release.
  let version: IstioVersion

  /// Why a part is missing, in the agent's words, and the status if there was an answer.
  struct Failure: Error {
    var message: String
    var status: Int?
  }

  /// Fetches a URL. The caller's timeout, `User-Agent` and what `accept` says go along; redirects are followed.
  func open(_ text: String, accept: String?) throws(Failure) -> ClientExchange {
    guard let url = HTTPURL(text) else {
      throw Failure(message: "parse \(quoted(text)): invalid URL")
    }
    var headers = HTTPHeaders()
    headers["User-Agent"] = incoming.headers["User-Agent"] ?? "Go-http-client/1.1"
    if let accept { headers.add("Accept", accept) }
    if !version.exhibits(.keepsCredentials), let credentials = incoming.headers["Authorization"] {
      headers.add("Authorization", credentials)
    }
    let timeout =
      !version.exhibits(.forwardsTimeout) ? nil : incoming.headers["X-Prometheus-Scrape-Timeout-Seconds"]
    if let timeout, !timeout.isEmpty { headers.add("X-Prometheus-Scrape-Timeout-Seconds", timeout) }
    let deadline = timeout.flatMap(Double.init).map { Deadline.after(seconds: $0) } ?? .never
    let exchange: ClientExchange
    do throws(WireError) { exchange = try follow(url, headers, deadline) } catch {
      throw Failure(message: "error scraping \(text): \(error.message)")
    }
    guard exchange.status == 200 else {
      exchange.abandon()
      throw Failure(message: "error scraping \(text), status code: \(exchange.status)", status: exchange.status)
    }
    return exchange
  }

  /// Go's client follows ten redirects; each leads to the pod's localhost again, unless it names another host.
  func follow(
    _ first: HTTPURL, _ headers: HTTPHeaders, _ deadline: Deadline
  ) throws(WireError) -> ClientExchange {
    var url = first
    var headers = headers
    for _ in 0..<10 {
      var request = ClientRequest(
        url, headers: headers, deadline: deadline, followsRedirects: false, decoding: .transparent)
      if ["localhost", "127.0.0.1", "::1"].contains(url.host) {
        request.endpoint = Endpoint(localhost, url.effectivePort)
      }
      let exchange: ClientExchange
      do throws(WireError) { exchange = try client.open(request) } catch {
        var error = error
        error.message = "Get \(quoted(url.description)): \(error.message)"
        throw error
      }
      guard [301, 302, 303, 307, 308].contains(exchange.status), version.exhibits(.followsRedirects),
        let location = exchange.headers["Location"], let next = url.resolving(location)
      else { return exchange }
      exchange.abandon()
      headers["Referer"] = url.description
      url = next
    }
    throw WireError(.protocolViolation, "Get \(quoted(url.description)): stopped after 10 redirects")
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }
}
