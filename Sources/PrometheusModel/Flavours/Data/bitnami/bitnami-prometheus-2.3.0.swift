extension FlavourData {
  /// bitnami/prometheus 2.3.0.
  static let bitnamiPrometheus = FlavourData(
    "bitnami/prometheus", version: "2.3.0",
    text: #"""
      title: Bitnami's Helm chart of Prometheus, without operator
      about: Scrapes itself and its Alertmanager, in its own namespace, and no pod of a user's.
      source: https://github.com/bitnami/charts/tree/main/bitnami/prometheus
      prometheus: v3.5.0
      rendering: job-list
      monitors: none
      openValues: [server.image]
      paths:
        jobs: server.jobs
        extraJobs: server.extraScrapeConfigs
        image: server.image.tag
      otherValues:
        .: [alertmanager, clusterDomain, commonAnnotations, commonLabels, diagnosticMode, extraDeploy,
            fullnameOverride, global, ingress, kubeVersion, nameOverride, namespaceOverride, volumePermissions]
        server: [affinity, alertingRules, args, automountServiceAccountToken, command, configuration,
                 containerPorts, containerSecurityContext, customLivenessProbe, customReadinessProbe,
                 customStartupProbe, deploymentAnnotations, enableAdminAPI, enableFeatures,
                 enableRemoteWriteReceiver, existingConfigmap, existingConfigmapKey, externalUrl, extraArgs,
                 extraEnvVars, extraEnvVarsCM, extraEnvVarsSecret, extraVolumeMounts, extraVolumes,
                 hostAliases, ingress, initContainers, lifecycleHooks, livenessProbe, logFormat, logLevel,
                 networkPolicy, nodeAffinityPreset, nodeSelector, pdb, persistence, podAffinityPreset,
                 podAnnotations, podAntiAffinityPreset, podLabels, podSecurityContext, priorityClassName,
                 rbac, readinessProbe, remoteWrite, replicaCount, resources, resourcesPreset, retention,
                 retentionSize, routePrefix, schedulerName, service, serviceAccount, serviceMonitor, sidecars,
                 startupProbe, terminationGracePeriodSeconds, thanos, tolerations, topologySpreadConstraints,
                 updateStrategy]
      ---
      server:
        image: {repository: bitnami/prometheus, tag: 3.5.0-debian-12-r0}
        jobs:
          - job_name: prometheus
            metrics_path: /metrics
            kubernetes_sd_configs: [{role: endpoints, namespaces: {names: ['{{ .Release.Namespace }}']}}]
            relabel_configs:
              - source_labels: [job]
                target_label: __tmp_prometheus_job_name
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_component
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_component
                action: keep
                regex: (server);true
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_instance
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_instance
                action: keep
                regex: ({{ .Release.Name }});true
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_name
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_name
                action: keep
                regex: (prometheus);true
              - source_labels: [__meta_kubernetes_endpoint_port_name]
                action: keep
                regex: http
              - source_labels:
                  - __meta_kubernetes_endpoint_address_target_kind
                  - __meta_kubernetes_endpoint_address_target_name
                separator: ;
                regex: Node;(.*)
                replacement: ${1}
                target_label: node
              - source_labels:
                  - __meta_kubernetes_endpoint_address_target_kind
                  - __meta_kubernetes_endpoint_address_target_name
                separator: ;
                regex: Pod;(.*)
                replacement: ${1}
                target_label: pod
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_service_name]
                target_label: service
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_container_name]
                target_label: container
              - source_labels: [__meta_kubernetes_pod_phase]
                action: drop
                regex: (Failed|Succeeded)
              - source_labels: [__meta_kubernetes_service_name]
                replacement: ${1}
                target_label: job
              - replacement: http
                target_label: endpoint
              - source_labels: [__address__]
                action: hashmod
                modulus: 1
                target_label: __tmp_hash
              - source_labels: [__tmp_hash]
                action: keep
                regex: 0
          - job_name: alertmanager
            metrics_path: /metrics
            kubernetes_sd_configs: [{role: endpoints, namespaces: {names: ['{{ .Release.Namespace }}']}}]
            relabel_configs:
              - source_labels: [job]
                target_label: __tmp_prometheus_job_name
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_component
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_component
                action: keep
                regex: (alertmanager);true
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_instance
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_instance
                action: keep
                regex: ({{ .Release.Name }});true
              - source_labels:
                  - __meta_kubernetes_service_label_app_kubernetes_io_name
                  - __meta_kubernetes_service_labelpresent_app_kubernetes_io_name
                action: keep
                regex: (prometheus);true
              - source_labels: [__meta_kubernetes_endpoint_port_name]
                action: keep
                regex: http
              - source_labels:
                  - __meta_kubernetes_endpoint_address_target_kind
                  - __meta_kubernetes_endpoint_address_target_name
                separator: ;
                regex: Node;(.*)
                replacement: ${1}
                target_label: node
              - source_labels:
                  - __meta_kubernetes_endpoint_address_target_kind
                  - __meta_kubernetes_endpoint_address_target_name
                separator: ;
                regex: Pod;(.*)
                replacement: ${1}
                target_label: pod
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_service_name]
                target_label: service
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_container_name]
                target_label: container
              - source_labels: [__meta_kubernetes_pod_phase]
                action: drop
                regex: (Failed|Succeeded)
              - source_labels: [__meta_kubernetes_service_name]
                replacement: ${1}
                target_label: job
              - replacement: http
                target_label: endpoint
              - source_labels: [__address__]
                action: hashmod
                modulus: 1
                target_label: __tmp_hash
              - source_labels: [__tmp_hash]
                action: keep
                regex: 0
        extraScrapeConfigs: []
      """#)
}
