import SourceText

/// Reads the fields of an HTTP client, which stand among a section's own.
///
/// Source: prometheus/common config/http_config.go `HTTPClientConfig.Validate`, `TLSConfig.Validate`, 0.65.
struct HTTPClientReader {
  /// The fields, in the order of Prometheus' documentation.
  static let fields = [
    "basic_auth", "authorization", "oauth2", "bearer_token", "bearer_token_file", "tls_config",
    "follow_redirects", "enable_http2", "proxy_url", "no_proxy", "proxy_from_environment",
    "proxy_connect_header", "http_headers",
  ]

  private let version: PrometheusVersion
  private let refusesUnsupported: Bool

  /// A reader for sections by which targets are reached, or for others, which may ask for what is not played.
  init(version: PrometheusVersion, refusesUnsupported: Bool = true) {
    self.version = version
    self.refusesUnsupported = refusesUnsupported
  }

  /// Reads the client of a section.
  func read(_ fields: inout FieldReader) -> HTTPClientConfiguration {
    var client = HTTPClientConfiguration()
    client.authentication = authentication(&fields)
    if let node = fields.take("tls_config"), !node.isNull { client.tls = tls(node, fields.diagnostics) }
    client.followRedirects = fields.bool("follow_redirects", default: true)
    client.enableHTTP2 = fields.bool("enable_http2", default: true)
    client.headers = headers(&fields)
    refuseProxies(&fields)
    return client
  }

  // MARK: - Authentication

  private func authentication(_ fields: inout FieldReader) -> HTTPClientConfiguration.Authentication? {
    let basic = fields.take("basic_auth").flatMap { $0.isNull ? nil : basicAuth($0, fields.diagnostics) }
    let header = fields.take("authorization").flatMap {
      $0.isNull ? nil : authorization($0, fields.diagnostics)
    }
    let token = fields.string("bearer_token")
    let tokenFile = fields.string("bearer_token_file")
    if let node = fields.take("oauth2"), !node.isNull, refusesUnsupported {
      fields.error("oauth2 is not supported here; use authorization with credentials", at: "oauth2")
    }
    if !token.isEmpty, !tokenFile.isEmpty {
      fields.error(
        "at most one of bearer_token & bearer_token_file must be configured", at: "bearer_token_file")
    }
    let hasToken = !token.isEmpty || !tokenFile.isEmpty
    if basic != nil, hasToken {
      fields.error(
        "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured",
        at: "basic_auth")
    }
    if header != nil, hasToken {
      fields.error("authorization is not compatible with bearer_token & bearer_token_file", at: "authorization")
    }
    if header != nil, basic != nil {
      fields.error(
        "at most one of basic_auth, oauth2 & authorization must be configured", at: "authorization")
    }
    if let basic { return basic }
    if let header { return header }
    guard hasToken else { return nil }
    return .authorization(type: "Bearer", credentials: tokenFile.isEmpty ? .text(token) : .file(tokenFile))
  }

  private func basicAuth(
    _ node: YAMLNode, _ diagnostics: DiagnosticCollector
  ) -> HTTPClientConfiguration.Authentication {
    var fields = FieldReader(node, as: .basicAuth, version: version, into: diagnostics)
    let username = secret(
      &fields, "username", "username_file",
      "at most one of basic_auth username, username_file & username_ref must be configured")
    let password = secret(
      &fields, "password", "password_file",
      "at most one of basic_auth password, password_file & password_ref must be configured")
    fields.finish()
    return .basic(username: username ?? .text(""), password: password ?? .text(""))
  }

