internal import SourceText

/// The chart prometheus-community/prometheus: which jobs its values come to, in which order.
///
/// Source: prometheus-community/helm-charts `charts/prometheus/templates/cm.yaml`, 29.27.0.
struct PrometheusChart {
  var document: FlavourDocument
  var request: Installation.Request

  /// The prometheus.yml of the chart, without rules and alerting.
  func rendered() throws(Diagnostics) -> Rendered {
    let values = try document.values(request)
    let context = HelmContext(release: request.release, namespace: request.namespace, values: values)
    let shipped = values["serverFiles"]?["prometheus.yml"] ?? .empty
    // A file that the user brings stands in the place of all of it.
    for key in ["server.configMapOverrideName", "server.configFromSecret"] {
      guard let override = values.at(key), override.isTrueInHelm else { continue }
      throw Diagnostics(
        Diagnostic(
          "`\(key)` replaces the chart's prometheus.yml by one that is not here; use the flavour `plain`",
          at: override.span))
    }
    var jobs = try jobsOfMap(values["scrapeConfigs"] ?? .empty)
    for job in shipped.list("scrape_configs") where !isLeftOut(job["job_name"]?.string ?? "") {
      jobs.append(job)
    }
    if let extra = values["extraScrapeConfigs"], extra.isTrueInHelm {
      jobs += try RawJobs.read(extra, name: "extraScrapeConfigs", context: context)
    }
    var configuration = YAMLNode.empty
    configuration["global"] = values.at("server.global")
    if let otlp = values.at("server.otlp"), otlp.isTrueInHelm { configuration["otlp"] = otlp }
    configuration["scrape_configs"] = .sequence(jobs)
    return Rendered(
      configuration: configuration, version: ImageTag.version(values.at("server.image.tag")))
  }

  /// The jobs of the map `scrapeConfigs`, by key; a job is enabled unless it says otherwise, and its key is its
  /// name unless it has one.
  private func jobsOfMap(_ map: YAMLNode) throws(Diagnostics) -> [YAMLNode] {
    var jobs: [YAMLNode] = []
    for entry in (map.mapping ?? []).sorted(by: { Bytes.precede($0.name, $1.name) }) {
      if entry.value.isNull || isLeftOut(entry.name) { continue }
      guard entry.value.mapping != nil else {
        throw Diagnostics(
          Diagnostic(
            "`scrapeConfigs.\(entry.name)` must be a job, not \(entry.value.kindInWords)", at: entry.value.span)
        )
      }
      if let enabled = entry.value["enabled"], !enabled.isTrueInHelm { continue }
      var job = YAMLNode(.mapping([]), span: entry.value.span)
      job["job_name"] = entry.value.filled("job_name") ?? .string(entry.name)
      for field in entry.value.mapping ?? [] where field.name != "enabled" && field.name != "job_name" {
        job[field.name] = field.value
      }
      jobs.append(job)
    }
    return jobs
  }

  private func isLeftOut(_ job: String) -> Bool { document.flavour.leftOut.contains { $0.job == job } }
}

/// Jobs that stand in values as text.
enum RawJobs {
  /// The jobs of a list, or of a text that is one after templates have been put in.
  static func read(
    _ node: YAMLNode, name: String, context: HelmContext
  ) throws(Diagnostics) -> [YAMLNode] {
    do throws(Diagnostic) {
      if node.sequence != nil { return try context.expanded(node).sequence ?? [] }
      guard let text = node.string else {
        throw Diagnostic("`\(name)` must be a list of jobs, or text that is one", at: node.span)
      }
      let expanded = try context.expanded(text, at: node.span)
      let documents = try parse(expanded, name: name, at: node.span)
      guard let jobs = documents.first, documents.count == 1, let list = jobs.sequence else {
        throw Diagnostic("the text of `\(name)` must be one list of jobs", at: node.span)
      }
      return list.map { $0.placedDeeply(at: node.span) }
    } catch { throw Diagnostics(error) }
  }

  /// The jobs of a text without templates.
  static func untemplated(_ node: YAMLNode, name: String) throws(Rejection) -> [YAMLNode] {
    do throws(Diagnostic) {
      let documents = try parse(node.string ?? "", name: name, at: node.span)
      return (documents.first?.sequence ?? []).map { $0.placedDeeply(at: node.span) }
    } catch {
      throw Rejection(error.message)
    }
  }

  private static func parse(_ text: String, name: String, at span: Span) throws(Diagnostic) -> [YAMLNode] {
    do { return try YAMLReader.documents(text, file: name) } catch {
      let place = error.span.map { "line \($0.start.line), column \($0.start.column) of " } ?? ""
      throw Diagnostic("\(place)the text of `\(name)`: \(error.message)", at: span)
    }
  }
}

extension YAMLNode {
  /// The node as if all of it stood in one place.
  func placedDeeply(at span: Span) -> YAMLNode {
    switch value {
    case .scalar: placed(at: span)
    case .sequence(let elements): YAMLNode(.sequence(elements.map { $0.placedDeeply(at: span) }), span: span)
    case .mapping(let entries):
      YAMLNode(
        .mapping(
          entries.map { YAMLEntry(key: $0.key.placed(at: span), value: $0.value.placedDeeply(at: span)) }),
        span: span)
    }
  }
}
