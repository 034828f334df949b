extension FlavourData {
  /// victoria-metrics/victoria-metrics-agent 0.46.0.
  static let victoriaMetricsAgent = FlavourData(
    "victoria-metrics/victoria-metrics-agent", version: "0.46.0", aliases: ["vmagent"],
    text: #"""
      title: VictoriaMetrics' Helm chart of vmagent
      about: >-
        Honours annotations, but only where a container declares the annotated port: so a pod whose metrics
        Istio has merged into 15020 is not scraped. VictoriaMetrics' own words are put into Prometheus':
        keep_if_equal is keepequal, the role endpointslices is endpointslice.
      source: >-
        https://github.com/VictoriaMetrics/helm-charts/tree/victoria-metrics-agent-0.46.0/charts/victoria-metrics-agent
      date: 2026-08-17
      prometheus: v3.14.0
      rendering: job-list
      annotations: [pods, services]
      monitors: none
      leftOut:
        vmagent: it scrapes vmagent itself only
        kubernetes-apiservers: it scrapes the API server only
        kubernetes-nodes: it scrapes kubelets only
        kubernetes-nodes-cadvisor: it scrapes kubelets only
      openValues: [config.global]
      paths:
        global: config.global
        jobs: config.scrape_configs
        extraJobs: extraScrapeConfigs
      otherValues:
        .: [affinity, allowedMetricsEndpoints, annotations, command, configMap, containerWorkingDir,
            daemonSet, deployment, dnsPolicy, emptyDir, env, envFrom, extraArgs, extraContainers,
            extraHostPathMounts, extraLabels, extraObjects, extraVolumeMounts, extraVolumes, fullnameOverride,
            global, horizontalPodAutoscaler, hostAliases, hostNetwork, http, image, imagePullSecrets, ingress,
            initContainers, license, lifecycle, mode, nameOverride, networkPolicy, nodeSelector,
            persistentVolume, podAnnotations, podDisruptionBudget, podLabels, podSecurityContext,
            priorityClassName, probe, rbac, remoteWrite, replicaCount, resources, route, runtimeClassName,
            schedulerName, securityContext, selectorLabels, service, serviceAccount, serviceMonitor,
            statefulSet, tolerations, topologySpreadConstraints, verticalPodAutoscaler]
      ---
      config:
        useTpl: false
        global:
          scrape_interval: 10s
        scrape_configs:
          - job_name: kubernetes-service-endpoints
            kubernetes_sd_configs: [{role: endpointslice}]
            relabel_configs:
              - source_labels: [__meta_kubernetes_pod_container_init]
                action: drop
                regex: true
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_port]
                action: keepequal
                target_label: __meta_kubernetes_pod_container_port_number
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scrape]
                action: keep
                regex: true
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scheme]
                action: replace
                regex: (https?)
                target_label: __scheme__
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_path]
                action: replace
                regex: (.+)
                target_label: __metrics_path__
              - source_labels: [__address__, __meta_kubernetes_service_annotation_prometheus_io_port]
                action: replace
                regex: ([^:]+)(?::\d+)?;(\d+)
                replacement: $1:$2
                target_label: __address__
              - action: labelmap
                regex: __meta_kubernetes_service_label_(.+)
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_container_name]
                target_label: container
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_service_name]
                target_label: service
              - source_labels: [__meta_kubernetes_service_name]
                replacement: ${1}
                target_label: job
              - source_labels: [__meta_kubernetes_pod_node_name]
                action: replace
                target_label: node
          - job_name: kubernetes-service-endpoints-slow
            scrape_interval: 5m
            scrape_timeout: 30s
            kubernetes_sd_configs: [{role: endpointslice}]
            relabel_configs:
              - source_labels: [__meta_kubernetes_pod_container_init]
                action: drop
                regex: true
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_port]
                action: keepequal
                target_label: __meta_kubernetes_pod_container_port_number
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scrape_slow]
                action: keep
                regex: true
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_scheme]
                action: replace
                regex: (https?)
                target_label: __scheme__
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_path]
                action: replace
                regex: (.+)
                target_label: __metrics_path__
              - source_labels: [__address__, __meta_kubernetes_service_annotation_prometheus_io_port]
                action: replace
                regex: ([^:]+)(?::\d+)?;(\d+)
                replacement: $1:$2
                target_label: __address__
              - action: labelmap
                regex: __meta_kubernetes_service_label_(.+)
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_container_name]
                target_label: container
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_service_name]
                target_label: service
              - source_labels: [__meta_kubernetes_service_name]
                replacement: ${1}
                target_label: job
              - source_labels: [__meta_kubernetes_pod_node_name]
                action: replace
                target_label: node
          - job_name: kubernetes-services
            metrics_path: /probe
            params:
              module: [http_2xx]
            kubernetes_sd_configs: [{role: service}]
            relabel_configs:
              - source_labels: [__meta_kubernetes_service_annotation_prometheus_io_probe]
                action: keep
                regex: true
              - source_labels: [__address__]
                target_label: __param_target
              - replacement: blackbox
                target_label: __address__
              - source_labels: [__param_target]
                target_label: instance
              - action: labelmap
                regex: __meta_kubernetes_service_label_(.+)
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_service_name]
                target_label: service
          - job_name: kubernetes-pods
            kubernetes_sd_configs: [{role: pod}]
            relabel_configs:
              - source_labels: [__meta_kubernetes_pod_container_init]
                action: drop
                regex: true
              - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_port]
                action: keepequal
                target_label: __meta_kubernetes_pod_container_port_number
              - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]
                action: keep
                regex: true
              - source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path]
                action: replace
                regex: (.+)
                target_label: __metrics_path__
              - source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port]
                action: replace
                regex: ([^:]+)(?::\d+)?;(\d+)
                replacement: $1:$2
                target_label: __address__
              - action: labelmap
                regex: __meta_kubernetes_pod_label_(.+)
              - source_labels: [__meta_kubernetes_pod_name]
                target_label: pod
              - source_labels: [__meta_kubernetes_pod_container_name]
                target_label: container
              - source_labels: [__meta_kubernetes_namespace]
                target_label: namespace
              - source_labels: [__meta_kubernetes_pod_node_name]
                action: replace
                target_label: node
      extraScrapeConfigs: []
      """#)
}