  private func authorization(
    _ node: YAMLNode, _ diagnostics: DiagnosticCollector
  ) -> HTTPClientConfiguration.Authentication {
    var fields = FieldReader(node, as: .authorization, version: version, into: diagnostics)
    let type = Self.trimmed(fields.string("type"))
    let credentials = secret(
      &fields, "credentials", "credentials_file",
      "at most one of authorization credentials & credentials_file must be configured")
    if type.lowercased() == "basic" {
      fields.error(#"authorization type cannot be set to "basic", use "basic_auth" instead"#, at: "type")
    }
    fields.finish()
    return .authorization(type: type.isEmpty ? "Bearer" : type, credentials: credentials ?? .text(""))
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// A text or the file that holds it, not both.
  private func secret(
    _ fields: inout FieldReader, _ text: String, _ file: String, _ message: String
  ) -> HTTPClientConfiguration.Secret? {
    let value = fields.string(text)
    let path = fields.string(file)
    let reference = text + "_ref"
    let secretName = fields.string(reference)
    if [value, path, secretName].filter({ !$0.isEmpty }).count > 1 { fields.error(message, at: file) }
    if !secretName.isEmpty {
      fields.error("\(reference) needs a secret manager, and Prometheus has none; use \(file)", at: reference)
    }
    if !path.isEmpty { return .file(path) }
    return value.isEmpty ? nil : .text(value)
  }

  // MARK: - TLS

  /// Says what is wrong with TLS settings that are used for nothing.
  func check(tls node: YAMLNode, _ diagnostics: DiagnosticCollector) { _ = tls(node, diagnostics) }

  private func tls(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) -> TLSConfiguration {
    var fields = FieldReader(node, as: .tls, version: version, into: diagnostics)
    var tls = TLSConfiguration()
    tls.authorities = secret(&fields, "ca", "ca_file", "at most one of ca, ca_file & ca_ref must be configured")
    tls.certificate = secret(
      &fields, "cert", "cert_file", "at most one of cert, cert_file & cert_ref must be configured")
    tls.key = secret(&fields, "key", "key_file", "at most one of key and key_file must be configured")
    if tls.certificate != nil, tls.key == nil {
      fields.error(
        "exactly one of key or key_file must be configured when a client certificate is configured")
    } else if tls.key != nil, tls.certificate == nil {
      fields.error("exactly one of cert or cert_file must be configured when a client key is configured")
    }
    let serverName = fields.string("server_name")
    tls.serverName = serverName.isEmpty ? nil : serverName
    tls.insecureSkipVerify = fields.bool("insecure_skip_verify")
    tls.minVersion = tlsVersion(&fields, "min_version")
    tls.maxVersion = tlsVersion(&fields, "max_version")
    fields.finish()
    return tls
  }

  private func tlsVersion(_ fields: inout FieldReader, _ field: String) -> TLSConfiguration.Version? {
    guard let node = fields.take(field), !node.isNull else { return nil }
    guard let text = node.string else {
      FieldReader.refuse(node, as: "string", fields.diagnostics)
      return nil
    }
    let version = TLSConfiguration.Version(rawValue: text)
    if version == nil {
      let known = TLSConfiguration.Version.allCases.map(\.rawValue)
      let near = suggestion(for: text, among: known)
      fields.error("unknown TLS version: \(text)\(near)", at: field)
    }
    return version
  }

  // MARK: - Headers

  private func headers(_ fields: inout FieldReader) -> [HTTPClientConfiguration.Header] {
    guard let node = fields.take("http_headers"), !node.isNull else { return [] }
    guard let entries = node.mapping else {
      FieldReader.refuse(node, as: "config.Headers", fields.diagnostics)
      return []
    }
    FieldReader.refuseRepeatedKeys(of: entries, fields.diagnostics)
    return entries.map { entry in
      if Self.reservedHeaders.contains(entry.name.lowercased()) {
        let name = Quoting.quoted(Self.canonical(entry.name))
        fields.diagnostics.error("setting header \(name) is not allowed", at: entry.key.span)
      }
      var header = FieldReader(entry.value, as: .header, version: version, into: fields.diagnostics)
      let texts = (header.strings("values") ?? []) + (header.strings("secrets") ?? [])
      let files = header.strings("files") ?? []
      header.finish()
      return HTTPClientConfiguration.Header(
        name: entry.name,
        values: texts.map { .text($0) } + files.map { .file($0) })
    }
  }

  /// Source: prometheus/common config/headers.go `ReservedHeaders`, 0.65.
  private static let reservedHeaders: Set<String> = [
    "authorization", "host", "content-encoding", "content-length", "content-type", "user-agent", "connection",
    "keep-alive", "proxy-authenticate", "proxy-authorization", "www-authenticate", "accept-encoding",
    "x-prometheus-remote-write-version", "x-prometheus-remote-read-version",
    "x-prometheus-scrape-timeout-seconds", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
  ]

  /// `content-type` as `Content-Type`.
  private static func canonical(_ name: String) -> String {
    name.split(separator: "-", omittingEmptySubsequences: false)
      .map { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }.joined(separator: "-")
  }

  // MARK: - Proxies

  private func refuseProxies(_ fields: inout FieldReader) {
    let direct = "targets are reached directly, from the scraper's own address"
    for field in ["proxy_url", "no_proxy", "proxy_connect_header", "proxy_from_environment"] {
      guard let node = fields.take(field), !node.isNull, node.bool != false, node.string != "",
        refusesUnsupported
      else { continue }
      fields.error("\(field) is not supported here: \(direct)", at: field)
    }
  }
}
