extension BehaviourTable {
  /// Which pods are injected, and what becomes of them.
  static let injection: [IstioBehaviour: BehaviourFact] = [
    .revisionSelectors: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: """
        Four webhook selectors: revision or istio-injection on the namespace, revision or \
        sidecar.istio.io/inject on the pod; before, only istio-injection: enabled on the namespace
        """,
      source: """
        istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml, \
        useLegacySelectors false
        """),
    .injectLabelPreferred: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "The label sidecar.istio.io/inject wins over the annotation of the same name",
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .strictInjectValues: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary: """
        sidecar.istio.io/inject takes only true and false; before, also y, yes and on, and anything else \
        was false
        """,
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .podsOptOut: BehaviourFact(
      summary: "sidecar.istio.io/inject: false on the pod keeps the sidecar away",
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .podsOptIn: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "sidecar.istio.io/inject: true on the pod is enough where the namespace says nothing",
      source: "istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml"),
    .namespacesOptOut: BehaviourFact(
      summary: """
        istio-injection: disabled on the namespace keeps sidecars away, even from pods that ask for one
        """,
      source: "istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml"),
    .revisionTags: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "Tags of a revision select as the revision does; the tag default looks at istio-injection, too",
      source: """
        istio/istio manifests/charts/istio-control/istio-discovery/templates/revision-tags.yaml; since 1.28 \
        revision-tags-mwc.yaml
        """),
    .injectsByDefault: BehaviourFact(
      summary: "With enableNamespacesByDefault pods are injected where neither namespace nor pod says anything",
      source: "istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml"),
    .otherRevisionsIgnored: BehaviourFact(
      summary: """
        A namespace or pod that asks by istio.io/rev for a revision which is not installed gets no \
        sidecar
        """,
      source: "istio/istio manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml"),
    .ignoresHostNetwork: BehaviourFact(
      summary: "A pod with hostNetwork: true is not injected",
      source: "istio/istio pkg/kube/inject/inject.go, injectRequired"),
    .ignoresSystemNamespaces: BehaviourFact(
      summary: "kube-system and kube-public are not injected, whatever their labels say",
      source: "istio/istio pkg/kube/inject/initializer.go, IgnoredNamespaces"),
    .ignoresNodeNamespaces: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "kube-node-lease and local-path-storage are not injected either",
      source: "istio/istio pkg/kube/inject/initializer.go, IgnoredNamespaces"),
    .validatesAnnotations: BehaviourFact(
      summary: "A pod whose annotations of Istio have a wrong value is refused",
      source: "istio/istio pkg/kube/inject/validate.go, AnnotationValidation"),
    .readsTemplates: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "inject.istio.io/templates chooses the template; one that is not there refuses the pod",
      source: "istio/istio pkg/kube/inject/inject.go, selectTemplates"),
    .tlsModeLabel: BehaviourFact(
      since: IstioVersion(1, 4, 0),
      summary: "Injected pods get security.istio.io/tlsMode: istio",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .canonicalLabels: BehaviourFact(
      since: IstioVersion(1, 5, 0),
      summary: "Injected pods get service.istio.io/canonical-name and canonical-revision",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .revisionAnnotation: BehaviourFact(
      since: IstioVersion(1, 18, 0),
      summary: "Injected pods get the annotation istio.io/rev",
      source: "istio/istio files/injection-template.yaml"),
    .revisionLabel: BehaviourFact(
      since: IstioVersion(1, 6, 0), until: IstioVersion(1, 11, 0),
      summary: "Injected pods get the label istio.io/rev",
      source: "istio/istio pkg/kube/inject/webhook.go; files/injection-template.yaml"),
    .keepsLabels: BehaviourFact(
      summary: "Labels that the pod has already stay as they are",
      source: "istio/istio files/injection-template.yaml"),
    .namesLogsContainer: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "Injected pods get kubectl.kubernetes.io/default-logs-container",
      source: "istio/istio files/injection-template.yaml"),
    .namesDefaultContainer: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "Injected pods get kubectl.kubernetes.io/default-container",
      source: "istio/istio files/injection-template.yaml"),
    .nativeSidecars: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary: "On Kubernetes 1.33 and later the sidecar is an init container with restartPolicy Always",
      source: """
        istio/istio pilot/pkg/features/pilot.go, ENABLE_NATIVE_SIDECARS; pkg/kube/inject/webhook.go, \
        DetectNativeSidecar
        """),
    .nativeSidecarsByKubelet: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary:
        "With kubelets before 1.33 the sidecar is an ordinary container, unless ENABLE_NATIVE_SIDECARS is true",
      source: "istio/istio pkg/kube/inject/webhook.go, DetectNativeSidecar"),
    .nativeSidecarSetting: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary:
        "ENABLE_NATIVE_SIDECARS of the control plane switches native sidecars on and off; since 1.27 also auto",
      source: "istio/istio pilot/pkg/features/pilot.go, ENABLE_NATIVE_SIDECARS"),
    .nativeSidecarAnnotation: BehaviourFact(
      since: IstioVersion(1, 24, 0),
      summary: "sidecar.istio.io/nativeSidecar decides on native sidecars before the control plane does",
      source: "istio/istio pkg/kube/inject/inject.go, RunTemplate"),
    .readsProxyConfig: BehaviourFact(
      summary: "The annotation proxy.istio.io/config is laid over the defaults of the mesh",
      source: "istio/istio pkg/config/mesh/mesh.go, ApplyProxyConfig"),
    .declaresStatisticsPort: BehaviourFact(
      summary: "The sidecar container declares the port 15090 as http-envoy-prom",
      source: "istio/istio files/injection-template.yaml"),
    .agentDeclaresStatusPort: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: "The container of the template grpc-agent declares the port 15020",
      source: "istio/istio files/grpc-agent.yaml"),
    .addsInitContainer: BehaviourFact(
      summary: "An init container istio-init sets up the capture",
      source: "istio/istio files/injection-template.yaml"),
    .carriesSidecar: BehaviourFact(
      summary:
        "A pod whose manifest went through kube-inject has that sidecar where the webhook does not touch it",
      source: "istio/istio istioctl/pkg/kubeinject/kubeinject.go; pkg/kube/inject/inject.go, IntoResourceFile"),
    .renewsInjection: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "What an earlier injection wrote gives way to the present template",
      source: "istio/istio pkg/kube/inject/webhook.go, reapplyOverwrittenContainers"),
    .laysUserContainerOver: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "A container istio-proxy in the pod is laid over that of the template",
      source: "istio/istio pkg/kube/inject/webhook.go, reapplyOverwrittenContainers"),
    .statusNamesRevision: BehaviourFact(
      since: IstioVersion(1, 11, 0),
      summary: "sidecar.istio.io/status names the revision",
      source: "istio/istio pkg/kube/inject/inject.go, SidecarInjectionStatus"),
    .mountsCertificateSecret: BehaviourFact(
      until: IstioVersion(1, 5, 0),
      summary: """
        Injected pods get the volume istio-certs with the certificates of a secret, and none of the \
        later volumes
        """,
      source: "istio/istio files/injection-template.yaml"),
    .mountsWorkloadCertificates: BehaviourFact(
      since: IstioVersion(1, 14, 0),
      summary: "Injected pods get the volumes workload-socket and workload-certs",
      source: "istio/istio files/injection-template.yaml"),
    .mountsCredentialSocket: BehaviourFact(
      since: IstioVersion(1, 15, 0),
      summary: "Injected pods get the volume credential-socket",
      source: "istio/istio files/injection-template.yaml"),
    .mountsRevocations: BehaviourFact(
      since: IstioVersion(1, 27, 0),
      summary: "Injected pods get the volume istio-ca-crl",
      source: "istio/istio files/injection-template.yaml"),
    .rewritesProbes: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary:
        "HTTP probes are pointed at the agent, unless switched off; before, only where that was asked for",
      source: "istio/istio manifests/profiles/default.yaml, rewriteAppHTTPProbe; pkg/kube/inject/app_probe.go"),
    .rewriteProbesAnnotation: BehaviourFact(
      since: IstioVersion(1, 2, 0),
      summary: "sidecar.istio.io/rewriteAppHTTPProbers on the pod decides on its probes before the chart does",
      source: "istio/istio pkg/kube/inject/app_probe.go, ShouldRewriteAppHTTPProbers"),
    .grpcKeepsProbes: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "The templates for gRPC without a proxy leave probes alone, whatever the pod says",
      source: "istio/istio files/grpc-agent.yaml; files/grpc-simple.yaml"),
    .rewritesStartupProbes: BehaviourFact(
      since: IstioVersion(1, 8, 0),
      summary: "Startup probes are pointed at the agent, too",
      source: "istio/istio pkg/kube/inject/app_probe.go, patchRewriteProbe"),
    .rewritesTCPProbes: BehaviourFact(
      since: IstioVersion(1, 12, 0),
      summary: "TCP probes are pointed at the agent, too, which makes HTTP probes of them",
      source: "istio/istio pkg/kube/inject/app_probe.go, convertAppProberTCPSocket"),
    .rewritesInitProbes: BehaviourFact(
      since: IstioVersion(1, 19, 0),
      summary: "Probes of init containers are pointed at the agent, too",
      source: "istio/istio pkg/kube/inject/app_probe.go, allContainers"),
    .mergesMetrics: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "Injection can point the prometheus.io annotations at the agent, which merges metrics",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .mergesByDefault: BehaviourFact(
      since: IstioVersion(1, 7, 0),
      summary: "Merging is on unless switched off; in 1.6 the charts set it to false",
      source: "istio/istio manifests/charts/global.yaml, meshConfig.enablePrometheusMerge"),
    .meshDecidesOnMerging: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "enablePrometheusMerge of the mesh decides on merging",
      source: "istio/istio pkg/kube/inject/webhook.go, enablePrometheusMerge"),
    .mergeAnnotation: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "prometheus.istio.io/merge-metrics on the pod decides on merging before the mesh does",
      source: "istio/istio pkg/kube/inject/webhook.go, enablePrometheusMerge"),
    .scrapeFalseRespected: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "With prometheus.io/scrape false, injection leaves the annotations alone",
      source: "istio/istio pkg/kube/inject/webhook.go, getPrometheusScrape"),
    .setsScrape: BehaviourFact(
      since: IstioVersion(1, 6, 0),
      summary: "With merging, prometheus.io/scrape becomes true",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .annotationVariants: BehaviourFact(
      since: IstioVersion(1, 13, 0),
      summary: "All annotation names that sanitise to the same label are read and cleared",
      source: "istio/istio pkg/kube/inject/webhook.go, clearPrometheusAnnotations"),
    .statusPortKept: BehaviourFact(
      since: IstioVersion(1, 9, 0),
      summary: "A pod whose prometheus.io/port is the status port already is left alone",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .scrapeTargets: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "prometheus.istio.io/scrape-targets lists several endpoints of one pod",
      source: "istio/istio pkg/kube/inject/webhook.go, getPrometheusScrapeConfiguration"),
    .reservedPortsRejected: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "Injection refuses to point merging at Istio's own ports or at what is no port",
      source: "istio/istio pkg/kube/inject/webhook.go, applyPrometheusMerge"),
    .securePortAnnotation: BehaviourFact(
      since: IstioVersion(1, 31, 0),
      summary: "ENVOY_SECURE_MERGED_METRICS_PORT on the sidecar becomes prometheus.istio.io/secure-port",
      source: "istio/istio pkg/kube/inject/webhook.go, applySecurePrometheusAnnotation"),
    .gatewayMergesNoApplication: BehaviourFact(
      since: IstioVersion(1, 10, 0),
      summary: "The agent of a gateway does not look at an application",
      source: "istio/istio pilot/cmd/pilot-agent/app/cmd.go, initStatusServer"),
  ]
}
