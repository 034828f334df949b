internal import SourceText

// What several resources of the operator share.
//
// Source: prometheus-operator/prometheus-operator `example/prometheus-operator-crd/`, 0.93.
extension Schema {
  static let duration = Schema.text(.duration)
  static let byteSize = Schema.text(.byteSize)
  static let texts = Schema.list(.text)
  static let notEmpty = Schema.text(.notEmpty)
  static let httpURL = Schema.text(.url(["http", "https"]))
  static let anyObject = Schema.map(.anything)

  /// A key of a Secret or ConfigMap.
  static let keyReference = Schema.object([
    "key": Schema.text.required, "name": Schema.text.initially(""), "optional": Schema.boolean.optional,
  ])

  static let secretOrConfigMap = Schema.object(keys(["secret": keyReference, "configMap": keyReference]))

  static let labelSelector = Schema.object(
    keys([
      "matchLabels": .map(.text),
      "matchExpressions": .list(
        .object([
          "key": Schema.text.required, "operator": Schema.text.required, "values": Schema.texts.optional,
        ])),
    ]))

  static let namespaceSelector = Schema.object(keys(["any": .boolean, "matchNames": texts]))

  static let scheme = Schema.text(.oneOf(["http", "https", "HTTP", "HTTPS"]))

  static let protocolName = Schema.text(
    .oneOf([
      "PrometheusProto", "OpenMetricsText0.0.1", "OpenMetricsText1.0.0", "PrometheusText0.0.4",
      "PrometheusText1.0.0",
    ]))

  static let attachMetadata = Schema.object(keys(["node": .boolean]))

  static let params = Schema.map(texts)

  static let authorizationKeys = keys(["type": .text, "credentials": keyReference])
  static let authorization = Schema.object(authorizationKeys)
  static let fileAuthorization = Schema.object(authorizationKeys + keys(["credentialsFile": .text]))

  static let basicAuth = Schema.object(keys(["username": keyReference, "password": keyReference]))

  static let tlsVersion = Schema.text(.oneOf(["TLS10", "TLS11", "TLS12", "TLS13"]))
  static let tlsKeys = keys([
    "ca": secretOrConfigMap, "cert": secretOrConfigMap, "keySecret": keyReference, "serverName": .text,
    "insecureSkipVerify": .boolean, "minVersion": tlsVersion, "maxVersion": tlsVersion,
  ])
  /// TLS from Secrets and ConfigMaps only.
  static let safeTLS = Schema.object(tlsKeys)
  /// TLS that may name files of the Prometheus container, too.
  static let fileTLS = Schema.object(
    tlsKeys + keys(["caFile": .text, "certFile": .text, "keyFile": .text]))

  static let proxyKeys = keys([
    "proxyUrl": .text(.url(["http", "https", "socks5"])), "noProxy": .text, "proxyFromEnvironment": .boolean,
    "proxyConnectHeader": .map(.list(keyReference)),
  ])

  static let oauth2 = Schema.object(
    proxyKeys
      + [
        "clientId": secretOrConfigMap.required, "clientSecret": keyReference.required,
        "tokenUrl": httpURL.required, "scopes": texts.optional, "endpointParams": Schema.map(.text).optional,
        "tlsConfig": safeTLS.optional,
      ])

  /// The actions as the API spells them: in lower case and in camel case.
  static let relabelAction = Schema.text(
    .oneOf([
      "replace", "Replace", "keep", "Keep", "drop", "Drop", "hashmod", "HashMod", "labelmap", "LabelMap",
      "labeldrop", "LabelDrop", "labelkeep", "LabelKeep", "lowercase", "Lowercase", "uppercase", "Uppercase",
      "keepequal", "KeepEqual", "dropequal", "DropEqual",
    ]))
  static let relabelRule = Schema.object(
    keys([
      "sourceLabels": texts, "separator": .text, "targetLabel": .text, "regex": .text, "modulus": limit,
      "replacement": .text,
    ]) + ["action": relabelAction.initially("replace")])
  static let relabelings = Schema.list(relabelRule)

  static let nativeHistogramKeys = keys([
    "scrapeNativeHistograms": .boolean, "scrapeClassicHistograms": .boolean,
    "nativeHistogramBucketLimit": limit,
    "nativeHistogramMinBucketFactor": .integerOrText(.quantity), "convertClassicHistogramsToNHCB": .boolean,
  ])

  /// Limits and formats, which every kind of monitor has.
  static let ingestionKeys =
    nativeHistogramKeys
    + keys([
      "sampleLimit": limit, "targetLimit": limit, "labelLimit": limit, "labelNameLengthLimit": limit,
      "labelValueLengthLimit": limit, "keepDroppedTargets": limit,
      "scrapeProtocols": .list(protocolName, isSet: true), "fallbackScrapeProtocol": protocolName,
      "scrapeClass": notEmpty,
    ])

  /// What every endpoint of a monitor has.
  static let endpointKeys =
    proxyKeys
    + keys([
      "path": .text, "scheme": scheme, "params": params, "interval": duration, "scrapeTimeout": duration,
      "honorLabels": .boolean, "honorTimestamps": .boolean, "trackTimestampsStaleness": .boolean,
      "metricRelabelings": relabelings, "relabelings": relabelings, "filterRunning": .boolean, "port": .text,
      "targetPort": .integerOrText(.any), "authorization": authorization, "basicAuth": basicAuth,
      "oauth2": oauth2, "bearerTokenSecret": keyReference, "followRedirects": .boolean,
      "enableHttp2": .boolean,
    ])

  /// What PodMonitors and ServiceMonitors share.
  static let monitorKeys =
    ingestionKeys
    + keys([
      "jobLabel": .text, "podTargetLabels": texts, "namespaceSelector": namespaceSelector,
      "selectorMechanism": .text(.oneOf(["RelabelConfig", "RoleSelector"])), "attachMetadata": attachMetadata,
      "bodySizeLimit": byteSize,
    ]) + ["selector": labelSelector.required]
}

/// Two sets of keys together.
func + (left: [String: Schema.Field], right: [String: Schema.Field]) -> [String: Schema.Field] {
  left.merging(right) { $1 }
}
