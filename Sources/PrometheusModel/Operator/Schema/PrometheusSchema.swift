internal import SourceText

// The Prometheus resource, as far as it says what is scraped; the rest of it is taken as it is.
//
// Source: prometheus-operator/prometheus-operator `example/prometheus-operator-crd/`, 0.93.
extension Schema {
  static let prometheus = Schema.object(
    nativeHistogramKeys + enforcementKeys + selectionKeys
      + keys([
        "sampleLimit": limit, "targetLimit": limit, "labelLimit": limit, "labelNameLengthLimit": limit,
        "labelValueLengthLimit": limit, "keepDroppedTargets": limit, "bodySizeLimit": byteSize,
        "scrapeProtocols": .list(protocolName, isSet: true), "scrapeTimeout": duration, "version": .text,
        "externalLabels": .map(.text), "prometheusExternalLabelName": .text, "replicaExternalLabelName": .text,
        "additionalScrapeConfigs": keyReference, "scrapeClasses": .list(scrapeClass),
        "podTargetLabels": texts, "serviceDiscoveryRole": discoveryRole,
        "nameValidationScheme": .text(.oneOf(["UTF8", "Legacy"])),
        "nameEscapingScheme": .text(.oneOf(["AllowUTF8", "Underscores", "Dots", "Values"])),
        "ruleQueryOffset": duration, "queryLogFile": .text, "scrapeFailureLogFile": notEmpty,
        "runtime": .object(keys(["goGC": .integer(-1...Int.max)])),
        "shardingStrategy": .object(
          keys([
            "mode": .text(.oneOf(["Address", "Topology"])),
            "topology": .object(keys(["externalLabelName": .text, "values": texts])),
          ])),
        "apiserverConfig": .object(
          proxyKeys
            + keys([
              "authorization": fileAuthorization, "basicAuth": basicAuth, "bearerToken": .text,
              "bearerTokenFile": .text, "tlsConfig": fileTLS,
            ]) + ["host": Schema.text.required]),
      ])
      + [
        "scrapeInterval": duration.initially("30s"), "evaluationInterval": duration.initially("30s"),
        "shards": Schema.integer(0...Int(Int32.max)).initially(1),
      ] + deploymentKeys)

  private static let selectionKeys = keys([
    "serviceMonitorSelector": labelSelector, "serviceMonitorNamespaceSelector": labelSelector,
    "podMonitorSelector": labelSelector, "podMonitorNamespaceSelector": labelSelector,
    "probeSelector": labelSelector, "probeNamespaceSelector": labelSelector,
    "scrapeConfigSelector": labelSelector, "scrapeConfigNamespaceSelector": labelSelector,
    "ruleSelector": labelSelector, "ruleNamespaceSelector": labelSelector,
  ])

  private static let enforcementKeys = keys([
    "enforcedSampleLimit": limit, "enforcedTargetLimit": limit, "enforcedLabelLimit": limit,
    "enforcedLabelNameLengthLimit": limit, "enforcedLabelValueLengthLimit": limit,
    "enforcedKeepDroppedTargets": limit, "enforcedBodySizeLimit": byteSize, "enforcedNamespaceLabel": .text,
    "excludedFromEnforcement": .list(
      .object(
        keys(["name": .text])
          + [
            "group": Schema.text.initially("monitoring.coreos.com"), "resource": notEmpty.required,
            "namespace": notEmpty.required,
          ])), "ignoreNamespaceSelectors": .boolean, "overrideHonorLabels": .boolean,
    "overrideHonorTimestamps": .boolean,
    "arbitraryFSAccessThroughSMs": .object(keys(["deny": .boolean])),
  ])

  private static let scrapeClass = Schema.object(
    keys([
      "default": .boolean, "tlsConfig": fileTLS, "authorization": fileAuthorization,
      "relabelings": relabelings, "metricRelabelings": relabelings, "attachMetadata": attachMetadata,
      "fallbackScrapeProtocol": protocolName,
    ]) + ["name": notEmpty.required])

  /// Keys that only say how Prometheus is run, or what it does with rules and alerts.
  private static let deploymentKeys = keys(
    Dictionary(
      uniqueKeysWithValues: [
        "additionalAlertManagerConfigs", "additionalAlertRelabelConfigs", "additionalArgs", "affinity",
        "alerting", "allowOverlappingBlocks", "automountServiceAccountToken", "baseImage", "configMaps",
        "containers", "disableCompaction", "dnsConfig", "dnsPolicy", "enableAdminAPI", "enableFeatures",
        "enableOTLPReceiver", "enableRemoteWriteReceiver", "enableServiceLinks", "exemplars", "externalUrl",
        "hostAliases", "hostNetwork", "hostUsers", "image", "imagePullPolicy", "imagePullSecrets",
        "initContainers", "listenLocal", "logFormat", "logLevel", "maximumStartupDurationSeconds",
        "minReadySeconds", "nodeSelector", "otlp", "paused", "persistentVolumeClaimRetentionPolicy",
        "podManagementPolicy", "podMetadata", "portName", "priorityClassName",
        "prometheusRulesExcludedFromEnforce", "query", "reloadStrategy", "remoteRead", "remoteWrite",
        "remoteWriteReceiverMessageVersions", "replicas", "resources", "retention", "retentionSize",
        "routePrefix", "rules", "schedulerName", "secrets", "securityContext", "serviceAccountName",
        "serviceName", "sha", "shardRetentionPolicy", "storage", "tag", "terminationGracePeriodSeconds",
        "thanos", "tolerations", "topologySpreadConstraints", "tracingConfig", "tsdb", "updateStrategy",
        "volumeMounts", "volumes", "walCompression", "web",
      ].map { ($0, Schema.anything) }))
}
