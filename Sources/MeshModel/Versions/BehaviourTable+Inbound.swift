extension BehaviourTable {
  /// What the proxy does with connections, and which mutual TLS holds.
  static let inbound: [IstioBehaviour: BehaviourFact] = [
    .sniffsInbound: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "A port without a declared protocol is sniffed; before, it was TCP",
      source: "istio/istio charts' pilot.enableProtocolSniffingForInbound"),
    .protocolByName: BehaviourFact(
      summary: "The prefix of the name of the port in the Service declares its protocol",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .wellKnownTCPPorts: BehaviourFact(
      summary: "The ports 25, 53, 3306 and 27017 are TCP unless declared otherwise",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .readsAppProtocol: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "appProtocol of a Service port wins over the prefix of its name",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .readsKubernetesAppProtocols: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary: "appProtocol kubernetes.io/h2c, /ws and /wss are understood",
      source: "istio/istio pkg/config/kube/conversion.go, ConvertProtocol"),
    .strictTakesTLSOnly: BehaviourFact(
      summary: "In STRICT no filter chain matches plaintext: the connection is reset without a byte",
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .disableTakesAnyBytes: BehaviourFact(
      summary: "In DISABLE TLS is not looked for: it passes as any other bytes",
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .permissiveTakesPlaintext: BehaviourFact(
      summary: "PERMISSIVE takes plaintext, too",
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .permissiveTellsByALPN: BehaviourFact(
      summary: "In PERMISSIVE only TLS that offers one of Istio's ALPN protocols is terminated",
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .permissivePassesTLS: BehaviourFact(
      summary: "In PERMISSIVE other TLS passes to the application on ports that are not declared HTTP",
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .undeclaredIsBytes: BehaviourFact(
      summary: """
        On a port without a declared protocol, TLS without Istio's ALPN for HTTP carries bytes, not HTTP
        """,
      source: "istio/istio pilot/pkg/networking/core/filterchain_options.go, getFilterChainMatchOptions"),
    .offersHTTP2: BehaviourFact(
      summary: "Terminated TLS offers h2 before http/1.1",
      source: "istio/istio pilot/pkg/networking/util/util.go, ALPNHttp"),
    .requiresCertificate: BehaviourFact(
      summary: "Terminated TLS requires a certificate of the client",
      source: "istio/istio pilot/pkg/security/authn/utils/utils.go, BuildInboundTLS"),
    .checksTrustDomain: BehaviourFact(
      summary: "A certificate of another trust domain is refused",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, InboundMTLSSettings; pkg/spiffe"),
    .takesAliases: BehaviourFact(
      summary: "Certificates of the trust domain aliases are accepted, too",
      source: "istio/istio pilot/pkg/networking/core/listener_inbound.go, TrustDomainsForValidation"),
    .passthroughHasPolicy: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: """
        Mutual TLS of the workload holds for ports that no Service names, too; before, such a port took \
        plaintext and passed every byte, even in STRICT
        """,
      source: """
        istio/istio pilot/pkg/networking/core/v1alpha3/listener_builder.go, \
        newInboundPassthroughFilterChains
        """),
    .passthroughHasPortPolicy: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "portLevelMtls holds for ports that no Service names, too",
      source: """
        istio/istio pilot/pkg/networking/core/v1alpha3/listener_builder.go, \
        needPerPortPassthroughFilterChain
        """),
    .dialsPodIP: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "The proxy forwards to the pod IP; before, to 127.0.0.1",
      source: "istio/istio pilot/pkg/features/pilot.go, PILOT_ENABLE_INBOUND_PASSTHROUGH"),
    .passthroughDialsPodIP: BehaviourFact(
      summary: "Ports that no Service names are forwarded to the address that was dialled, in every release",
      source: """
        istio/istio pilot/pkg/networking/core/v1alpha3/cluster_builder.go, \
        buildInboundPassthroughClusters, 1.9.0
        """),
    .drains: BehaviourFact(
      summary: "A kept connection answers once more, and ends, when the filter chains of its port change",
      source: """
        envoyproxy/envoy source/common/listener_manager/listener_manager_impl.cc; istio/istio \
        pkg/envoy/agent.go, --drain-strategy immediate
        """),
    .answersForDeadPorts: BehaviourFact(
      summary: "Where nobody listens behind a filter chain for HTTP, the answer is a 503",
      source: "envoyproxy/envoy source/common/router/router.cc, onUpstreamReset"),
    .refusesHTTP10: BehaviourFact(
      summary: "A request of HTTP/1.0 is answered with 426",
      source: "envoyproxy/envoy source/common/http/conn_manager_impl.cc",
      tests: "MeshRolesTests"),
    .forwardsCertificate: BehaviourFact(
      summary: "The application hears of the certificate of the client in x-forwarded-client-cert",
      source: "istio/istio pilot/pkg/networking/core/listener_inbound.go, ForwardClientCertDetails",
      tests: "MeshRolesTests"),
    .namesRemoteFailure: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "The text of a 503 says that the failure of the connection is a remote one",
      source: "envoyproxy/envoy source/common/http/utility.cc, resetReasonToString",
      tests: "MeshRolesTests"),
    .spellsConnectError: BehaviourFact(
      since: IstioVersion(1, 20, 0), until: IstioVersion(1, 30, 0),
      summary: "The text of a 503 has the error of the connection in words; before, its number",
      source: "envoyproxy/envoy source/common/network/connection_impl.cc",
      tests: "MeshRolesTests"),
    .withholdsConnectError: BehaviourFact(
      since: IstioVersion(1, 30, 0),
      summary: "The text of a 503 no longer has the error of the connection",
      source: "envoyproxy/envoy source/common/router/router.cc",
      tests: "MeshRolesTests"),
    .permissiveByDefault: BehaviourFact(
      summary: "Without any policy the mode is PERMISSIVE",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication"),
    .workloadPolicyWins: BehaviourFact(
      summary: "A PeerAuthentication with a selector wins over that of the namespace",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication"),
    .namespacePolicyWins: BehaviourFact(
      summary: "A PeerAuthentication of the namespace wins over that of the mesh",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication"),
    .oldestPolicyWins: BehaviourFact(
      summary: "Of several PeerAuthentications for the same, the oldest wins",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication"),
    .unsetInherits: BehaviourFact(
      summary: "A mode that is UNSET is that of the wider scope",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication"),
    .rootSelectorIgnored: BehaviourFact(
      summary: "A selector in the root namespace does not make a policy for workloads",
      source: "istio/istio pilot/pkg/model/authentication.go, GetPeerAuthenticationsForWorkload"),
    .portLevelNeedsSelector: BehaviourFact(
      summary: "portLevelMtls counts in a policy with a selector only",
      source: "istio/istio pilot/pkg/security/authn/policy_applier.go, ComposePeerAuthentication",
      tests: "MeshModelTests"),
    .policyStaysAtHome: BehaviourFact(
      summary: "A PeerAuthentication holds in its own namespace only, but for the root namespace",
      source: "istio/istio pilot/pkg/model/authentication.go, GetPeerAuthenticationsForWorkload"),
  ]
}
