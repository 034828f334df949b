internal import SourceText

/// A way of discovery that a ScrapeConfig offers, as a table of its keys: the same table gives the shape that
/// the API server checks and the order in which the operator writes.
///
/// Source: prometheus-operator `pkg/prometheus/promcfg.go` `generateScrapeConfig`, 0.93.
struct DiscoveryKind: Sendable {
  /// A step of the writing.
  enum Item: Sendable {
    case basicAuth
    case authorization
    case oauth2
    case proxy
    case tls
    /// Items that are written from a version of Prometheus on.
    case since(PrometheusVersion, [Item])
    /// A key, written as it is where it is there; a required one, always.
    case plain(String, String, Schema, isRequired: Bool = false)
    /// A key whose text is written in lower case.
    case lowered(String, String, Schema, isRequired: Bool = false)
    /// A key of a Secret, whose value is written.
    case secret(String, String, isRequired: Bool = false)
    /// A pair of keys of Secrets, written only together.
    case secretPair
    /// Filters, by name.
    case filters
    /// A key that is checked but never written.
    case unwritten(String, Schema)
    /// What no table can say.
    case special(Special)
  }

  /// What no table can say, by the key or discovery that needs it.
  enum Special: Sendable {
    case staticTargets
    case kubernetes
    case dnsType
    case azureEnvironment
    case ovhService
    case ionosAuthorization
  }

  /// The key in a ScrapeConfig.
  var key: String
  /// The key in prometheus.yml.
  var field: String
  /// What is written, in this order.
  var items: [Item]

  init(_ key: String, _ field: String, _ items: [Item]) {
    self.key = key
    self.field = field
    self.items = items
  }

  /// A discovery, written.
  func written(_ node: YAMLNode, by writer: JobWriter) -> Fields {
    var fields = writer.fields()
    for item in items { item.write(node, by: writer, to: &fields) }
    return fields
  }
}

extension DiscoveryKind.Item {
  static let redirects = Self.plain("followRedirects", "follow_redirects", .boolean)
  static let http2 = Self.plain("enableHTTP2", "enable_http2", .boolean)
  static let refresh = Self.plain("refreshInterval", "refresh_interval", .duration)
  static let port = Self.plain("port", "port", .port)

  /// A key with text that is not empty.
  static func text(_ key: String, _ field: String, isRequired: Bool = false) -> Self {
    .plain(key, field, .notEmpty, isRequired: isRequired)
  }

  func write(_ node: YAMLNode, by writer: JobWriter, to fields: inout Fields) {
    switch self {
    case .basicAuth: writer.addBasicAuth(node["basicAuth"], to: &fields)
    case .authorization: writer.addAuthorization(node["authorization"], to: &fields)
    case .oauth2: writer.addOAuth2(node["oauth2"], to: &fields)
    case .proxy: writer.addProxy(node, to: &fields)
    case .tls: writer.addTLS(node["tlsConfig"], to: &fields)
    case .since(let minimum, let items):
      guard writer.prometheus.version >= minimum else { return }
      for item in items { item.write(node, by: writer, to: &fields) }
    case .plain(let key, let field, _, let isRequired):
      guard !isRequired else { return fields.add(field, node[key] ?? "") }
      let value = node[key].flatMap { $0.unless($0.sequence?.isEmpty == true || $0.string == "") }
      fields.add(field, value?.sortedByKey)
    case .lowered(let key, let field, _, let isRequired):
      fields.add(field, isRequired ? (node[key] ?? "").lowercased : node[key]?.lowercased)
    case .secret(let key, let field, let isRequired):
      guard isRequired || node[key] != nil else { return }
      fields.add(field, .string(writer.secret(node[key]) ?? ""))
    case .secretPair:
      guard let access = node["accessKey"], let secret = node["secretKey"] else { return }
      fields.add("access_key", .string(writer.secret(access) ?? ""))
      fields.add("secret_key", .string(writer.secret(secret) ?? ""))
    case .filters: writeFilters(node.list("filters"), to: &fields)
    case .unwritten: break
    case .special(let special): special.write(node, by: writer, to: &fields)
    }
  }

  private func writeFilters(_ filters: [YAMLNode], to fields: inout Fields) {
    guard !filters.isEmpty else { return }
    let sorted = filters.sorted { ($0.word("name") ?? "") < ($1.word("name") ?? "") }
    let written = sorted.map { YAMLNode.object(["name": $0["name"] ?? "", "values": $0["values"] ?? []]) }
    fields.add("filters", .sequence(written))
  }

  /// The keys that the item reads.
  var fields: [String: Schema.Field] {
    switch self {
    case .basicAuth: ["basicAuth": Schema.basicAuth.optional]
    case .authorization: ["authorization": Schema.authorization.optional]
    case .oauth2: ["oauth2": Schema.oauth2.optional]
    case .proxy: Schema.proxyKeys
    case .tls: ["tlsConfig": Schema.safeTLS.optional]
    case .since(_, let items): items.reduce(into: [:]) { $0 = $0 + $1.fields }
    case .plain(let key, _, let schema, let isRequired), .lowered(let key, _, let schema, let isRequired):
      [key: Schema.Field(schema: schema, isRequired: isRequired)]
    case .secret(let key, _, let isRequired):
      [key: Schema.Field(schema: .keyReference, isRequired: isRequired)]
    case .secretPair: Schema.keys(["accessKey": .keyReference, "secretKey": .keyReference])
    case .filters:
      [
        "filters": Schema.list(
          .object([
            "name": Schema.notEmpty.required,
            "values": Schema.list(.notEmpty, minimum: 1, isSet: true).required,
          ])
        ).optional
      ]
    case .unwritten(let key, let schema): [key: schema.optional]
    case .special(let special): special.fields
    }
  }
}

extension DiscoveryKind {
  /// All keys that the API server knows of the discovery.
  var fields: [String: Schema.Field] { items.reduce(into: [:]) { $0 = $0 + $1.fields } }
}
