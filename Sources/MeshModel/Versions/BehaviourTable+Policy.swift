extension BehaviourTable {
  /// Which requests are refused.
  static let policy: [IstioBehaviour: BehaviourFact] = [
    .denyWins: BehaviourFact(
      summary: "What a DENY policy matches is refused, whatever an ALLOW policy says",
      source: "istio/api security/v1beta1/authorization_policy.proto"),
    .allowRefusesRest: BehaviourFact(
      summary: "With an ALLOW policy, what none of them matches is refused",
      source: "istio/api security/v1beta1/authorization_policy.proto"),
    .auditDecidesNothing: BehaviourFact(
      summary: "AUDIT neither refuses nor allows",
      source: "istio/api security/v1beta1/authorization_policy.proto"),
    .dryRunDecidesNothing: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "A policy annotated istio.io/dry-run neither refuses nor allows",
      source: "istio/istio pilot/pkg/security/authz/builder/builder.go, isDryRun"),
    .customDeniesMatches: BehaviourFact(
      since: IstioVersion(1, 20, 0),
      summary: """
        A policy CUSTOM whose provider the mesh does not know denies the requests that its rules match; \
        before, it denied every request
        """,
      source: "istio/istio pilot/pkg/security/authz/builder/builder.go, getBadCustomDenyRules"),
    .rootPolicyHoldsEverywhere: BehaviourFact(
      summary: "An AuthorizationPolicy of the root namespace holds in every namespace",
      source: "istio/istio pilot/pkg/model/authorization.go, ListAuthorizationPolicies"),
    .policyForItsNamespace: BehaviourFact(
      summary: "An AuthorizationPolicy of another namespace does not hold",
      source: "istio/istio pilot/pkg/model/authorization.go, ListAuthorizationPolicies"),
    .policySelects: BehaviourFact(
      summary: "An AuthorizationPolicy with a selector holds for the workloads that it selects",
      source: "istio/istio pilot/pkg/model/authorization.go, ListAuthorizationPolicies"),
    .targetRefsAreNotForSidecars: BehaviourFact(
      summary: "An AuthorizationPolicy with targetRefs does not hold for sidecars",
      source: "istio/istio pilot/pkg/model/authorization.go, ListAuthorizationPolicies"),
    .answersForbidden: BehaviourFact(
      summary: "A request that is refused is answered with 403",
      source: "envoyproxy/envoy source/extensions/filters/http/rbac/rbac_filter.cc"),
    .closesRefusedConnections: BehaviourFact(
      summary: "A connection that is refused ends after its first bytes, without a reset",
      source: "envoyproxy/envoy source/extensions/filters/network/rbac/rbac_filter.cc"),
    .httpRulesOnTCP: BehaviourFact(
      summary: """
        Where no HTTP is handled, a rule on HTTP allows nothing, and denies as if its HTTP part were not \
        there
        """,
      source: "istio/istio pilot/pkg/security/authz/model/model.go, checkError"),
    .matchesPrincipals: BehaviourFact(
      summary: "Rules match by principals: the SPIFFE ID of the certificate",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesNamespaces: BehaviourFact(
      summary: "Rules match by namespaces: that of the SPIFFE ID",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesServiceAccounts: BehaviourFact(
      since: IstioVersion(1, 25, 0),
      summary: "Rules match by serviceAccounts: that of the SPIFFE ID",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesTrustDomains: BehaviourFact(
      since: IstioVersion(1, 30, 0),
      summary: "Rules match by trustDomains: that of the SPIFFE ID",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesAddresses: BehaviourFact(
      summary: "Rules match by ipBlocks: the address of the peer",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesForwardedAddresses: BehaviourFact(
      since: IstioVersion(1, 8, 0),
      summary: "Rules match by remoteIpBlocks: the last address of x-forwarded-for, else that of the peer",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesHosts: BehaviourFact(
      summary: "Rules match by hosts: the Host field, in any case of letters",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesMethods: BehaviourFact(
      summary: "Rules match by methods: the method of the request",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesPaths: BehaviourFact(
      summary: "Rules match by paths: the path without its query",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesPorts: BehaviourFact(
      summary: "Rules match by ports: the port that was dialled",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesHeaders: BehaviourFact(
      summary: "Rules match by request.headers[…]: a field of the request",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesServerNames: BehaviourFact(
      summary: "Rules match by connection.sni: the server name of the handshake",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .tokensMatchNothing: BehaviourFact(
      summary: "Without a validated token no value of requestPrincipals or request.auth matches",
      source: "istio/istio pilot/pkg/security/authz/model/generator.go"),
    .matchesWildcards: BehaviourFact(
      summary: "A star at one end of a value matches any beginning or end; alone, anything that is there",
      source: "istio/istio pilot/pkg/security/authz/matcher/string.go"),
    .pathTemplates: BehaviourFact(
      since: IstioVersion(1, 22, 0),
      summary: "{*} in a path is one segment, {**} any number of them",
      source: "istio/istio pilot/pkg/security/authz/matcher/template.go"),
    .aliasesInPolicies: BehaviourFact(
      summary: "A principal of the trust domain is meant under all its aliases",
      source: "istio/istio pilot/pkg/security/trustdomain/bundle.go, ReplaceTrustDomainAliases"),
  ]
}
