extension FlavourData {
  /// bitnami/kube-prometheus 11.3.11.
  static let bitnamiKubePrometheus = FlavourData(
    "bitnami/kube-prometheus", version: "11.3.11",
    text: #"""
      title: Bitnami's Helm chart of the operator with Prometheus
      about: >-
        Does not know prometheus.io annotations; takes every monitor of every namespace, without any label.
      source: https://github.com/bitnami/charts/tree/main/bitnami/kube-prometheus
      date: 2026-04-13
      prometheus: v3.5.0
      operator: v0.85.0
      rendering: bitnami-kube-prometheus
      monitors: all
      leftOut:
        serviceMonitor/*: >-
          the chart's own monitors of kubelets, the control plane and its components scrape no pod of a
          user's
      openValues: [prometheus.image, prometheus.additionalScrapeConfigs,
                   prometheus.additionalScrapeConfigsExternal]
      otherValues:
        .: [alertmanager, blackboxExporter, clusterDomain, commonAnnotations, commonLabels, coreDns,
            diagnosticMode, exporters, extraDeploy, fullnameOverride, global, kube-state-metrics,
            kubeApiServer, kubeControllerManager, kubeProxy, kubeScheduler, kubeVersion, kubelet,
            nameOverride, namespaceOverride, node-exporter, operator, rbac, thanosRuler]
        prometheus: [additionalAlertManagerExternal, additionalAlertRelabelConfigsExternal, additionalArgs,
                     additionalPrometheusRules, additionalServiceMonitors, affinity, alertingEndpoints,
                     annotations, automountServiceAccountToken, command, configMaps, configReloader,
                     containerPorts, containerSecurityContext, containers, customLivenessProbe,
                     customReadinessProbe, customStartupProbe, defaultRules, disableCompaction,
                     enableAdminAPI, enableFeatures, enableRemoteWriteReceiver, externalUrl, ingress,
                     initContainers, listenLocal, livenessProbe, logFormat, logLevel, matchLabels,
                     networkPolicy, nodeAffinityPreset, nodeSelector, paused, pdb, persistence,
                     podAffinityPreset, podAntiAffinityPreset, podMetadata, podSecurityContext, portName,
                     priorityClassName, querySpec, readinessProbe, remoteRead, remoteWrite, replicaCount,
                     resources, resourcesPreset, retention, retentionSize, routePrefix, ruleNamespaceSelector,
                     ruleSelector, secrets, service, serviceAccount, serviceMonitor, startupProbe,
                     storageSpec, thanos, tolerations, topologySpreadConstraints, volumeMounts, volumes,
                     walCompression]
      ---
      prometheus:
        enabled: true
        image: {registry: docker.io, repository: bitnami/prometheus, tag: 3.5.0-debian-12-r0}
        shards: 1
        serviceMonitorSelector: {}
        serviceMonitorNamespaceSelector: {}
        podMonitorSelector: {}
        podMonitorNamespaceSelector: {}
        probeSelector: {}
        probeNamespaceSelector: {}
        scrapeConfigSelector: {}
        scrapeConfigNamespaceSelector: {}
        externalLabels: {}
        prometheusExternalLabelName: ''
        prometheusExternalLabelNameClear: false
        replicaExternalLabelName: ''
        replicaExternalLabelNameClear: false
        scrapeInterval: ''
        scrapeTimeout: ''
        evaluationInterval: ''
        sampleLimit: ''
        enforcedSampleLimit: ''
        additionalScrapeConfigs:
          enabled: false
          type: external
          external: {name: '', key: ''}
          internal: {jobList: []}
        additionalScrapeConfigsExternal: {enabled: false, name: '', key: ''}
      """#)
}
