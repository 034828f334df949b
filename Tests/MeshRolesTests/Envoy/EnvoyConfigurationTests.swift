import Contract
import Foundation
import MeshModel
import SourceText
import TestSupport
import Testing
import Wire

@testable import Roles

/// A proxy with every mode and protocol, policies and secure metrics.
enum SampleProxy {
  static func configuration(
    version: String = "1.30.3", policies: [String] = [], fault: Fault? = nil
  ) throws -> ProxyConfiguration {
    let authority = try CertificateAuthority(commonName: "root")
    let certificate = try authority.issue(spiffeID: "spiffe://cluster.local/ns/shop/sa/cart")
    let pod = IPAddress("127.9.1.1")
    let loopback = IPAddress("127.9.1.3")
    var port: UInt16 = 8000
    let inbound = MTLSMode.allCases.flatMap { mode in
      PortProtocol.allCases.map { portProtocol in
        port += 1
        return InboundListener(
          listener: Listener(Endpoint(pod, port)), mode: mode, portProtocol: portProtocol,
          upstream: Endpoint(IPAddress("127.9.1.2"), port), isPassthrough: portProtocol == .auto)
      }
    }
    return ProxyConfiguration(
      pod: PodReference(namespace: "shop", name: "cart"), version: version,
      identity: WorkloadIdentity(
        spiffeID: "spiffe://cluster.local/ns/shop/sa/cart", certificateChain: certificate.certificateChain,
        privateKey: certificate.privateKey, trustedRoots: authority.rootPEM,
        trustDomains: ["cluster.local", "old.local"]), inbound: inbound,
      statistics: [Listener(Endpoint(pod, 15_090)), Listener(Endpoint(loopback, 15_090))],
      health: [Listener(Endpoint(pod, 15_021)), Listener(Endpoint(loopback, 15_021))],
      admin: [Listener(Endpoint(loopback, 15_000))], authorizationPolicies: policies,
      secureMetrics: [
        SecureMetricsListener(listener: Listener(Endpoint(pod, 15_091))),
        SecureMetricsListener(listener: Listener(Endpoint(pod, 15_092)), agent: Endpoint(loopback, 15_020)),
      ], fault: fault)
  }

  static let policies = [
    #"{"metadata":{"name":"deny","namespace":"shop"},"spec":{"action":"DENY","rules":[{"to":[{"operation":{"ports":["8080"],"paths":["/metrics","/a/{*}/b"],"methods":["GET"],"hosts":["*.shop"]}}],"from":[{"source":{"notNamespaces":["mon*"],"ipBlocks":["10.0.0.0/8"]}}]}]}}"#,
    #"{"metadata":{"name":"allow","namespace":"shop"},"spec":{"rules":[{"from":[{"source":{"principals":["cluster.local/ns/monitoring/sa/prometheus","*"],"serviceAccounts":["prometheus"],"trustDomains":["cluster.local"]}}],"when":[{"key":"request.headers[x]","values":["*"]},{"key":"connection.sni","notValues":["a*"]},{"key":"source.ip","values":["::1"]}]}]}}"#,
    #"{"metadata":{"name":"nothing","namespace":"shop"},"spec":{}}"#,
  ]
}

@Suite("Envoy's configuration")
struct EnvoyConfigurationTests {
  private func resources(_ configuration: ProxyConfiguration) throws -> [YAMLNode] {
    EnvoyListeners(
      configuration: configuration, version: try #require(IstioVersion(configuration.version))
    ).resources
  }

