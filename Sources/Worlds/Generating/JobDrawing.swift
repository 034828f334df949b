import SourceText

/// Draws scrape jobs: discovery of every role, limits, protocols, and rules.
struct JobDrawing {
  /// Whether Prometheus is a 3.x, with fields that 2.x refuses.
  let isThree: Bool
  let namespaces: [String]

  func job(_ name: String, _ dice: inout Dice) -> YAMLNode {
    // A real engine scrapes once a second, whatever a job says; so that nobody's labels differ, all say it.
    var job: [(String, YAMLNode)] = [
      ("job_name", .string(name)), ("scrape_interval", "1s"),
      ("scrape_timeout", .string(dice.chance(85) ? "1s" : "750ms")),
    ]
    // What is odd everywhere is soon refused everywhere, and says little.
    let isPlain = dice.chance(35)
    if !isPlain { appendSettings(&job, &dice) }
    let roles = dice.chance(10) ? [role(&dice), role(&dice)] : [role(&dice)]
    job.append(("kubernetes_sd_configs", .sequence(roles.map { discovery($0, &dice) })))
    if !isPlain, dice.chance(15) { job.append(("static_configs", staticGroups(&dice))) }
    var rules = RelabelDrawing(isThree: isThree, role: roles[0])
    let relabelling = rules.targetRules(isPlain: isPlain, &dice)
    if !relabelling.isEmpty { job.append(("relabel_configs", .sequence(relabelling))) }
    let metricRules = rules.metricRules(&dice)
    if !metricRules.isEmpty { job.append(("metric_relabel_configs", .sequence(metricRules))) }
    return .mapping(job)
  }

  private func role(_ dice: inout Dice) -> String {
    dice.one(weighted: [
      (66, "pod"), (12, "endpoints"), (12, "endpointslice"), (6, "service"), (2, "node"), (2, "ingress"),
    ])
  }

  // MARK: - Settings

  private func appendSettings(_ job: inout [(String, YAMLNode)], _ dice: inout Dice) {
    if dice.chance(25) { job.append(("honor_labels", .bool(dice.chance(80)))) }
    if dice.chance(25) { job.append(("honor_timestamps", .bool(dice.chance(40)))) }
    if dice.chance(8) { job.append(("track_timestamps_staleness", .bool(true))) }
    if dice.chance(6) { job.append(("metrics_path", .string(Vocabulary.path(&dice)))) }
    if dice.chance(4) { job.append(("scheme", .string(dice.one(of: ["http", "https", "https"])))) }
    if dice.chance(12) { job.append(("params", parameters(&dice))) }
    if dice.chance(7) { job.append(("sample_limit", .int(dice.one(of: [1, 5, 20, 20, 1000])))) }
    if dice.chance(6) { job.append(("label_limit", .int(dice.one(of: [1, 4, 6, 8, 50])))) }
    if dice.chance(5) { job.append(("label_name_length_limit", .int(dice.one(of: [3, 12, 25, 200])))) }
    if dice.chance(5) { job.append(("label_value_length_limit", .int(dice.one(of: [3, 20, 40, 200])))) }
    if dice.chance(3) { job.append(("target_limit", .int(dice.one(of: [1, 2, 5])))) }
    if dice.chance(8) {
      job.append(("body_size_limit", .string(dice.one(of: ["10B", "100B", "1KB", "1MB", "0"]))))
    }
    if dice.chance(10) { job.append(("keep_dropped_targets", .int(dice.one(of: [1, 2, 100])))) }
    if dice.chance(10) { job.append(("enable_compression", .bool(dice.chance(30)))) }
    if dice.chance(5) { job.append(("follow_redirects", .bool(false))) }
    if dice.chance(5) { job.append(("enable_http2", .bool(false))) }
    if dice.chance(5) { job.append(("authorization", .mapping([("credentials", "s3cret")]))) }
    if dice.chance(25) { job.append(("scrape_protocols", protocols(&dice))) }
    if isThree { appendSettingsOfThree(&job, &dice) }
  }

