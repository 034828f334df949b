import Contract
import PrometheusModel
import Testing
import Wire

@testable import Roles

/// What Prometheus says of URLs that cannot be asked, in the words of Go.
@Suite struct TargetFetchTests {
  private static let job = ScrapeJob(
    name: "j", rules: IngestionRules(),
    client: TargetClient(
      HTTPClientConfiguration(), source: IPAddress(127, 0, 0, 1), version: PrometheusVersion(3, 5)),
    headers: [:],
    fingerprint: JobFingerprint(ScrapeConfig(jobName: "j", version: PrometheusVersion(3, 5))))

  @Test(arguments: [
    ("http://127.0.0.1:99999/x", #"Get "http://127.0.0.1:99999/x": dial tcp: address 99999: invalid port"#),
    ("http://127.0.0.1:1", #"Get "http://127.0.0.1:1": dial tcp 127.0.0.1:1: connect: connection refused"#),
    (
      "http://127.0.0.1:1?a=b",
      #"Get "http://127.0.0.1:1?a=b": dial tcp 127.0.0.1:1: connect: connection refused"#
    ),
    ("http://127.0.0.1:01/", #"Get "http://127.0.0.1:01/": dial tcp 127.0.0.1:1: connect: connection refused"#),
    ("HTTP://127.0.0.1:1/", #"Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused"#),
    ("ftp://127.0.0.1:1/", #"Get "ftp://127.0.0.1:1/": unsupported protocol scheme "ftp""#),
    ("FTP://127.0.0.1:1/", #"Get "ftp://127.0.0.1:1/": unsupported protocol scheme "ftp""#),
    ("0://127.0.0.1:1/", #"parse "0://127.0.0.1:1/": first path segment in URL cannot contain colon"#),
    ("/a://127.0.0.1:1/", #"Get "/a://127.0.0.1:1/": unsupported protocol scheme """#),
    ("//127.0.0.1:1/", #"Get "//127.0.0.1:1/": unsupported protocol scheme """#),
    ("http:///x", #"Get "http:///x": http: no Host in request URL"#),
  ])
  func namesWhatIsWrongWithAURL(_ url: String, _ message: String) {
    let body = TargetFetch.fetch(url, job: Self.job, timeoutSeconds: 20).body
    guard case .failure(let failure) = body else {
      Issue.record("\(body)")
      return
    }
    #expect(failure.message == message)
  }
}
