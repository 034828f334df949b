import Contract
import Exposition
import Wire

/// What a target answered.
struct FetchedBody: Sendable {
  /// The HTTP status, if there was an answer.
  var status: Int?
  /// The `Content-Type` of the answer.
  var contentType: String?
  /// The body, or why there is none.
  var body: Result<[UInt8], ScrapeFailure>
}

/// Asks a target for its metrics.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `targetScraper.scrape` and `readResponse`, 3.5.0.
enum TargetFetch {
  /// Sends the request of a scrape, and reads the answer, which has probably as many bytes as the last one.
  static func fetch(
    _ url: String, job: ScrapeJob, timeoutSeconds: Double, memory: RequestMemory? = nil, lastBytes: Int = 0
  ) -> FetchedBody {
    guard let location = HTTPURL(url) else {
      return FetchedBody(body: .failure(ScrapeFailure(.configuration, Self.invalidURL(url))))
    }
    var headers = job.headers
    headers.add("X-Prometheus-Scrape-Timeout-Seconds", goPlainFloatText(timeoutSeconds))
    let deadline = Deadline.after(seconds: timeoutSeconds)
    let exchange: ClientExchange
    do throws(ScrapeFailure) {
      // A body of exactly the limit is refused, too.
      exchange = try job.client.open(
        location, headers: headers, deadline: deadline,
        bodyLimit: job.bodySizeLimit > 0 ? job.bodySizeLimit - 1 : nil, memory: memory)
    } catch {
      return FetchedBody(body: .failure(error))
    }
    var fetched = FetchedBody(
      status: exchange.status, contentType: exchange.headers["Content-Type"], body: .success([]))
    guard exchange.status == 200 else {
      // The rest is read so that the connection can be used again.
      _ = try? exchange.readAll()
      let message = "server returned HTTP status \(exchange.statusText)"
      fetched.body = .failure(ScrapeFailure(.status, message))
      return fetched
    }
    do throws(WireError) {
      let body = try exchange.readAll(expecting: lastBytes + lastBytes / 16)
      // What arrives together with the deadline is too late: Go cancels by a timer, however busy the machine is.
      if deadline.isPast { throw .deadlineExceeded }
      fetched.body = .success(body)
    } catch {
      fetched.body = .failure(ScrapeFailure(error.kind, error.message))
    }
    return fetched
  }

  /// What Go says of a URL that its client cannot use.
  ///
  /// Source: golang/go src/net/http/request.go `NewRequestWithContext`, 1.24.
  private static func invalidURL(_ url: String) -> String {
    if let reason = URLFault.reason(url) { return "parse \(goQuoted(url)): \(reason)" }
    // Go prints what it parsed.
    let scheme = URLFault.scheme(url) ?? ""
    return "Get \(goQuoted(scheme + url.dropFirst(scheme.count))): \(URLFault.unusable(url))"
  }
}
