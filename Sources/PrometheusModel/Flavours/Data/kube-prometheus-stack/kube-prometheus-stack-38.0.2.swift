extension FlavourData {
  /// prometheus-community/kube-prometheus-stack 38.0.2.
  static let kubePrometheusStack38 = FlavourData(
    "prometheus-community/kube-prometheus-stack", version: "38.0.2", aliases: ["kube-prometheus-stack"],
    text: #"""
      title: The community's Helm chart of the operator with Prometheus, Alertmanager and Grafana
      about: Of July 2022. Its operator neither knows ScrapeConfigs nor keeps completed pods out.
      source: >-
        https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-38.0.2/charts/kube-prometheus-stack
      date: 2022-07-25
      prometheus: v2.36.1
      operator: v0.57.0
      rendering: kube-prometheus-stack
      monitors: release-label
      leftOut:
        serviceMonitor/*: >-
          the chart's own monitors of kubelets, the control plane and its components scrape no pod of a
          user's
      openValues: [prometheus.prometheusSpec.image]
      otherValues:
        .: [additionalPrometheusRulesMap, alertmanager, commonLabels, coreDns, defaultRules, global, grafana,
            kube-state-metrics, kubeApiServer, kubeControllerManager, kubeDns, kubeEtcd, kubeProxy,
            kubeScheduler, kubeStateMetrics, kubeTargetVersionOverride, kubeVersionOverride, kubelet,
            nodeExporter, prometheus-node-exporter, prometheusOperator, thanosRuler]
        prometheus: [additionalRulesForClusterRole, annotations, extraSecret, ingress, ingressPerReplica,
                     podDisruptionBudget, podSecurityPolicy, service, serviceAccount, serviceMonitor,
                     servicePerReplica, thanosIngress, thanosService, thanosServiceExternal,
                     thanosServiceMonitor]
        prometheus.prometheusSpec: [additionalAlertManagerConfigs, additionalAlertManagerConfigsSecret,
                                    additionalAlertRelabelConfigs, additionalAlertRelabelConfigsSecret,
                                    additionalPrometheusSecretsAnnotations, additionalRemoteRead,
                                    additionalRemoteWrite, affinity, alertingEndpoints,
                                    allowOverlappingBlocks, configMaps, containers, disableCompaction,
                                    enableAdminAPI, enableFeatures, enableRemoteWriteReceiver, externalUrl,
                                    initContainers, listenLocal, logFormat, logLevel, nodeSelector, paused,
                                    podAntiAffinity, podAntiAffinityTopologyKey, podMetadata, portName,
                                    priorityClassName, prometheusRulesExcludedFromEnforce, query, remoteRead,
                                    remoteWrite, remoteWriteDashboards, replicas, resources, retention,
                                    retentionSize, routePrefix, ruleNamespaceSelector, ruleSelector,
                                    ruleSelectorNilUsesHelmValues, secrets, securityContext, storageSpec,
                                    thanos, tolerations, topologySpreadConstraints, volumeMounts, volumes,
                                    walCompression, web]
      ---
      nameOverride: ''
      fullnameOverride: ''
      namespaceOverride: ''
      prometheus:
        enabled: true
        additionalPodMonitors: []
        additionalServiceMonitors: []
        prometheusSpec:
          apiserverConfig: {}
          scrapeInterval: ''
          scrapeTimeout: ''
          evaluationInterval: ''
          image: {repository: quay.io/prometheus/prometheus, tag: v2.36.1, sha: ''}
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
          enforcedSampleLimit: false
          enforcedTargetLimit: false
          enforcedLabelLimit: false
          enforcedLabelNameLengthLimit: false
          enforcedLabelValueLengthLimit: false
          version: ''
      """#)
}
