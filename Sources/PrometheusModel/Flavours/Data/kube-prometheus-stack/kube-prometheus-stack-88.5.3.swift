extension FlavourData {
  /// prometheus-community/kube-prometheus-stack 88.5.3.
  static let kubePrometheusStack88 = FlavourData(
    "prometheus-community/kube-prometheus-stack", version: "88.5.3", aliases: ["kube-prometheus-stack"],
    text: #"""
      title: The community's Helm chart of the operator with Prometheus, Alertmanager and Grafana
      about: Does not know prometheus.io annotations; takes monitors that carry the label of the Helm release.
      source: >-
        https://github.com/prometheus-community/helm-charts/tree/kube-prometheus-stack-88.5.3/charts/kube-prometheus-stack
      date: 2026-08-21
      prometheus: v3.14.0
      operator: v0.93.1
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
        prometheus: [additionalLabels, additionalRulesForClusterRole, annotations, extraSecret, ingress,
                     ingressPerReplica, networkPolicy, podDisruptionBudget, route, routePerReplica, service,
                     serviceAccount, serviceMonitor, servicePerReplica, thanosIngress, thanosService,
                     thanosServiceExternal, thanosServiceMonitor, verticalPodAutoscaler]
        prometheus.prometheusSpec: [additionalAlertManagerConfigs, additionalAlertManagerConfigsSecret,
                                    additionalAlertRelabelConfigs, additionalAlertRelabelConfigsSecret,
                                    additionalArgs, additionalPrometheusSecretsAnnotations,
                                    additionalRemoteRead, additionalRemoteWrite, affinity, alertingEndpoints,
                                    allowOverlappingBlocks, automountServiceAccountToken, configMaps,
                                    containers, disableAlerting, disableCompaction, dnsConfig, dnsPolicy,
                                    enableAdminAPI, enableFeatures, enableOTLPReceiver,
                                    enableRemoteWriteReceiver, enableServiceLinks, exemplars, externalUrl,
                                    hostAliases, hostNetwork, hostUsers, initContainers, listenLocal,
                                    logFormat, logLevel, maximumStartupDurationSeconds, minReadySeconds,
                                    nodeSelector, otlp, paused, persistentVolumeClaimRetentionPolicy,
                                    podAntiAffinity, podAntiAffinityTopologyKey, podManagementPolicy,
                                    podMetadata, portName, priorityClassName,
                                    prometheusRulesExcludedFromEnforce, query, reloadStrategy, remoteRead,
                                    remoteWrite, remoteWriteDashboards, remoteWriteReceiverMessageVersions,
                                    replicas, resources, retention, retentionSize, routePrefix,
                                    ruleNamespaceSelector, ruleSelector, ruleSelectorNilUsesHelmValues,
                                    schedulerName, secrets, securityContext, serviceName,
                                    shardRetentionPolicy, storageSpec, terminationGracePeriodSeconds, thanos,
                                    tolerations, topologySpreadConstraints, tracingConfig, tsdb,
                                    updateStrategy, volumeMounts, volumes, walCompression, web]
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
          convertClassicHistogramsToNHCB: false
          scrapeClassicHistograms: false
          scrapeNativeHistograms: false
          scrapeFailureLogFile: ''
          scrapeInterval: ''
          scrapeTimeout: ''
          scrapeClasses: []
          podTargetLabels: []
          evaluationInterval: ''
          version: ''
          image: {registry: quay.io, repository: prometheus/prometheus, tag: v3.14.0-distroless, sha: '', pullPolicy: IfNotPresent}
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
          targetLimit: 0
          labelLimit: 0
          labelNameLengthLimit: 0
          labelValueLengthLimit: 0
          keepDroppedTargets: 0
          bodySizeLimit: ''
          enforcedBodySizeLimit: ''
          enforcedKeepDroppedTargets: 0
          enforcedSampleLimit: false
          enforcedTargetLimit: false
          enforcedLabelLimit: false
          enforcedLabelNameLengthLimit: false
          enforcedLabelValueLengthLimit: false
          nameValidationScheme: ''
          serviceDiscoveryRole: ''
          nameEscapingScheme: ''
          ruleQueryOffset: ''
          runtime: {}
          shardingStrategy: {}
          additionalConfig: {}
          additionalConfigString: ''
          scrapeProtocols: []
      """#)
}
