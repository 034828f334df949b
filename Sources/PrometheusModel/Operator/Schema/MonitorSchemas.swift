internal import SourceText

// The monitors' own keys.
//
// Source: prometheus-operator/prometheus-operator `example/prometheus-operator-crd/`, 0.93.
extension Schema {
  static let discoveryRole = Schema.text(.oneOf(["Endpoints", "EndpointSlice"]))

  static let podMonitor = Schema.object(
    monitorKeys + [
      "podMetricsEndpoints": Schema.list(
        .object(endpointKeys + keys(["portNumber": .integer(1...65535), "tlsConfig": safeTLS]))
      ).optional
    ])

  static let serviceMonitor = Schema.object(
    monitorKeys + keys(["targetLabels": texts, "serviceDiscoveryRole": discoveryRole]) + [
      "endpoints": Schema.list(
        .object(endpointKeys + keys(["bearerTokenFile": .text, "tlsConfig": fileTLS]))
      ).required
    ])

  static let probe = Schema.object(
    ingestionKeys
      + keys([
        "jobName": .text, "module": .text, "interval": duration, "scrapeTimeout": duration,
        "metricRelabelings": relabelings, "authorization": authorization, "basicAuth": basicAuth,
        "oauth2": oauth2, "bearerTokenSecret": keyReference, "tlsConfig": safeTLS, "followRedirects": .boolean,
        "enableHttp2": .boolean,
        "params": .list(
          .object(["name": notEmpty.required, "values": Schema.list(notEmpty, minimum: 1).optional]), minimum: 1
        ),
        "prober": .object(
          proxyKeys + [
            "url": notEmpty.required, "scheme": scheme.optional, "path": Schema.text.initially("/probe"),
          ]),
        "targets": .object(
          keys([
            "staticConfig": .object(
              keys(["static": texts, "labels": .map(.text), "relabelingConfigs": relabelings])),
            "ingress": .object(
              keys([
                "selector": labelSelector, "namespaceSelector": namespaceSelector,
                "relabelingConfigs": relabelings,
              ])),
          ])),
      ]))

  static let scrapeConfig: Schema = {
    let own = keys([
      "jobName": notEmpty, "metricsPath": notEmpty, "scrapeInterval": duration, "scrapeTimeout": duration,
      "scheme": scheme, "params": params, "honorLabels": .boolean, "honorTimestamps": .boolean,
      "trackTimestampsStaleness": .boolean, "enableCompression": .boolean, "enableHTTP2": .boolean,
      "bodySizeLimit": byteSize, "relabelings": .list(relabelRule, minimum: 1),
      "metricRelabelings": .list(relabelRule, minimum: 1), "authorization": authorization,
      "basicAuth": basicAuth, "oauth2": oauth2, "tlsConfig": safeTLS,
      "nameValidationScheme": .text(.oneOf(["UTF8", "Legacy"])),
      "nameEscapingScheme": .text(.oneOf(["AllowUTF8", "Underscores", "Dots", "Values"])),
      "scrapeProtocols": .list(protocolName, minimum: 1, isSet: true),
    ])
    let discovery = DiscoveryKind.all.map { ($0.key, Schema.list(.object($0.fields)).optional) }
    return .object(ingestionKeys + proxyKeys + own + Dictionary(uniqueKeysWithValues: discovery))
  }()
}
