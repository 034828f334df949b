extension FlavourData {
  /// prometheus-community/kube-prometheus-stack 65.8.1.
  static let kubePrometheusStack65 = FlavourData(
    "prometheus-community/kube-prometheus-stack", version: "65.8.1", aliases: ["kube-prometheus-stack"],
    text: #"""
      title: The community's Helm chart of the operator with Prometheus, Alertmanager and Grafana
      about: The last one with Prometheus 2; its operator knows no portNumber and no fallback protocol.
      source: >-
        https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-65.8.1/charts/kube-prometheus-stack
      date: 2024-11-06
      prometheus: v2.55.0
      operator: v0.77.2
      rendering: kube-prometheus-stack
      monitors: release-label
      leftOut:
        serviceMonitor/*: >-
          the chart's own monitors of kubelets, the control plane and its components scrape no pod of a
          user's
      openValues: [prometheus.prometheusSpec.image]
      otherValues:
        .: [additionalPrometheusRulesMap, alertmanager, commonLabels, coreDns, crds, customRules,
            defaultRules, extraManifests, global, grafana, kube-state-metrics, kubeApiServer,
            kubeControllerManager, kubeDns, kubeEtcd, kubeProxy, kubeScheduler, kubeStateMetrics,
            kubeTargetVersionOverride, kubeVersionOverride, kubelet, kubernetesServiceMonitors, nodeExporter,
            prometheus-node-exporter, prometheus-windows-exporter, prometheusOperator, thanosRuler,
            windowsMonitoring]
        prometheus: [additionalRulesForClusterRole, annotations, extraSecret, ingress, ingressPerReplica,
                     networkPolicy, podDisruptionBudget, podSecurityPolicy, route, service, serviceAccount,
                     serviceMonitor, servicePerReplica, thanosIngress, thanosService, thanosServiceExternal,
                     thanosServiceMonitor]
        prometheus.prometheusSpec: [additionalAlertManagerConfigs, additionalAlertManagerConfigsSecret,
                                    additionalAlertRelabelConfigs, additionalAlertRelabelConfigsSecret,
                                    additionalArgs, additionalPrometheusSecretsAnnotations,
                                    additionalRemoteRead, additionalRemoteWrite, affinity, alertingEndpoints,
                                    allowOverlappingBlocks, automountServiceAccountToken, configMaps,
                                    containers, disableCompaction, enableAdminAPI, enableFeatures,
                                    enableRemoteWriteReceiver, exemplars, externalUrl, hostAliases,
                                    hostNetwork, initContainers, listenLocal, logFormat, logLevel,
                                    maximumStartupDurationSeconds, minReadySeconds, nodeSelector, paused,
                                    persistentVolumeClaimRetentionPolicy, podAntiAffinity,
                                    podAntiAffinityTopologyKey, podMetadata, portName, priorityClassName,
                                    prometheusRulesExcludedFromEnforce, query, remoteRead, remoteWrite,
                                    remoteWriteDashboards, replicas, resources, retention, retentionSize,
                                    routePrefix, ruleNamespaceSelector, ruleSelector,
                                    ruleSelectorNilUsesHelmValues, secrets, securityContext, storageSpec,
                                    thanos, tolerations, topologySpreadConstraints, tracingConfig, tsdb,
                                    volumeMounts, volumes, walCompression, web]
      ---
      nameOverride: ''
      fullnameOverride: ''
      namespaceOverride: ''
      cleanPrometheusOperatorObjectNames: false
      prometheus:
        enabled: true
        agentMode: false
        additionalPodMonitors: []
        additionalServiceMonitors: []
        prometheusSpec:
          apiserverConfig: {}
          scrapeInterval: ''
          scrapeTimeout: ''
          scrapeClasses: []
          evaluationInterval: ''
          version: ''
          image: {registry: quay.io, repository: prometheus/prometheus, tag: v2.55.0, sha: ''}
          externalLabels: {}
          replicaExternalLabelName: ''
          replicaExternalLabelNameClear: false
          prometheusExternalLabelName: ''
          prometheusExternalLabelNameClear: false
          serviceMonitorSelectorNilUsesHelmValues: true
          serviceMonitorSelector: {}
          serviceMonitorNamespaceSelector: {}
          podMonitorSelectorNilUsesHelmValues: true
          podMonitorSelector: {}
          podMonitorNamespaceSelector: {}
          probeSelectorNilUsesHelmValues: true
          probeSelector: {}
          probeNamespaceSelector: {}
          scrapeConfigSelectorNilUsesHelmValues: true
          scrapeConfigSelector: {}
          scrapeConfigNamespaceSelector: {}
          shards: 1
          additionalScrapeConfigs: []
          additionalScrapeConfigsSecret: {}
          arbitraryFSAccessThroughSMs: false
          overrideHonorLabels: false
          overrideHonorTimestamps: false
          ignoreNamespaceSelectors: false
          enforcedNamespaceLabel: ''
          excludedFromEnforcement: []
          queryLogFile: false
          sampleLimit: false
          enforcedKeepDroppedTargets: 0
          enforcedSampleLimit: false
          enforcedTargetLimit: false
          enforcedLabelLimit: false
          enforcedLabelNameLengthLimit: false
          enforcedLabelValueLengthLimit: false
          serviceDiscoveryRole: ''
          additionalConfig: {}
          additionalConfigString: ''
      """#)
}
