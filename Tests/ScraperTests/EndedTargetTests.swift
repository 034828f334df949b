import Contract
import PrometheusModel
import Testing
import Wire

@testable import Roles

/// A target that ends while it is scraped.
@Suite struct EndedTargetTests {
  private static let job = ScrapeJob(
    name: "j", rules: IngestionRules(),
    client: TargetClient(
      HTTPClientConfiguration(), source: IPAddress(127, 0, 0, 1), version: PrometheusVersion(3, 5)),
    headers: [:],
    fingerprint: JobFingerprint(ScrapeConfig(jobName: "j", version: PrometheusVersion(3, 5))))

  private static let answer =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nConnection: close\r\n\r\na 1\n"

  /// An application that answers when it is told to.
  private final class Application: Sendable {
    let endpoint: Endpoint
    private let acceptor: Acceptor
    private let listener: Int32
    private let asked = Monitor(0)
    private let told = Monitor(false)

    init() throws {
      listener = try Sockets.listen(Endpoint(IPAddress(127, 0, 0, 1), 0))
      endpoint = try Sockets.localEndpoint(of: listener)
      acceptor = try Acceptor()
      try acceptor.add(listener) { [asked, told] stream in
        _ = try? stream.read(upTo: 4096, deadline: .after(seconds: 20))
        asked.change { $0 += 1 }
        _ = told.wait(until: .now + 20_000_000_000) { $0 ? true : nil }
        try? stream.write(Array(EndedTargetTests.answer.utf8), deadline: .after(seconds: 20))
        stream.close()
      }
      try DetachedThread.start { [acceptor] in try? acceptor.run() }
    }

    deinit {
      acceptor.remove(listener)
      Sockets.close(listener)
      acceptor.stop()
    }

    func awaitQuestion() -> Bool {
      asked.wait(until: .now + 20_000_000_000) { $0 > 0 ? true : nil } ?? false
    }

    func tell() { told.change { $0 = true } }
  }

  @Test(arguments: [true, false])
  func aScrapeUnderWayStoresNothingBehindTheMarks(ends: Bool) throws {
    let application = try Application()
    let store = SeriesStore()
    let target = ScrapeTarget(
      AssembledTarget(
        discovered: [:], labels: ["instance": "i", "job": "j"], url: "http://\(application.endpoint)/"),
      job: SharedJob(Self.job), store: store)
    let outcomes = Monitor(0)
    let isDone = Monitor(false)
    #expect(target.request { isDone.change { $0 = true } })
    try DetachedThread.start { target.scrape { _ in outcomes.change { $0 += 1 } } }
    #expect(application.awaitQuestion())
    if ends {
      target.stop()
      target.markStale()
    }
    application.tell()
    #expect(isDone.wait(until: .now + 20_000_000_000) { $0 ? true : nil } == true)
    #expect(outcomes.read { $0 } == (ends ? 0 : 1))
    #expect(store.withTable { $0.count } == (ends ? 0 : 6))
  }
}
