extension BehaviourTable {
  /// Where Prometheus' certificates come from.
  static let certificates: [IstioBehaviour: BehaviourFact] = [
    .writesSecrets: BehaviourFact(
      until: IstioVersion(1, 5, 0),
      summary: """
        Citadel writes a secret istio.SERVICEACCOUNT into every namespace, with cert-chain.pem, key.pem and \
        root-cert.pem; istiod writes none
        """,
      source: "istio/istio security/pkg/k8s/controller/workloadsecret.go, NewSecretController, 1.4.10"),
    .writesCertificates: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: "The agent writes its workload's certificates where OUTPUT_CERTS says so",
      source: "istio/istio pilot/cmd/pilot-agent/main.go, OUTPUT_CERTS, 1.5.0"),
    .bundledWritesCertificates: BehaviourFact(
      since: IstioVersion(1, 5, 1),
      summary: """
        The proxy beside the bundled Prometheus is told where to write by the name that its agent reads; in 1.5.0 \
        the chart said OUTPUT_KEY_CERT_TO_DIRECTORY, the agent read OUTPUT_CERTS
        """,
      source: """
        istio/istio manifests/istio-telemetry/prometheus/templates/deployment.yaml, 1.5.0 and 1.5.1; \
        pilot/cmd/pilot-agent/main.go, outputKeyCertToDir
        """),
  ]
}
