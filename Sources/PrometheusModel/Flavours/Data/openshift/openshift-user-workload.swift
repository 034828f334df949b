extension FlavourData {
  /// OpenShift's monitoring of user workloads.
  static let openShiftUserWorkload = FlavourData(
    "openshift/user-workload-monitoring", aliases: ["openshift"],
    text: #"""
      title: OpenShift's monitoring of user workloads
      about: >-
        Takes monitors of every namespace that OpenShift does not monitor itself. Namespace selectors of
        monitors are ignored, so each sees its own namespace only; labels are never honoured, the label
        namespace is enforced, and monitors must not name files.
      source: >-
        https://github.com/openshift/cluster-monitoring-operator/blob/02787ce54801b69b298e7f02d59c774541ffd6b7/assets/prometheus-user-workload/prometheus.yaml
      prometheus: v3.11.2
      rendering: resource
      monitors: all
      namespace: openshift-user-workload-monitoring
      ---
      kind: Prometheus
      metadata: {name: user-workload}
      spec:
        arbitraryFSAccessThroughSMs: {deny: true}
        enforcedNamespaceLabel: namespace
        ignoreNamespaceSelectors: true
        overrideHonorLabels: true
        overrideHonorTimestamps: true
        podMonitorSelector:
          matchExpressions:
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        podMonitorNamespaceSelector:
          matchExpressions:
            - {key: openshift.io/cluster-monitoring, operator: NotIn, values: ['true']}
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        probeSelector:
          matchExpressions:
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        probeNamespaceSelector:
          matchExpressions:
            - {key: openshift.io/cluster-monitoring, operator: NotIn, values: ['true']}
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        serviceMonitorSelector:
          matchExpressions:
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        serviceMonitorNamespaceSelector:
          matchExpressions:
            - {key: openshift.io/cluster-monitoring, operator: NotIn, values: ['true']}
            - {key: openshift.io/user-monitoring, operator: NotIn, values: ['false']}
        scrapeClasses: [{default: true, fallbackScrapeProtocol: PrometheusText1.0.0, name: global-config}]
        serviceDiscoveryRole: EndpointSlice
      """#)
}
