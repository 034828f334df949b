internal import SourceText

// How a job, or a discovery, logs in and secures its connections.
//
// Source: prometheus-operator `pkg/prometheus/promcfg.go` `addBasicAuthToYaml` and following, 0.93.
extension JobWriter {
  func addBasicAuth(_ basicAuth: YAMLNode?, to fields: inout Fields) {
    guard let basicAuth else { return }
    fields.add(
      "basic_auth",
      [
        "username": .string(secret(basicAuth["username"] ?? .empty) ?? ""),
        "password": .string(secret(basicAuth["password"] ?? .empty) ?? ""),
      ])
  }

  /// Adds a bearer token, or what else the type says. Without credentials, only the type stands there.
  func addAuthorization(_ authorization: YAMLNode?, to fields: inout Fields) {
    guard let authorization else { return }
    var inner = self.fields()
    let type = authorization.word("type") ?? "Bearer"
    inner.add("type", .string(type.trimmed))
    inner.add("credentials", secret(authorization["credentials"]).map { .string($0) })
    inner.add("credentials_file", authorization.filled("credentialsFile"))
    fields.add("authorization", inner, since: PrometheusVersion(2, 26))
  }

  /// A monitor's authorization, with what it leaves open taken from the scrape class.
  func merged(authorization: YAMLNode?, with scrapeClass: YAMLNode) -> YAMLNode? {
    let general = scrapeClass["authorization"]
    guard var own = authorization, !own.isEmptyMapping else { return general }
    guard let general, own["credentials"] == nil else { return own }
    own["credentials"] = general["credentials"]
    if own["credentials"] == nil { own["credentialsFile"] = general["credentialsFile"] }
    return own
  }

  func addOAuth2(_ oauth2: YAMLNode?, to fields: inout Fields) {
    guard let oauth2, let identifier = secretOrConfigMap(oauth2["clientId"]),
      let password = secret(oauth2["clientSecret"] ?? .empty)
    else { return }
    var inner = self.fields()
    inner.add("client_id", .string(identifier))
    inner.add("client_secret", .string(password))
    inner.add("token_url", oauth2["tokenUrl"] ?? "")
    inner.add("scopes", oauth2["scopes"].flatMap { $0.unless($0.sequence?.isEmpty ?? true) })
    inner.add("endpoint_params", oauth2["endpointParams"].flatMap { $0.sortedByKey.unless($0.isEmptyMapping) })
    if prometheus.version >= PrometheusVersion(2, 43) {
      addProxy(oauth2, to: &inner)
      addTLS(oauth2["tlsConfig"], to: &inner)
    }
    fields.add("oauth2", inner, since: PrometheusVersion(2, 27))
  }

  /// Adds the proxy that the keys of an endpoint name.
  func addProxy(_ owner: YAMLNode, to fields: inout Fields) {
    let proxyVersion = PrometheusVersion(2, 43)
    fields.add("proxy_url", owner["proxyUrl"])
    fields.add("no_proxy", owner["noProxy"], since: proxyVersion)
    fields.add("proxy_from_environment", owner["proxyFromEnvironment"], since: proxyVersion)
    guard let headers = owner["proxyConnectHeader"]?.sortedByKey.mapping else { return }
    let values = headers.map { header in
      let secrets = (header.value.sequence ?? []).map { YAMLNode.string(secret($0) ?? "") }
      return YAMLEntry(key: header.key, value: .sequence(secrets))
    }
    fields.add("proxy_connect_header", YAMLNode(.mapping(values)), since: proxyVersion)
  }

  /// Adds a `tls_config`. Certificates of Secrets and ConfigMaps become files that the operator mounts.
  func addTLS(_ tls: YAMLNode?, to fields: inout Fields) {
    guard let tls else { return }
    var inner = self.fields()
    inner.add("insecure_skip_verify", tls["insecureSkipVerify"])
    let references = [
      ("ca", key(either: tls["ca"])), ("cert", key(either: tls["cert"])),
      ("key", key(secret: tls["keySecret"])),
    ]
    for case (let name, let key?) in references {
      if abilities.inlinesCertificates {
        inner.add(name, (try? assets.value(key)).map { .string($0) })
      } else {
        inner.add(name + "_file", .string("/etc/prometheus/certs/" + key.fileName))
      }
    }
    inner.add("server_name", tls.filled("serverName"))
    inner.add("min_version", tls["minVersion"], since: PrometheusVersion(2, 35))
    inner.add("max_version", tls["maxVersion"], since: PrometheusVersion(2, 41))
    inner.add("ca_file", tls.filled("caFile"))
    inner.add("cert_file", tls.filled("certFile"))
    inner.add("key_file", tls.filled("keyFile"))
    fields.add("tls_config", inner)
  }

  /// The TLS of a monitor, with the files of the scrape class where it names neither file nor Secret.
  ///
  /// `insecureSkipVerify` of the class counts only for a monitor without any TLS of its own.
  ///
  /// - Parameter emptyIsNone: whether an empty mapping is the same as none, as in all but ServiceMonitors.
  func merged(tls: YAMLNode?, with scrapeClass: YAMLNode, emptyIsNone: Bool = true) -> YAMLNode? {
    let general = scrapeClass["tlsConfig"]
    guard var own = tls, !(emptyIsNone && own.isEmptyMapping) else { return general }
    guard let general else { return own }
    for (file, reference) in [("caFile", "ca"), ("certFile", "cert"), ("keyFile", "keySecret")]
    where own.filled(file) == nil {
      let isNamed = reference == "keySecret" ? own[reference] != nil : key(either: own[reference]) != nil
      if !isNamed { own[file] = general[file] }
    }
    return own
  }

  /// Adds `bearer_token`, the deprecated way.
  func addBearerToken(_ reference: YAMLNode?, to fields: inout Fields) {
    guard let reference, reference.word("name") != nil else { return }
    fields.add("bearer_token", secret(reference).map { .string($0) })
  }

  /// Adds what probes and PodMonitors say about HTTP and TLS.
  func addHTTP(_ owner: YAMLNode, scrapeClass: YAMLNode, to fields: inout Fields) {
    fields.add("follow_redirects", owner["followRedirects"], since: PrometheusVersion(2, 26))
    fields.add("enable_http2", owner["enableHttp2"], since: PrometheusVersion(2, 35))
    addTLS(merged(tls: owner["tlsConfig"], with: scrapeClass), to: &fields)
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
