internal import SourceText

/// Checks what a monitor says of logging in: contradictions, and Secrets that are not there.
///
/// Source: prometheus-operator `pkg/assets/store.go`, `pkg/assets/tls.go`,
/// `pkg/apis/monitoring/v1/http_config.go`, 0.93.
struct AssetCheck {
  var writer: JobWriter

  /// Checks the keys that an endpoint has for HTTP.
  ///
  /// - Parameter hasFiles: whether TLS may name files of the Prometheus container.
  func checkExclusions(_ owner: YAMLNode, hasFiles: Bool) throws(Rejection) {
    let ways = ["authorization", "basicAuth", "bearerTokenSecret", "oauth2"].filter { owner[$0] != nil }
    if ways.count > 1 {
      throw Rejection("\(ways[0]) and \(ways[1]) cannot be configured at the same time")
    }
    if let authorization = owner["authorization"] {
      try inside("authorization") { () throws(Rejection) in try checkAuthorization(authorization) }
    }
    if let oauth2 = owner["oauth2"] {
      try inside("oauth2") { () throws(Rejection) in try checkOAuth2(oauth2) }
    }
    try inside("tlsConfig") { () throws(Rejection) in
      if hasFiles { try checkFileTLS(owner["tlsConfig"]) } else { try checkSafeTLS(owner["tlsConfig"]) }
    }
  }

  /// Looks up everything that the keys for HTTP refer to.
  func lookUp(_ owner: YAMLNode, hasFiles: Bool) throws(Rejection) {
    if let token = owner["bearerTokenSecret"], token.word("name") != nil {
      try inside("bearerTokenSecret") { () throws(Rejection) in try require(secret: token) }
    }
    try inside("basicAuth") { () throws(Rejection) in try lookUp(basicAuth: owner["basicAuth"]) }
    try inside("tlsConfig") { () throws(Rejection) in try lookUp(tls: owner["tlsConfig"], hasFiles: hasFiles) }
    try inside("oauth2") { () throws(Rejection) in try lookUp(oauth2: owner["oauth2"]) }
    try inside("authorization") { () throws(Rejection) in
      try lookUp(authorization: owner["authorization"])
    }
  }

  func lookUp(basicAuth: YAMLNode?) throws(Rejection) {
    guard let basicAuth else { return }
    try inside("failed to get basic auth username") { () throws(Rejection) in
      try require(secret: basicAuth["username"] ?? .empty)
    }
    try inside("failed to get basic auth password") { () throws(Rejection) in
      try require(secret: basicAuth["password"] ?? .empty)
    }
  }

  func lookUp(authorization: YAMLNode?) throws(Rejection) {
    guard let authorization, let credentials = authorization["credentials"] else { return }
    try checkAuthorization(authorization)
    guard credentials.word("name") != nil else { return }
    let type = Quoting.quoted(authorization.word("type") ?? "")
    try inside("failed to get authorization token of type \(type)") { () throws(Rejection) in
      try require(secret: credentials)
    }
  }

  func lookUp(oauth2: YAMLNode?) throws(Rejection) {
    guard let oauth2 else { return }
    try checkOAuth2(oauth2)
    try inside("failed to get oauth2 client id") { () throws(Rejection) in
      try require(either: oauth2["clientId"])
    }
    try inside("failed to get oauth2 client secret") { () throws(Rejection) in
      try require(secret: oauth2["clientSecret"] ?? .empty)
    }
    try inside("failed to get oauth2 proxyConfig") { () throws(Rejection) in try lookUp(proxy: oauth2) }
    try inside("failed to get oauth2 tlsConfig") { () throws(Rejection) in
      try lookUp(tls: oauth2["tlsConfig"], hasFiles: false)
    }
  }

  func lookUp(tls: YAMLNode?, hasFiles: Bool) throws(Rejection) {
    guard let tls else { return }
    try inside("failed to validate TLS configuration") { () throws(Rejection) in
      if hasFiles { try checkFileTLS(tls) } else { try checkSafeTLS(tls) }
    }
    for part in ["ca", "cert"] {
      let name = Self.description(of: tls[part])
      try inside("failed to get \(part) \(Quoting.quoted(name))") { () throws(Rejection) in
        try require(either: tls[part])
      }
    }
    if let reference = tls["keySecret"] {
      let name = "\(reference.word("name") ?? "")/\(reference.word("key") ?? "")"
      try inside("failed to get key \(name)") { () throws(Rejection) in try require(secret: reference) }
    }
    if let authority = writer.secretOrConfigMap(tls["ca"]), !authority.isEmpty, !Self.isPEM(authority) {
      throw Rejection("ca \(Self.description(of: tls["ca"])): failed to decode PEM block")
    }
  }

  func lookUp(proxy owner: YAMLNode) throws(Rejection) {
    for header in owner["proxyConnectHeader"]?.sortedByKey.mapping ?? [] {
      for (index, reference) in (header.value.sequence ?? []).enumerated() {
        try inside("header[\(header.name)][\(index)]") { () throws(Rejection) in try require(secret: reference)
        }
      }
    }
  }

