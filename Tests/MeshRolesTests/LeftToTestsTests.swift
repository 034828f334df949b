import Contract
import KubernetesModel
import MeshModel
import Testing
import Wire

@testable import Roles

/// What the ledger leaves to tests, because no scrape can tell: each mutant changes what is seen here.
@Suite("Behaviours that no scrape can tell")
struct LeftToTestsTests {
  static let behaviours = IstioBehaviour.allCases.filter { $0.fact.tests != nil }

  @Test("a mutant is seen", arguments: behaviours)
  func mutant(_ behaviour: IstioBehaviour) throws {
    let release = behaviour == .spellsConnectError ? "1.24.0" : "1.30.3"
    let mutant = "\(release)~\(behaviour.rawValue)"
    let (right, wrong) = (try Self.observe(behaviour, release), try Self.observe(behaviour, mutant))
    #expect(right != nil, "nothing here looks at \(behaviour.rawValue)")
    #expect(right != wrong)
  }

  /// What depends on a behaviour, as text; nil if nothing here looks at it.
  private static func observe(_ behaviour: IstioBehaviour, _ version: String) throws -> String? {
    switch behaviour {
    case .namesRemoteFailure, .spellsConnectError, .withholdsConnectError:
      let answer = try ProxyBench(.permissive, .http, .down, version: version).visit().1
      return answer.split(separator: "\n").last.map(String.init)
    case .refusesHTTP10:
      let request = Array("GET / HTTP/1.0\r\n\r\n".utf8)
      let answer = try ProxyBench(.permissive, .http, version: version).visit(sending: request).1
      return String(answer.prefix(12))
    case .forwardsCertificate:
      let answer = try ProxyBench(.strict, .http, version: version).visit(.init(testDescription: "good")).1
      return "\(answer.contains("x-forwarded-client-cert: "))"
    case .compressesStatistics:
      let proxy = try ProxyBench(.permissive, .http, version: version)
      return try coding(of: proxy.statistics)
    case .compresses:
      let large = String(repeating: "cart_items 3\n", count: 500)
      return try coding(of: AgentBench(version) { _ in HTTPResponse(text: large) }.status)
    case .quitsWhenAsked:
      let agent = try AgentBench(version)
      let request = ClientRequest(
        HTTPURL(agent.status, target: "/quitquitquit"), method: "POST", deadline: .after(milliseconds: 10_000))
      _ = try HTTPClient().send(request)
      return "\((try? agent.get())?.status ?? 0)"
    case .refusesRecursion:
      let scrape = ScrapeConfiguration(port: "15020")
      let release = try #require(IstioVersion(version))
      return "\((try? scrape.endpoints(statusPort: 15020, version: release))?.count ?? -1)"
    case .portLevelNeedsSelector:
      let policy = PeerAuthentication(
        metadata: ObjectMeta(name: "default", namespace: "shop"),
        spec: .init(portLevelMtls: ["8080": .init(.strict)]))
      let composed = PeerAuthenticationComposition.compose(
        [policy], workloadNamespace: "shop", workloadLabels: [:], rootNamespace: "istio-system",
        version: try #require(IstioVersion(version)))
      return composed.mode(port: 8080).rawValue
    default: return nil
    }
  }

  private static func coding(of endpoint: Endpoint) throws -> String {
    let answer = try RoleBench.get(
      endpoint, "/stats/prometheus", headers: ["Accept-Encoding": "gzip"], decoding: .none)
    return answer.headers["Content-Encoding"] ?? "none"
  }
}
