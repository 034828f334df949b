import KubernetesModel
import MeshModel
import SourceText
import Testing

/// Policies, a request, and whether it passes on an HTTP and on a TCP filter chain.
struct AuthorizationCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var policies: String
  var http: Bool
  var tcp: Bool

  init(_ title: String, http: Bool, tcp: Bool, _ policies: String) {
    testDescription = title
    self.policies = policies
    self.http = http
    self.tcp = tcp
  }

  /// The request that all cases meet: Prometheus asks for /metrics on 8080 over mutual TLS.
  static let all = [
    AuthorizationCase("no policy allows", http: true, tcp: true, ""),
    AuthorizationCase("no rules allow nothing", http: false, tcp: false, "spec: {}"),
    AuthorizationCase("an empty rule allows all", http: true, tcp: true, "spec: {rules: [{}]}"),
    AuthorizationCase("denying without rules denies nothing", http: true, tcp: true, "spec: {action: DENY}"),
    AuthorizationCase("denying all", http: false, tcp: false, "spec: {action: DENY, rules: [{}]}"),
    AuthorizationCase(
      "the principal is allowed", http: true, tcp: true,
      "spec: {rules: [{from: [{source: {principals: [cluster.local/ns/monitoring/sa/prometheus]}}]}]}"),
    AuthorizationCase(
      "another principal is not", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/*]}}]}]}"),
    AuthorizationCase(
      "any principal", http: true, tcp: true, "spec: {rules: [{from: [{source: {principals: ['*']}}]}]}"),
    AuthorizationCase(
      "an alias of the trust domain", http: true, tcp: true,
      "spec: {rules: [{from: [{source: {principals: [old.domain/ns/monitoring/sa/prometheus]}}]}]}"),
    AuthorizationCase(
      "a foreign trust domain", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {principals: [foreign/ns/monitoring/sa/prometheus]}}]}]}"),
    AuthorizationCase(
      "the namespace", http: true, tcp: true, "spec: {rules: [{from: [{source: {namespaces: [moni*]}}]}]}"),
    AuthorizationCase(
      "not the namespace", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {notNamespaces: [monitoring]}}]}]}"),
    AuthorizationCase(
      "the service account", http: true, tcp: true,
      "spec: {rules: [{from: [{source: {serviceAccounts: [monitoring/prometheus]}}]}]}"),
    AuthorizationCase(
      "the service account of the policy's own namespace", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {serviceAccounts: [prometheus]}}]}]}"),
    AuthorizationCase(
      "the address", http: true, tcp: true, "spec: {rules: [{from: [{source: {ipBlocks: [127.18.0.0/16]}}]}]}"),
    AuthorizationCase(
      "another address", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}"),
    AuthorizationCase(
      "what is no address allows nothing", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {ipBlocks: [10.0.0.0/8, everywhere]}}]}]}"),
    AuthorizationCase(
      "the port", http: true, tcp: true, "spec: {rules: [{to: [{operation: {ports: ['8080']}}]}]}"),
    AuthorizationCase(
      "another port", http: false, tcp: false, "spec: {rules: [{to: [{operation: {ports: ['9090']}}]}]}"),
    AuthorizationCase(
      "the path allows on HTTP only", http: true, tcp: false,
      "spec: {rules: [{to: [{operation: {paths: [/metrics*]}}]}]}"),
    AuthorizationCase(
      "denying a path denies all of TCP", http: true, tcp: false,
      "spec: {action: DENY, rules: [{to: [{operation: {paths: [/admin]}}]}]}"),
    AuthorizationCase(
      "denying a path at another port denies nothing", http: true, tcp: true,
      "spec: {action: DENY, rules: [{to: [{operation: {paths: [/metrics], ports: ['9090']}}]}]}"),
    AuthorizationCase(
      "the method", http: false, tcp: false, "spec: {rules: [{to: [{operation: {methods: [POST]}}]}]}"),
    AuthorizationCase(
      "the host, whatever its case", http: true, tcp: false,
      "spec: {rules: [{to: [{operation: {hosts: ['*.SVC']}}]}]}"),
    AuthorizationCase(
      "a path template", http: true, tcp: false, "spec: {rules: [{to: [{operation: {paths: ['/{*}']}}]}]}"),
    AuthorizationCase(
      "one of several sources and operations", http: true, tcp: true,
      """
      spec:
        rules:
        - from: [{source: {namespaces: [shop]}}, {source: {namespaces: [monitoring]}}]
          to: [{operation: {ports: ['9090']}}, {operation: {ports: ['8080']}}]
      """),
    AuthorizationCase(
      "all conditions", http: true, tcp: true,
      """
      spec:
        rules:
        - when:
          - {key: source.namespace, values: [monitoring]}
          - {key: destination.port, notValues: ['9090']}
      """),
    AuthorizationCase(
      "a header", http: true, tcp: false,
      "spec: {rules: [{when: [{key: 'request.headers[User-Agent]', values: ['Prometheus/*']}]}]}"),
    AuthorizationCase(
      "nobody has a token", http: false, tcp: false,
      "spec: {rules: [{from: [{source: {requestPrincipals: ['*']}}]}]}"),
    AuthorizationCase(
      "denied without a token", http: false, tcp: false,
      "spec: {action: DENY, rules: [{from: [{source: {notRequestPrincipals: ['*']}}]}]}"),
    AuthorizationCase(
      "an unknown attribute skips the rule", http: true, tcp: true,
      "spec: {action: DENY, rules: [{when: [{key: no.such, values: [x]}]}]}"),
    AuthorizationCase(
      "denying wins", http: false, tcp: false,
      """
      spec: {rules: [{}]}
      ---
      spec: {action: DENY, rules: [{to: [{operation: {ports: ['8080']}}]}]}
      """),
    AuthorizationCase(
      "one of several allowing ones is enough", http: true, tcp: true, "spec: {}\n---\nspec: {rules: [{}]}"),
    AuthorizationCase(
      "dry runs and audits decide nothing", http: true, tcp: true,
      """
      annotations: {istio.io/dry-run: "true"}
      spec: {action: DENY, rules: [{}]}
      ---
      spec: {action: AUDIT, rules: [{}]}
      """),
  ]

  func authorization() throws -> Authorization {
    let documents = try YAMLReader.documents(policies, file: "policies")
    let decoded = try documents.filter { !$0.isNull }.map { node in
      try YAMLNode.mapping([
        (
          "metadata",
          .mapping([("name", "p"), ("namespace", "shop"), ("annotations", node["annotations"] ?? .mapping([]))])
        ),
        ("spec", node["spec"] ?? .mapping([])),
      ]).decode(AuthorizationPolicy.self)
    }
    return Authorization(decoded, trustDomains: ["cluster.local", "old.domain"])
  }
}

@Suite("AuthorizationPolicy")
struct AuthorizationTests {
  private static func request(http: Bool) -> AuthorizationRequest {
    AuthorizationRequest(
      principal: "spiffe://cluster.local/ns/monitoring/sa/prometheus", sourceIP: "127.18.0.9",
      destinationIP: "127.18.0.5", destinationPort: 8080,
      http: http
        ? .init(
          method: "GET", path: "/metrics", host: "cart.shop.svc", headers: ["user-agent": "Prometheus/3.5.0"])
        : nil)
  }

  @Test("decides on HTTP and TCP filter chains", arguments: AuthorizationCase.all)
  func decides(example: AuthorizationCase) throws {
    let authorization = try example.authorization()
    #expect((authorization.decide(Self.request(http: true)) == .allowed) == example.http)
    #expect((authorization.decide(Self.request(http: false)) == .allowed) == example.tcp)
  }

  @Test("who has proven nothing has no identity")
  func plaintext() throws {
    let authorization = try AuthorizationCase(
      "", http: true, tcp: true, "spec: {rules: [{from: [{source: {namespaces: ['*']}}]}]}"
    ).authorization()
    var request = Self.request(http: true)
    request.principal = nil
    #expect(authorization.decide(request) == .denied(by: nil))
  }

  @Test("names the policy that denies")
  func name() throws {
    let authorization = try AuthorizationCase("", http: false, tcp: false, "spec: {action: DENY, rules: [{}]}")
      .authorization()
    #expect(authorization.decide(Self.request(http: true)) == .denied(by: "shop/p"))
  }

  @Test(
    "which workloads a policy is for",
    arguments: [
      ("shop", nil, true), ("elsewhere", nil, false), ("istio-system", nil, true),
      ("shop", ["app": "cart"], true), ("shop", ["app": "pay"], false), ("istio-system", ["app": "cart"], true),
    ] as [(String, [String: String]?, Bool)])
  func applies(namespace: String, labels: [String: String]?, expected: Bool) {
    let policy = AuthorizationPolicy(
      metadata: ObjectMeta(name: "p", namespace: namespace),
      spec: .init(selector: labels.map { WorkloadSelector(matchLabels: $0) }))
    #expect(
      policy.applies(toWorkloadIn: "shop", labels: ["app": "cart"], rootNamespace: "istio-system") == expected)
  }

  @Test(
    "address blocks",
    arguments: [
      ("10.1.2.3", "10.1.2.3", true), ("10.1.0.0/16", "10.1.255.1", true), ("10.1.0.0/15", "10.2.0.1", false),
      ("0.0.0.0/0", "1.2.3.4", true), ("10.0.0.0/9", "10.127.0.1", true), ("10.0.0.0/9", "10.128.0.1", false),
      ("::1", "::1", true), ("2001:db8::/32", "2001:db8:1::5", true), ("2001:db8::/32", "2001:db9::1", false),
      ("10.0.0.0/8", "::1", false),
    ])
  func blocks(block: String, address: String, expected: Bool) throws {
    let authorization = try AuthorizationCase(
      "", http: true, tcp: true, "spec: {rules: [{from: [{source: {ipBlocks: ['\(block)']}}]}]}"
    ).authorization()
    var request = Self.request(http: false)
    request.sourceIP = address
    #expect((authorization.decide(request) == .allowed) == expected)
  }
}