  /// Source: prometheus-operator `pkg/apis/monitoring/v1/types.go` `ProxyConfig.Validate`, 0.93.
  func checkProxy(_ owner: YAMLNode) throws(Rejection) {
    let fromEnvironment = owner["proxyFromEnvironment"]?.bool == true
    let hasURL = owner.word("proxyUrl") != nil
    let hasNoProxy = owner.word("noProxy") != nil
    let headers = owner["proxyConnectHeader"]?.sortedByKey.mapping ?? []
    if !headers.isEmpty, !fromEnvironment, !hasURL {
      throw Rejection(
        "if proxyConnectHeader is configured, proxyUrl or proxyFromEnvironment must also be configured")
    }
    if fromEnvironment, hasURL {
      throw Rejection("if proxyFromEnvironment is configured, proxyUrl must not be configured")
    }
    if fromEnvironment, hasNoProxy {
      throw Rejection("if proxyFromEnvironment is configured, noProxy must not be configured")
    }
    if !hasURL, hasNoProxy { throw Rejection("if noProxy is configured, proxyUrl must also be configured") }
    for header in headers where header.value.sequence?.isEmpty ?? true {
      throw Rejection("proxyConnetHeader[\(header.name)]: selector must not be empty")
    }
  }

  /// Looks up a key of a Secret.
  func require(secret reference: YAMLNode) throws(Rejection) {
    guard let key = writer.key(secret: reference) else { return }
    _ = try writer.assets.value(key)
  }

  private func require(either reference: YAMLNode?) throws(Rejection) {
    guard let key = writer.key(either: reference) else { return }
    _ = try writer.assets.value(key)
  }

  private func checkAuthorization(_ authorization: YAMLNode) throws(Rejection) {
    if authorization.word("type")?.trimmed.lowercased() == "basic" {
      throw Rejection("'authorization' type cannot be set to \"basic\", use \"basicAuth\" instead")
    }
    if authorization["credentials"] == nil { throw Rejection("'authorization' credentials are required") }
  }

  private func checkOAuth2(_ oauth2: YAMLNode) throws(Rejection) {
    let identifier = oauth2["clientId"]
    if writer.key(either: identifier) == nil { throw Rejection("OAuth2 'clientID' must be specified") }
    if identifier?["secret"] != nil, identifier?["configMap"] != nil {
      throw Rejection("invalid OAuth2 'clientID': cannot specify both Secret and ConfigMap")
    }
    try inside("invalid OAuth2 'tlsConfig'") { () throws(Rejection) in try checkSafeTLS(oauth2["tlsConfig"]) }
    try inside("invalid OAuth2 proxyConfig") { () throws(Rejection) in try checkProxy(oauth2) }
  }

  private func checkSafeTLS(_ tls: YAMLNode?) throws(Rejection) {
    guard let tls else { return }
    try checkCommonTLS(tls)
    let hasCertificate = writer.key(either: tls["cert"]) != nil
    let hasKey = tls["keySecret"] != nil
    if hasCertificate, !hasKey { throw Rejection("client cert specified without client key") }
    if hasKey, !hasCertificate { throw Rejection("client key specified without client cert") }
  }

  private func checkFileTLS(_ tls: YAMLNode?) throws(Rejection) {
    guard let tls else { return }
    try checkCommonTLS(tls)
    let hasAuthority = writer.key(either: tls["ca"]) != nil
    var hasCertificate = writer.key(either: tls["cert"]) != nil
    var hasKey = tls["keySecret"] != nil
    let files = ["caFile", "certFile", "keyFile"].map { tls.word($0) != nil }
    if hasAuthority, files[0] { throw Rejection("cannot specify both 'caFile' and 'ca'") }
    if hasCertificate, files[1] { throw Rejection("cannot specify both 'certFile' and 'cert'") }
    if hasKey, files[2] { throw Rejection("cannot specify both 'keyFile' and 'keySecret'") }
    hasCertificate = hasCertificate || files[1]
    hasKey = hasKey || files[2]
    if hasCertificate, !hasKey { throw Rejection("cannot specify client cert without client key") }
    if hasKey, !hasCertificate { throw Rejection("cannot specify client key without client cert") }
  }

  private func checkCommonTLS(_ tls: YAMLNode) throws(Rejection) {
    for part in ["ca", "cert"] where tls[part]?["secret"] != nil && tls[part]?["configMap"] != nil {
      throw Rejection("\(part) \(Self.description(of: tls[part])): cannot specify both Secret and ConfigMap")
    }
    if let upper = tls.word("maxVersion"), let lower = tls.word("minVersion"), upper < lower {
      throw Rejection("maxVersion must more than or equal to minVersion")
    }
  }

  private static func description(of reference: YAMLNode?) -> String {
    for (key, kind) in [("secret", "secret"), ("configMap", "configmap")] {
      guard let object = reference?[key] else { continue }
      return "<\(kind)=\(object.word("name") ?? ""),key=\(object.word("key") ?? "")>"
    }
    return "<empty>"
  }

  private static func isPEM(_ text: String) -> Bool {
    text.split(separator: "\n").contains { $0.hasPrefix("-----BEGIN ") }
  }
}

/// Runs a check; what it throws is said to be inside a place.
func inside(_ place: String, _ check: () throws(Rejection) -> Void) throws(Rejection) {
  do { try check() } catch { throw error.inside(place) }
}
