import SourceText

/// Reads the sections that play no part in scraping as strictly as Prometheus does, and forgets them.
///
/// Source: prometheus/prometheus config/config.go, the `UnmarshalYAML` of each section, 2.53 and 3.5.
struct UnusedSectionReader {
  private let version: PrometheusVersion
  private let diagnostics: DiagnosticCollector

  init(version: PrometheusVersion, into diagnostics: DiagnosticCollector) {
    self.version = version
    self.diagnostics = diagnostics
  }

  /// Reads a section at the top of the file.
  func read(_ name: String, _ node: YAMLNode) {
    guard !node.isNull else { return }
    switch name {
    case "alerting": read(node, as: .alerting)
    case "storage": read(node, as: .storage)
    case "tracing": read(node, as: .tracing)
    case "runtime": read(node, as: .runtime)
    case "otlp": read(node, as: .otlp)
    case "remote_write":
      readEndpoints(node, as: .remoteWrite, name: name, goType: "[]*config.RemoteWriteConfig")
    case "remote_read": readEndpoints(node, as: .remoteRead, name: name, goType: "[]*config.RemoteReadConfig")
    default: break
    }
  }

  private func readEndpoints(_ node: YAMLNode, as section: UnusedSection, name: String, goType: String) {
    guard let nodes = node.sequence else { return FieldReader.refuse(node, as: goType, diagnostics) }
    let words = name.split(separator: "_").joined(separator: " ")
    var names: Set<String> = []
    for node in nodes {
      guard !node.isNull else {
        diagnostics.error("empty or null \(words) config section", at: node.span)
        continue
      }
      read(node, as: section)
      if let own = node["name"]?.string, !own.isEmpty, !names.insert(own).inserted {
        diagnostics.error(
          "found multiple \(words) configs with job name \(Quoting.quoted(own))", at: node.span)
      }
    }
  }

  private func read(_ node: YAMLNode, as section: UnusedSection) {
    var fields = FieldReader(node, as: .unused(section), version: version, into: diagnostics)
    guard node.mapping != nil else { return }
    for (name, kind) in section.fields where !(section == .alertmanager && name == "api_version") {
      read(name, kind, &fields)
    }
    if section.hasHTTPFields { _ = HTTPClientReader(version: version, refusesUnsupported: false).read(&fields) }
    if section == .alertmanager {
      _ = DiscoveryReader(version: version, refusesUnsupported: false).read(&fields)
      checkAPIVersion(&fields)
    }
    fields.finish()
    check(section, node, fields)
  }

  private func read(_ name: String, _ kind: UnusedSection.Kind, _ fields: inout FieldReader) {
    switch kind {
    case .text: _ = fields.string(name)
    case .bool: _ = fields.bool(name)
    case .decimal: _ = fields.double(name)
    case .duration: _ = fields.duration(name)
    case .texts: _ = fields.strings(name)
    case .textMap: _ = fields.stringMap(name)
    case .any: _ = fields.take(name)
    case .number:
      // Some of them may be negative.
      guard let node = fields.take(name), !node.isNull, node.int == nil, node.double == nil else { return }
      FieldReader.refuse(node, as: "int", diagnostics)
    case .url:
      if let fault = ServerURL.parseFault(fields.string(name)) { fields.error(fault, at: name) }
    case .section(let section):
      if let node = fields.take(name), !node.isNull { read(node, as: section) }
    case .sections(let section, let goType):
      for node in fields.list(name, of: goType) ?? [] {
        if node.isNull { diagnostics.error("empty or null section in \(name)", at: node.span) }
        read(node, as: section)
      }
    case .rules:
      for node in fields.list(name, of: "*relabel.Config") ?? [] {
        if node.isNull {
          diagnostics.error("empty or null relabeling rule in \(name)", at: node.span)
        } else {
          _ = RelabelRule(
            node, version: version, naming: version < PrometheusVersion(3, 0) ? .legacy : .utf8,
            into: diagnostics)
        }
      }
    case .tls:
      if let node = fields.take(name), !node.isNull {
        HTTPClientReader(version: version, refusesUnsupported: false).check(tls: node, diagnostics)
      }
    }
  }

  /// Alertmanager's first API ended with Prometheus 3.0.
  private func checkAPIVersion(_ fields: inout FieldReader) {
    let text = fields.string("api_version", default: "v2")
    let known = version < PrometheusVersion(3, 0) ? ["v1", "v2"] : ["v2"]
    if !known.contains(text) {
      fields.error(
        "expected Alertmanager api version to be one of [\(known.joined(separator: " "))] but got \(text)",
        at: "api_version")
    }
  }

  private func check(_ section: UnusedSection, _ node: YAMLNode, _ fields: FieldReader) {
    func isMissing(_ name: String) -> Bool { node[name]?.string?.isEmpty ?? true }
    switch section {
    case .remoteWrite where isMissing("url"): fields.error("url for remote_write is empty")
    case .remoteRead where isMissing("url"): fields.error("url for remote_read is empty")
    case .tracing where isMissing("endpoint"): fields.error("tracing endpoint must be set")
    case .tracing:
      if let type = node["client_type"]?.string, type != "http", type != "grpc" {
        fields.error(
          "expected tracing client type to be to be http or grpc, but got \(type)", at: "client_type")
      }
    case .otlp: checkTranslation(node, fields)
    default: break
    }
  }

  private func checkTranslation(_ node: YAMLNode, _ fields: FieldReader) {
    var known = ["NoUTF8EscapingWithSuffixes", "UnderscoreEscapingWithSuffixes"]
    if version >= PrometheusVersion(3, 4) { known.append("NoTranslation") }
    if version >= PrometheusVersion(3, 6) { known.append("UnderscoreEscapingWithoutSuffixes") }
    if let strategy = node["translation_strategy"]?.string, !strategy.isEmpty, !known.contains(strategy) {
      fields.error(
        "unsupported OTLP translation strategy \(Quoting.quoted(strategy))", at: "translation_strategy")
    }
    var seen: Set<String> = []
    for attribute in node["promote_resource_attributes"]?.sequence?.compactMap(\.string) ?? []
    where !seen.insert(attribute).inserted {
      fields.error(
        "invalid 'promote_resource_attributes': duplicated promoted OTel resource attribute "
          + Quoting.quoted(attribute), at: "promote_resource_attributes")
    }
  }
}
