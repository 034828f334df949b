import MeshModel
import Scenarios
import SourceText
import Testing

@Suite struct AuthorizationPolicyTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var spec: String
    var message: String
    var version = "1.30"
    var testDescription: String { "\(version) \(spec)" }
  }

  @Test(
    "What Istio refuses",
    arguments: [
      Refusal(spec: "{selector: {}, targetRefs: [{kind: Service, name: a}]}", message: "either `selector` or"),
      Refusal(spec: "{provider: {name: x}}", message: "`provider` is for the action CUSTOM only"),
      Refusal(spec: "{action: CUSTOM, provider: {name: x}}", message: "CUSTOM without `rules`"),
      Refusal(
        spec: "{action: CUSTOM, provider: {name: x}, rules: [{from: [{source: {principals: [a]}}]}]}",
        message: "no `principals` in a CUSTOM policy"),
      Refusal(
        spec: "{action: CUSTOM, provider: {name: x}, rules: [{when: [{key: source.principal, values: [a]}]}]}",
        message: "no `source.principal` in a CUSTOM policy"),
      Refusal(spec: "{rules: [{from: []}]}", message: "`from` must not be empty"),
      Refusal(spec: "{rules: [{to: [{}]}]}", message: "needs the key `operation`"),
      Refusal(spec: "{rules: [{to: [{operation: {paths: []}}]}]}", message: "`operation` must say something"),
      Refusal(spec: "{rules: [{to: [{operation: {paths: ['']}}]}]}", message: "must not be empty"),
      Refusal(spec: "{rules: [{to: [{operation: {paths: ['/{**}/a/{*}']}}]}]}", message: "is no path"),
      Refusal(spec: "{rules: [{to: [{operation: {paths: ['/a{*}']}}]}]}", message: "is no path"),
      Refusal(
        spec: "{rules: [{from: [{source: {serviceAccounts: [a], namespaces: [b]}}]}]}",
        message: "`serviceAccounts` do not go with"),
      Refusal(
        spec: "{rules: [{from: [{source: {serviceAccounts: ['a*']}}]}]}", message: "is no service account"),
      Refusal(spec: "{rules: [{from: [{source: {trustDomains: ['a*b']}}]}]}", message: "is no trust domain"),
      Refusal(spec: "{rules: [{when: [{key: 'request.headers[]', values: [a]}]}]}", message: "the form a[b]"),
      Refusal(
        spec: "{rules: [{when: [{key: source.ip, values: []}]}]}", message: "needs `values` or `notValues`"),
      Refusal(spec: "{rules: [{when: [{key: destination.port, values: ['70000']}]}]}", message: "is no port"),
      Refusal(spec: "{action: ALLOW}", message: "`action` since Istio 1.5, not in 1.4", version: "1.4"),
      Refusal(spec: "{action: AUDIT}", message: "`action: AUDIT` since Istio 1.8", version: "1.7"),
      Refusal(
        spec: "{rules: [{when: [{key: source.trustDomain, values: [a]}]}]}",
        message: "a condition on `source.trustDomain` since Istio 1.30", version: "1.29"),
    ])
  func refusals(_ example: Refusal) {
    let errors = LoadedText.errors(
      """
      mesh: {kind: istio, version: "\(example.version)"}
      authorizationPolicies: [{kind: AuthorizationPolicy, metadata: {name: a}, spec: \(example.spec)}]
      """)
    #expect(errors.contains { $0.contains(example.message) }, "\(errors)")
  }

  @Test func aPolicyTwiceIsAMistake() {
    let errors = LoadedText.errors(
      """
      mesh: {kind: istio}
      authorizationPolicies:
        - {kind: AuthorizationPolicy, metadata: {name: a}}
        - {kind: AuthorizationPolicy, metadata: {name: a, namespace: default}}
      """)
    #expect(errors == ["4:50: the AuthorizationPolicy default/a stands twice"])
  }

  @Test func aStepReplacesThem() throws {
    let scenario = try LoadedText.scenario(
      """
      mesh: {kind: istio}
      authorizationPolicies: [{kind: AuthorizationPolicy, metadata: {name: a}}]
      steps:
        - {name: gone, change: {authorizationPolicies: []}, expect: [{arrives: up}]}
      """)
    #expect(scenario.states.map { $0.mesh.authorizationPolicies.map(\.reference) } == [["default/a"], []])
  }
}
