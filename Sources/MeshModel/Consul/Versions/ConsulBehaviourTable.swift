/// The table behind ``ConsulBehaviour``: every row read from the releases on both sides of the change.
enum ConsulBehaviourTable {
  static let facts: [ConsulBehaviour: ConsulBehaviourFact] = injection.merging(metrics) { first, _ in first }
    .merging(inbound) { first, _ in first }

  private static let injection: [ConsulBehaviour: ConsulBehaviourFact] = [
    .annotationBeforeDefault: ConsulBehaviourFact(
      summary: "The pod's annotation connect-inject wins over connectInject.default",
      source: "hashicorp/consul-k8s control-plane/connect-inject/webhook/mesh_webhook.go, shouldInject"),
    .skipsDeniedNamespaces: ConsulBehaviourFact(
      summary: "Pods of namespaces that are denied, or not allowed, are not injected, whatever they say",
      source: "hashicorp/consul-k8s control-plane/connect-inject/webhook/mesh_webhook.go, shouldInject"),
    .refusesUnreadable: ConsulBehaviourFact(
      summary: "A pod with an annotation that cannot be read, or a port out of range, is refused",
      source:
        "hashicorp/consul-k8s control-plane/connect-inject/common/common.go, DetermineAndValidatePort"),
    .overwritesAnnotations: ConsulBehaviourFact(
      summary: "With metrics the prometheus.io annotations are overwritten, whatever the pod says",
      source: "hashicorp/consul-k8s control-plane/connect-inject/webhook/mesh_webhook.go, prometheusAnnotations"
    ),
    .needsOneService: ConsulBehaviourFact(
      since: ConsulVersion(0, 26, 0),
      summary: "A pod that several Services select does not start, unless all but one are ignored",
      source:
        "hashicorp/consul-k8s control-plane/subcommand/connect-init/command.go, getConnectServiceRegistrations"),
    .needsAccountOfService: ConsulBehaviourFact(
      since: ConsulVersion(0, 26, 0),
      summary: "With ACLs a pod does not start whose service account is not named as its service",
      source:
        "hashicorp/consul-k8s control-plane/subcommand/connect-init/command.go, getConnectServiceRegistrations"),
    .podBeforeNamespace: ConsulBehaviourFact(
      summary:
        "The pod's annotation transparent-proxy wins over the namespace's label, and that over the chart",
      source: "hashicorp/consul-k8s control-plane/connect-inject/common/common.go, TransparentProxyEnabled"),
    .excludesScrapePort: ConsulBehaviourFact(
      summary: "The scrape port is not redirected",
      source:
        "hashicorp/consul-k8s control-plane/connect-inject/webhook/redirect_traffic.go, iptablesConfigJSON"),
    .excludesAnnotatedPorts: ConsulBehaviourFact(
      summary: "transparent-proxy-exclude-inbound-ports names ports that are not redirected",
      source:
        "hashicorp/consul-k8s control-plane/connect-inject/webhook/redirect_traffic.go, iptablesConfigJSON"),
    .needsService: ConsulBehaviourFact(
      since: ConsulVersion(0, 26, 0),
      summary: """
        The init container waits until a Kubernetes Service has brought the pod into Consul; before, it registered the \
        service itself
        """,
      source:
        "hashicorp/consul-k8s control-plane/subcommand/connect-init/command.go, getConnectServiceRegistrations"),
    .transparentByDefault: ConsulBehaviourFact(
      since: ConsulVersion(0, 26, 0),
      summary: "iptables redirect all traffic of a pod to its proxy unless switched off",
      source: "hashicorp/consul-k8s charts/consul/values.yaml, connectInject.transparentProxy.defaultEnabled"),
    .dataplane: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary:
        "One container consul-dataplane holds Envoy and merging; before, envoy-sidecar and consul-sidecar",
      source: "hashicorp/consul-k8s control-plane/connect-inject/webhook/consul_dataplane_sidecar.go"),
    .severalDefaultPorts: ConsulBehaviourFact(
      since: ConsulVersion(2, 0, 0),
      summary: "connect-service-port defaults to all ports of the first container; before, to its first",
      source: """
        hashicorp/consul-k8s control-plane/connect-inject/webhook/mesh_webhook.go, \
        defaultConnectServicePortsAnnotation
        """),
    .declaresScrapePort: ConsulBehaviourFact(
      since: ConsulVersion(1, 3, 1),
      summary: "The sidecar declares its scrape port under the name prometheus",
      source: """
        hashicorp/consul-k8s control-plane/connect-inject/webhook/consul_dataplane_sidecar.go, getMetricsPorts
        """),
    .nativeSidecar: ConsulBehaviourFact(
      since: ConsulVersion(1, 9, 0),
      summary:
        "enable-consul-dataplane-as-sidecar makes consul-dataplane an init container with restartPolicy Always",
      source: """
        hashicorp/consul-k8s control-plane/connect-inject/lifecycle/lifecycle_configuration.go, \
        EnableConsulDataplaneAsSidecar
        """),
  ]

  private static let metrics: [ConsulBehaviour: ConsulBehaviourFact] = [
    .answersOnePath: ConsulBehaviourFact(
      summary: "The listener for Prometheus answers the scrape path alone",
      source: "hashicorp/consul-dataplane internal/bootstrap/bootstrap_config.go, generateListenerConfig"),
    .asksServicePort: ConsulBehaviourFact(
      summary: "Without service-metrics-port the port of the service is asked for metrics",
      source:
        "hashicorp/consul-k8s control-plane/connect-inject/metrics/metrics_configuration.go, ServiceMetricsPort"
    ),
    .alwaysMerges: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary: """
        The listener for Prometheus leads to the merging server even without merging; before, then to Envoy's admin \
        interface
        """,
      source: "hashicorp/consul-dataplane pkg/consuldp/bootstrap.go, PrometheusBackendPort"),
    .scrapePathAlways: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary:
        "A scrape path of one's own holds without merging, too; before, the listener then knew /metrics only",
      source: """
        hashicorp/consul-k8s control-plane/connect-inject/container_init.go, PrometheusScrapePath, 0.49; \
        webhook/consul_dataplane_sidecar.go, -telemetry-prom-scrape-path, 1.0
        """),
    .servesTLS: ConsulBehaviourFact(
      since: ConsulVersion(0, 46, 0), until: ConsulVersion(1, 0, 0),
      summary:
        "The annotations prometheus-ca-file, -cert-file and -key-file make the listener for Prometheus speak TLS",
      source: "hashicorp/consul-k8s control-plane/connect-inject/container_init.go, -prometheus-cert-file"),
    .refusesTLSFlag: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary: """
        With merging and those annotations consul-dataplane is given a flag that it does not define, and exits; \
        without merging they mean nothing
        """,
      source: """
        hashicorp/consul-k8s control-plane/connect-inject/webhook/consul_dataplane_sidecar.go, \
        -telemetry-prom-ca-certs-file; hashicorp/consul-dataplane cmd/consul-dataplane/main.go
        """),
    .mergesOwnMetrics: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary: "The merged answer begins with the metrics of consul-dataplane itself",
      source: "hashicorp/consul-dataplane pkg/consuldp/metrics.go, startMetrics"),
    .refusesWithoutEnvoy: ConsulBehaviourFact(
      since: ConsulVersion(0, 38, 0), until: ConsulVersion(1, 0, 0),
      summary: "Without Envoy's metrics the merged answer is a 500; before, an empty 200",
      source: "hashicorp/consul-k8s control-plane/subcommand/consul-sidecar/command.go, mergedMetricsHandler",
      tests: "ConsulMergingTests"),
    .dropsRefusedBodies: ConsulBehaviourFact(
      since: ConsulVersion(0, 38, 0), until: ConsulVersion(1, 0, 0),
      summary: "What the application says with another status than 2xx is left out; before, it was merged",
      source: "hashicorp/consul-k8s control-plane/subcommand/consul-sidecar/command.go, mergedMetricsHandler"),
    .tellsSuccess: ConsulBehaviourFact(
      since: ConsulVersion(0, 38, 0), until: ConsulVersion(1, 0, 0),
      summary: "consul_merged_service_metrics_success says whether the application's metrics are there",
      source: """
        hashicorp/consul-k8s control-plane/subcommand/consul-sidecar/command.go, \
        prometheusServiceMetricsSuccessKey
        """),
    .failureBreaksAnswer: ConsulBehaviourFact(
      since: ConsulVersion(1, 0, 0),
      summary: """
        A part that fails ends the answer with a line of text that is no exposition, or with a 500 if nothing has been \
        written
        """,
      source: "hashicorp/consul-dataplane pkg/consuldp/metrics.go, scrapeError"),
    .forwardsQuery: ConsulBehaviourFact(
      since: ConsulVersion(1, 4, 0),
      summary: "The query of the scrape reaches Envoy",
      source: "hashicorp/consul-dataplane pkg/consuldp/metrics.go, retainQueryUrlFn"),
    .mergesOnEveryAddress: ConsulBehaviourFact(
      since: ConsulVersion(1, 9, 1),
      summary: "The merging server binds every address of the pod; before, its localhost",
      source: "hashicorp/consul-dataplane pkg/consuldp/metrics.go, mergedMetricsBackendBindHost"),
  ]

  private static let inbound: [ConsulBehaviour: ConsulBehaviourFact] = [
    .takesTLSOnly: ConsulBehaviourFact(
      summary: "The public listener, to which ports are redirected, takes mutual TLS only",
      source: "hashicorp/consul agent/xds/listeners.go, injectConnectTLSForPublicListener, 1.16"),
    .leadsToOnePort: ConsulBehaviourFact(
      summary: "Whatever port was dialled, the public listener leads to the port of the service",
      source: "hashicorp/consul agent/xds/listeners.go, makeInboundListener, 1.16"),
    .followsIntentions: ConsulBehaviourFact(
      summary: "Intentions decide who may connect with a certificate",
      source: "hashicorp/consul agent/xds/rbac.go, makeRBACRules, 1.16"),
    .namedSourceFirst: ConsulBehaviourFact(
      summary: "An intention for a named source counts before one for all sources",
      source: "hashicorp/consul agent/xds/rbac.go, removeSourcePrecedence, 1.16"),
    .deniesByDefault: ConsulBehaviourFact(
      summary: "Where the chart manages ACLs, connections that no intention names are refused",
      source: "hashicorp/consul agent/xds/rbac.go, intentionDefaultAllow, 1.16"),
    .permissiveMutualTLS: ConsulBehaviourFact(
      since: ConsulVersion(1, 2, 0),
      summary: "mutualTLSMode permissive lets plaintext through to the service's port",
      source: """
        hashicorp/consul-k8s control-plane/api/v1alpha1/servicedefaults_types.go, MutualTLSMode; hashicorp/consul \
        agent/xds/listeners.go, makePermissiveFilterChain, 1.16
        """),
    .agentsOverHTTPS: ConsulBehaviourFact(
      since: ConsulVersion(1, 2, 2), backports: [ConsulVersion(1, 0, 10), ConsulVersion(1, 1, 5)],
      summary: "With TLS the servers are annotated with port 8501 and scheme https; before, always with 8500",
      source: "hashicorp/consul-k8s charts/consul/templates/server-statefulset.yaml"),
    .refusesAgentMetricsOverHTTPS: ConsulBehaviourFact(
      since: ConsulVersion(0, 33, 0), until: ConsulVersion(0, 46, 0),
      summary: "The chart refuses metrics of agents that take HTTPS only",
      source: "hashicorp/consul-k8s charts/consul/templates/server-statefulset.yaml, fail",
      tests: "ConsulVersionTests, InvalidScenariosTests"),
  ]
}