  private func appendSettingsOfThree(_ job: inout [(String, YAMLNode)], _ dice: inout Dice) {
    if dice.chance(30) {
      let text = dice.one(of: [
        "PrometheusText0.0.4", "PrometheusText1.0.0", "OpenMetricsText1.0.0", "OpenMetricsText0.0.1",
        "PrometheusProto",
      ])
      job.append(("fallback_scrape_protocol", .string(text)))
    }
    if dice.chance(25) {
      let scheme = dice.one(of: ["legacy", "legacy", "utf8"])
      job.append(("metric_name_validation_scheme", .string(scheme)))
      // Up to 3.6 a job that is legacy by itself must say how it has names escaped.
      if scheme == "legacy" || dice.chance(30) {
        let escaping = dice.one(of: ["underscores", "dots", "values"])
        job.append(("metric_name_escaping_scheme", .string(escaping)))
      }
    }
  }

  private func parameters(_ dice: inout Dice) -> YAMLNode {
    .mapping(
      dice.some(dice.number(1...2), of: ["a", "module", "b[]", "ü"]).map { name in
        (name, .sequence(dice.some(dice.number(0...2), of: ["1", "", "x y", "a&b", "é"]).map { .string($0) }))
      })
  }

  private func protocols(_ dice: inout Dice) -> YAMLNode {
    var all = ["PrometheusText0.0.4", "OpenMetricsText1.0.0", "OpenMetricsText0.0.1", "PrometheusProto"]
    if isThree { all.append("PrometheusText1.0.0") }
    return .sequence(dice.some(dice.number(1...3), of: all).map { .string($0) })
  }

  // MARK: - Discovery

  private func discovery(_ role: String, _ dice: inout Dice) -> YAMLNode {
    var discovery: [(String, YAMLNode)] = [("role", .string(role))]
    if dice.chance(12) {
      let names = dice.some(dice.number(1...2), of: namespaces + ["nowhere"])
      discovery.append(("namespaces", .mapping([("names", .sequence(names.map { .string($0) }))])))
    }
    if dice.chance(10) { discovery.append(("selectors", .sequence([selector(role, &dice)]))) }
    // Pods on nodes that the API server does not have are no targets in 3.x.
    if role != "service", role != "node", role != "ingress", dice.chance(4) {
      discovery.append(("attach_metadata", .mapping([("node", .bool(true))])))
    }
    return .mapping(discovery)
  }

  private func selector(_ role: String, _ dice: inout Dice) -> YAMLNode {
    var selector: [(String, YAMLNode)] = [("role", .string(role))]
    if dice.chance(70) {
      let label = dice.one(of: [
        "app=web", "app!=web", "app in (web, api)", "app notin (web)", "!app", "app", "app==api",
        "app=web,tier",
        "app=", "a.b",
      ])
      selector.append(("label", .string(label)))
    }
    if selector.count == 1 || dice.chance(30) {
      var fields = ["metadata.name=p0", "metadata.name!=p0", "metadata.name=web-0"]
      if role != "node" { fields.append("metadata.namespace=shop") }
      if role == "pod" { fields += ["status.phase=Running", "status.phase!=Running", "spec.nodeName=node-1"] }
      selector.append(("field", .string(dice.one(of: fields))))
    }
    return .mapping(selector)
  }

  /// Targets that nobody listens on, and such as the job's last rule drops.
  private func staticGroups(_ dice: inout Dice) -> YAMLNode {
    .sequence(
      (0..<dice.number(1...2)).map { _ in
        let targets = dice.some(
          dice.number(0...2),
          of: [
            "127.254.0.1:9", "127.254.0.2:9", "127.254.0.1", "name.invalid:80", "[::1]:80", "::1", "a b:1", "",
            "127.254.0.3:0", "127.254.0.3:99999", "127.254.0.4:http",
          ])
        var group: [(String, YAMLNode)] = [("targets", .sequence(targets.map { .string($0) }))]
        if dice.chance(50) {
          let names = dice.some(
            2, of: ["a", "job", "instance", "__param_a", "__scheme__", "app", "__metrics_path__"])
          group.append(
            ("labels", .mapping(names.map { ($0, .string(dice.one(of: ["x", "", "http", "/a", "ü"]))) })))
        }
        return .mapping(group)
      })
  }
}