  private func listener(_ mode: MTLSMode, _ portProtocol: PortProtocol) throws -> YAMLNode {
    let configuration = try SampleProxy.configuration()
    let index = try #require(
      configuration.inbound.firstIndex { $0.mode == mode && $0.portProtocol == portProtocol })
    return try resources(configuration)[index]
  }

  private static let table: [(MTLSMode, PortProtocol, [String])] = [
    (.strict, .http, ["tls+mTLS http"]), (.strict, .tcp, ["tls+mTLS tcp"]),
    (
      .strict, .auto,
      ["tls[istio-http/1.0,istio-http/1.1,istio-h2]+mTLS http", "tls+mTLS tcp"]
    ),
    (
      .permissive, .http,
      [
        "tls[istio-peer-exchange,istio,istio-http/1.0,istio-http/1.1,istio-h2]+mTLS http", "raw_buffer http",
      ]
    ),
    (
      .permissive, .tcp,
      [
        "tls[istio-peer-exchange,istio,istio-http/1.0,istio-http/1.1,istio-h2]+mTLS tcp", "tls tcp",
        "raw_buffer tcp",
      ]
    ),
    (
      .permissive, .auto,
      [
        "tls[istio-http/1.0,istio-http/1.1,istio-h2]+mTLS http", "raw_buffer[http/1.1,h2c] http",
        "tls[istio-peer-exchange,istio]+mTLS tcp", "raw_buffer tcp", "tls tcp",
      ]
    ), (.disable, .http, ["raw_buffer http"]), (.disable, .tcp, ["raw_buffer tcp"]),
    (.disable, .auto, ["raw_buffer[http/1.1,h2c] http", "raw_buffer tcp"]),
  ]

  @Test("filter chains by mode and protocol", arguments: table)
  private func chains(_ mode: MTLSMode, _ portProtocol: PortProtocol, _ expected: [String]) throws {
    let listener = try listener(mode, portProtocol)
    let chains = try #require(listener["filter_chains"]?.sequence).map { chain in
      let match = chain["filter_chain_match"]
      let alpn = (match?["application_protocols"]?.sequence ?? []).compactMap(\.string)
      let filter = chain["filters"]?.sequence?.last?["name"]?.string ?? ""
      return (match?["transport_protocol"]?.string ?? "")
        + (alpn.isEmpty ? "" : "[\(alpn.joined(separator: ","))]")
        + (chain["transport_socket"] == nil ? " " : "+mTLS ")
        + (filter.hasSuffix("tcp_proxy") ? "tcp" : "http")
    }
    #expect(chains == expected)
    let inspectors = (listener["listener_filters"]?.sequence ?? []).compactMap { $0["name"]?.string }
    #expect(inspectors.contains("envoy.filters.listener.tls_inspector") == (mode != .disable))
    #expect(
      inspectors.contains("envoy.filters.listener.http_inspector")
        == (portProtocol == .auto && mode != .strict))
  }

  @Test("trust domains become prefixes of names")
  func names() throws {
    let text = try listener(.strict, .http).json()
    #expect(text.contains(#""prefix":"spiffe://cluster.local/""#))
    #expect(text.contains(#""prefix":"spiffe://old.local/""#))
    #expect(text.contains(#""require_client_certificate":true"#))
  }

  @Test("the address that dials the application", arguments: [("1.9.8", false), ("1.10.0", true)])
  func source(_ version: String, _ isBound: Bool) throws {
    let clusters = EnvoyClusters(
      configuration: try SampleProxy.configuration(version: version),
      version: try #require(IstioVersion(version))
    ).all
    #expect(clusters.contains { $0.json().contains("127.0.0.6") } == isBound)
  }

  @Test("policies are filters of every chain, the denying one first")
  func policies() throws {
    let resources = try resources(SampleProxy.configuration(policies: SampleProxy.policies))
    for listener in resources.prefix(9) {
      for chain in listener["filter_chains"]?.sequence ?? [] {
        let text = chain.json()
        let deny = try #require(text.firstRange(of: #""action":"DENY""#))
        let allow = try #require(text.firstRange(of: #""action":"ALLOW""#))
        #expect(deny.lowerBound < allow.lowerBound)
      }
    }
  }

  // MARK: Against the real one

  private static let envoy: String? = {
    let folder =
      ProcessInfo.processInfo.environment["MESHSCRAPE_ENGINES"] ?? Repository.path(".engines")
    let path = "\(folder)/envoy-1.40.0/envoy"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  @Test(
    "Envoy takes it", .enabled(if: envoy != nil, "'make engines' brings Envoy 1.40; it is not there"),
    arguments: [
      ("1.30.3", false, Fault?.none), ("1.30.3", true, nil), ("1.9.8", false, nil),
      ("1.31.0", true, .wrongAnswer),
    ])
  private func validate(_ version: String, _ hasPolicies: Bool, _ fault: Fault?) throws {
    var configuration = try SampleProxy.configuration(
      version: version, policies: hasPolicies ? SampleProxy.policies : [], fault: fault)
    let scratch = try Scratch()
    configuration.engine = ProxyEngine(program: "", version: "", folder: scratch.path)
    let istio = try #require(IstioVersion(version))
    var bootstrap = EnvoyBootstrap(configuration: configuration, version: istio)
      .bootstrap(listeners: "", watched: "")
    // Validation does not read listeners from files.
    bootstrap["dynamic_resources"] = nil
    var resources = try #require(bootstrap["static_resources"])
    let written = try #require(resources["listeners"]?.sequence)
    let read = EnvoyListeners(configuration: configuration, version: istio).resources.map { listener in
      var listener = listener
      listener["@type"] = nil
      return listener
    }
    resources["listeners"] = .sequence(written + read)
    bootstrap["static_resources"] = resources
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.envoy))
    process.arguments = [
      "--mode", "validate", "-l", "error", "-c", try scratch.write(bootstrap.json(), to: "bootstrap.json"),
    ]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let words = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(words)")
  }
}
