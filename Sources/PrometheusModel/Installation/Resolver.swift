internal import SourceText

/// Works out an installation.
struct Resolver {
  var request: Installation.Request

  func installation() throws(Diagnostics) -> Installation {
    guard let data = FlavourData.named(request.flavour) else {
      let near = suggestion(
        for: request.flavour, among: FlavourData.all.map(\.name) + FlavourData.all.flatMap(\.aliases))
      throw Diagnostics(Diagnostic("there is no flavour `\(request.flavour)`" + near, at: nil))
    }
    if let version = request.version, PrometheusVersion(version) == nil {
      throw Diagnostics(Diagnostic("`\(version)` is no version of Prometheus; write it like `3.5.0`", at: nil))
    }
    let document = try data.document()
    let rendered = try document.rendered(request)
    let assets = try Assets(manifests: request.monitors)
    let monitors = try self.monitors(rendered, document)
    if let resource = rendered.resource {
      var rendered = rendered
      rendered.additionalScrapeConfigs += try additionalJobs(of: resource, assets)
      return operated(document, rendered, resource, monitors, assets)
    }
    var configuration = rendered.configuration ?? .empty
    let jobs = configuration.list("scrape_configs") + request.scrapeConfigs
    configuration["scrape_configs"] = .sequence(jobs)
    return Installation(
      flavour: document.flavour, configuration: configuration,
      prometheusVersion: document.version(request, rendered.version),
      namespace: document.flavour.fixedNamespace ?? request.namespace,
      monitors: monitors.map { monitor in
        let reason = "\(document.flavour.name) has no operator, so nothing reads a \(monitor.kind.rawValue)"
        return MonitorOutcome(
          kind: monitor.kind, reference: monitor.reference, span: monitor.span,
          fate: .notSelected(reason: reason))
      }, files: [:], honoursAnnotations: document.flavour.honoursPodAnnotations, warnings: rendered.warnings)
  }

  /// The jobs of the Secret that a resource names in `additionalScrapeConfigs`.
  private func additionalJobs(
    of resource: PrometheusResource, _ assets: Assets
  ) throws(Diagnostics) -> [YAMLNode] {
    guard let reference = resource.spec["additionalScrapeConfigs"] else { return [] }
    let key = Assets.Key(
      source: .secret, namespace: resource.namespace, name: reference.word("name") ?? "",
      key: reference.word("key") ?? "")
    do throws(Rejection) {
      let text = YAMLNode.string(try assets.value(key)).placed(at: reference.span)
      return try RawJobs.untemplated(text, name: "additionalScrapeConfigs")
    } catch {
      throw Diagnostics(
        Diagnostic(
          "loading additional scrape configs from Secret failed: \(error.reason); "
            + "give the Secret with the monitors", at: reference.span))
    }
  }

  private func operated(
    _ document: FlavourDocument, _ rendered: Rendered, _ resource: PrometheusResource, _ monitors: [Monitor],
    _ assets: Assets
  ) -> Installation {
    let translation = OperatorTranslation(
      prometheus: resource, monitors: monitors, namespaces: request.namespaces, assets: assets,
      additionalScrapeConfigs: rendered.additionalScrapeConfigs + request.scrapeConfigs,
      abilities: document.abilities(request.operatorMutation))
    let environment = ReloaderEnvironment(pod: "prometheus-\(resource.name)-0", shard: 0)
    return Installation(
      flavour: document.flavour, configuration: environment.expanded(translation.configuration),
      prometheusVersion: resource.version, namespace: resource.namespace, monitors: translation.outcomes,
      files: translation.files, honoursAnnotations: document.flavour.honoursPodAnnotations,
      warnings: rendered.warnings)
  }

  /// The user's monitors, then the flavour's own; of two with one name the API server has only the later.
  private func monitors(_ rendered: Rendered, _ document: FlavourDocument) throws(Diagnostics) -> [Monitor] {
    var problems: [Diagnostic] = []
    var monitors: [Monitor] = []
    let bringsResource = document.rendering == .userResource
    for manifest in request.monitors + rendered.monitors where !Assets.isAsset(manifest) {
      if bringsResource, UserResource.isPrometheus(manifest) { continue }
      do {
        let monitor = try Monitor(manifest: manifest, operatorVersion: document.flavour.operatorVersion)
        let twin = monitors.firstIndex { $0.kind == monitor.kind && $0.reference == monitor.reference }
        if let twin { monitors[twin] = monitor } else { monitors.append(monitor) }
      } catch {
        problems += error.all
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return monitors
  }
}

/// What the operator's config-reloader puts into a configuration in Prometheus' pod.
///
/// Source: prometheus-operator `pkg/operator/config_reloader.go`, 0.93: the variables of the container.
struct ReloaderEnvironment {
  /// `$(POD_NAME)`.
  var pod: String
  /// `$(SHARD)`.
  var shard: Int

  /// A configuration with the variables put in.
  func expanded(_ node: YAMLNode) -> YAMLNode {
    switch node.value {
    case .scalar(let scalar):
      guard scalar.text.range(ofText: "$(") != nil else { return node }
      var text = scalar.text
      for (name, value) in [("$(POD_NAME)", pod), ("$(SHARD)", "\(shard)"), ("$(INZONE_SHARD)", "\(shard)")] {
        while let range = text.range(ofText: name) { text.replaceSubrange(range, with: value) }
      }
      return YAMLNode.string(text).placed(at: node.span)
    case .sequence(let elements): return YAMLNode(.sequence(elements.map { expanded($0) }), span: node.span)
    case .mapping(let entries):
      let expanded = entries.map { YAMLEntry(key: $0.key, value: self.expanded($0.value)) }
      return YAMLNode(.mapping(expanded), span: node.span)
    }
  }
}

extension FlavourDocument {
  /// What the flavour's operator does.
  fileprivate func abilities(_ mutation: OperatorBehaviour?) -> OperatorAbilities {
    var abilities = OperatorAbilities(operatorVersion: flavour.operatorVersion, mutation: mutation)
    if rendering == .targetAllocator {
      // It asks for certificates inside, and for none of the feature gates.
      abilities.inlinesCertificates = true
      abilities.namesActiveShards = false
    }
    return abilities
  }
}
