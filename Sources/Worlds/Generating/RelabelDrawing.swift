import SourceText

/// Draws relabel rules that Prometheus takes: every action, over labels that are there.
struct RelabelDrawing {
  let isThree: Bool
  /// The role of discovery, which decides the labels that are there.
  let role: String

  // MARK: - Targets

  /// The rules of a job, some as charts have them and some of no sense.
  mutating func targetRules(isPlain: Bool, _ dice: inout Dice) -> [YAMLNode] {
    var rules: [YAMLNode] = []
    if dice.chance(isPlain ? 5 : 15) {
      rules.append(
        Self.rule([
          ("source_labels", [.string(annotation("scrape"))]), ("action", "keep"),
          ("regex", .string(dice.one(of: ["true", "true", "(?i)true", "t.*|T.*", ".+", "(true)"]))),
        ]))
    }
    if !isPlain, dice.chance(40) { rules.append(addressRule(&dice)) }
    if dice.chance(15) {
      rules.append(
        Self.rule([
          ("source_labels", [.string(annotation("path"))]), ("target_label", "__metrics_path__"),
          ("regex", .string(dice.one(of: ["(.+)", "(.+)", "/(.*)", "(.*)"]))),
        ]))
    }
    if !isPlain, dice.chance(10) {
      rules.append(
        Self.rule([
          ("source_labels", [.string(annotation("scheme"))]), ("target_label", "__scheme__"),
          ("regex", .string(dice.one(of: ["(https?)", "(.+)", "(?i)(https?)"]))),
        ]))
    }
    if dice.chance(30) {
      let object = role == "pod" ? "pod" : "service"
      rules.append(
        Self.rule([
          ("action", "labelmap"),
          (
            "regex",
            .string(
              "__meta_kubernetes_\(object)_"
                + dice.one(of: ["label_(.+)", "annotation_(.+)", "(.+)", "label_(.+)"]))
          ),
        ]))
    }
    for _ in 0..<(isPlain ? 0 : dice.one(weighted: [(25, 0), (25, 1), (25, 2), (15, 3), (10, 5)])) {
      rules.append(rule(from: targetSources, to: Self.targetLabels, isMetric: false, &dice))
    }
    return rules
  }

  /// How addresses are made: always of the target's own, so that nothing else is ever dialled.
  private func addressRule(_ dice: inout Dice) -> YAMLNode {
    let port = annotation("port")
    let recipes: [(Int, [(String, YAMLNode)])] = [
      (
        50,
        [
          ("source_labels", ["__address__", .string(port)]), ("regex", #"([^:]+)(?::\d+)?;(\d+)"#),
          ("replacement", "$1:$2"),
        ]
      ),
      (
        20,
        [
          ("source_labels", ["__meta_kubernetes_pod_ip", .string(port)]), ("regex", "(.+);(.+)"),
          ("replacement", "${1}:${2}"),
        ]
      ),
      (10, [("source_labels", ["__address__"]), ("regex", "(.+):[0-9]+"), ("replacement", "$1")]),
      (8, [("source_labels", ["__meta_kubernetes_pod_ip"]), ("replacement", "$1:8080")]),
      (4, [("source_labels", ["__address__"]), ("regex", "(.*):.*"), ("replacement", "[$1]:80")]),
      (4, [("source_labels", ["__address__"]), ("replacement", "$1/metrics")]),
      (
        4,
        [
          ("source_labels", ["__meta_kubernetes_service_cluster_ip"]), ("regex", "(.+)"),
          ("replacement", "$1:9"),
        ]
      ),
      (4, [("source_labels", ["__address__"]), ("replacement", "::1")]),
      (3, [("replacement", "")]),
      (3, [("source_labels", ["__address__"]), ("regex", "(.+):(.+)"), ("replacement", "$1:")]),
      (3, [("source_labels", ["__address__"]), ("regex", "(.+):(.+)"), ("replacement", "$1:080$2")]),
    ]
    return Self.rule(dice.one(weighted: recipes) + [("target_label", "__address__")])
  }

  private func annotation(_ name: String) -> String {
    "__meta_kubernetes_\(role == "pod" ? "pod" : "service")_annotation_prometheus_io_\(name)"
  }

  private var targetSources: [String] {
    let shared = [
      "__address__", "__scheme__", "__metrics_path__", "job", "__meta_kubernetes_namespace", "nothing",
    ]
    let pod = [
      "pod_name", "pod_ip", "pod_label_app", "pod_label_version", "pod_label_app_kubernetes_io_name",
      "pod_labelpresent_app", "pod_annotation_prometheus_io_scrape", "pod_annotation_prometheus_io_port",
      "pod_annotation_a", "pod_phase", "pod_ready", "pod_container_name", "pod_container_port_name",
      "pod_container_port_number", "pod_container_port_protocol", "pod_container_init", "pod_controller_kind",
      "pod_controller_name", "pod_node_name", "pod_label__", "pod_container_image",
    ]
    let service = [
      "service_name", "service_label_app", "service_annotation_prometheus_io_port", "service_port_name",
      "service_port_number", "service_type", "service_cluster_ip",
    ]
    let endpoints = ["endpoints_name", "endpoint_port_name", "endpoint_ready", "endpoint_address_target_kind"]
    let slices = [
      "endpointslice_name", "endpointslice_port", "endpointslice_port_name",
      "endpointslice_endpoint_conditions_ready",
    ]
    let own: [String] =
      switch role {
      case "pod": pod
      case "service": service
      case "endpoints": endpoints + pod + service
      case "endpointslice": slices + pod + service
      default: ["node_name", "ingress_name", "ingress_host", "ingress_path"]
      }
    return shared + own.map { "__meta_kubernetes_\($0)" }
  }

  private static let targetLabels = [
    "instance", "job", "pod", "namespace", "a", "app", "__tmp", "__param_a", "__param_module",
    "__metrics_path__",
    "__scheme__", "__scrape_interval__", "__scrape_timeout__", "label_$1", "${1}_x", "$1", "a$2b", "${name}",
    "exported_a", "__name__",
  ]

  // MARK: - Series

  /// The rules for series.
  mutating func metricRules(_ dice: inout Dice) -> [YAMLNode] {
    guard dice.chance(45) else { return [] }
    return (0..<dice.number(1...3)).map { _ in
      rule(
        from: [
          "__name__", "__name__", "a", "b", "code", "le", "quantile", "job", "instance", "nothing", "app",
        ],
        to: ["__name__", "a", "b", "c", "job", "instance", "le", "exported_job", "label_$1", "${1}", "__tmp"],
        isMetric: true, &dice)
    }
  }

  // MARK: - Any

  private static let actions: [(Int, String)] = [
    (45, "replace"), (6, "keep"), (6, "drop"), (2, "keepequal"), (5, "dropequal"), (6, "hashmod"),
    (8, "labelmap"), (7, "labeldrop"), (3, "labelkeep"), (6, "lowercase"), (6, "uppercase"),
  ]

  private func rule(
    from sources: [String], to targets: [String], isMetric: Bool, _ dice: inout Dice
  ) -> YAMLNode {
    let action = dice.one(weighted: Self.actions)
    var rule: [(String, YAMLNode)] = []
    if action != "replace" || dice.chance(20) {
      rule.append(("action", .string(dice.chance(5) ? action.uppercased() : action)))
    }
    let plainTargets = targets.filter { !$0.contains("$") }
    switch action {
    case "labeldrop", "labelkeep":
      let narrow =
        isMetric
        ? ["a", "b|c", "le", "c.*", "exported_.+"] : ["a", "app|pod", "__meta_.*_annotation_.+", "__tmp"]
      // What keeps few labels drops the address, too, and with it every target.
      let wide =
        isMetric ? ["__name__|a", "__.+|job|instance|[a-z]"] : ["__.+|job", "__a.+|__s.+|__m.+|instance"]
      rule.append(("regex", .string(dice.one(of: action == "labeldrop" ? narrow : wide))))
    case "labelmap": appendMap(to: &rule, isMetric: isMetric, &dice)
    case "keepequal", "dropequal":
      rule.append(("source_labels", sourceLabels(sources, &dice)))
      rule.append(("target_label", .string(dice.one(of: plainTargets))))
    case "lowercase", "uppercase":
      rule.append(("source_labels", sourceLabels(sources, &dice)))
      if dice.chance(25) { rule.append(("separator", .string(dice.one(of: Self.separators)))) }
      rule.append(("target_label", .string(dice.one(of: plainTargets))))
    case "hashmod":
      rule.append(("source_labels", sourceLabels(sources, &dice)))
      rule.append(("modulus", .int(dice.one(of: [1, 2, 3, 16, 1_000_000_007]))))
      rule.append(("target_label", .string(dice.one(of: plainTargets))))
    case "keep", "drop":
      rule.append(("source_labels", sourceLabels(sources, &dice)))
      if dice.chance(20) { rule.append(("separator", .string(dice.one(of: Self.separators)))) }
      rule.append(("regex", .string(RegexDrawing.regex(for: action, &dice))))
    default:
      appendReplacement(to: &rule, sources, targets, &dice)
    }
    return .mapping(rule)
  }

  /// Of two discovered labels that map to one name, Prometheus takes either, as it goes over a Go map; so they never
  /// do here. Labels of series have an order.
  private func appendMap(to rule: inout [(String, YAMLNode)], isMetric: Bool, _ dice: inout Dice) {
    if isMetric {
      rule.append(("regex", .string(dice.one(of: ["(a|b)", "(.)", "co(.+)", "(.+)_(.+)", ".*"]))))
      guard dice.chance(60) else { return }
      rule.append(
        ("replacement", .string(dice.one(of: ["x_$1", "${1}", "$1_y", "k_${2}", "exported_$1", "$10"]))))
      return
    }
    let maps: [(String, [String])] = [
      ("__meta_kubernetes_(.+)", ["x_$1", "${1}", "${1}_y", "${1}_$$"]),
      ("__meta_kubernetes_([a-z]+)_(label|annotation)_(.+)", ["k_${2}_${3}_$1", "$1-$2-$3"]),
      ("(?P<name>job|__tmp)", ["$1", "exported_$1", "${name}_x", "x_$name"]), ("_(.*)", ["x_$1", "$1"]),
      ("__meta_kubernetes_pod_(ip|name)", ["$1", "pod_${1}"]),
      ("job", ["$1", "a", "instance", "__tmp", "0", "${0}0"]),
      ("(?i)__META_KUBERNETES_POD_LABEL_(.+)", ["$1", "l_$1"]),
    ]
    let (regex, replacements) = dice.one(of: maps)
    rule.append(("regex", .string(regex)))
    // Up to 3.1 a replacement may have letters, digits and underscores beside references.
    let replacement = dice.one(
      of: isThree ? replacements : replacements.filter { !$0.contains("-") && !$0.contains("$$") && $0 != "0" })
    if replacement != "$1" || dice.chance(50) { rule.append(("replacement", .string(replacement))) }
  }

  private func appendReplacement(
    to rule: inout [(String, YAMLNode)], _ sources: [String], _ targets: [String], _ dice: inout Dice
  ) {
    if dice.chance(90) { rule.append(("source_labels", sourceLabels(sources, &dice))) }
    if dice.chance(25) { rule.append(("separator", .string(dice.one(of: Self.separators)))) }
    if dice.chance(75) { rule.append(("regex", .string(RegexDrawing.regex(for: "replace", &dice)))) }
    var target = dice.one(of: targets)
    if isThree, dice.chance(5) { target = dice.one(of: ["ü", "a.b", "a b", "$1.x", "0"]) }
    rule.append(("target_label", .string(target)))
    guard dice.chance(65) else { return }
    let replacement: String =
      switch target {
      case "__scrape_interval__", "__scrape_timeout__":
        dice.one(of: ["1s", "1s", "500ms", "0s", "x", "", "1500ms", "1s500ms", "-1s", "1.5s", "1500"])
      case "__scheme__": dice.one(of: ["http", "https", "", "HTTP", "ftp", "$1"])
      case "__metrics_path__": Vocabulary.path(&dice)
      default: dice.one(of: Self.replacements)
      }
    rule.append(("replacement", .string(replacement)))
  }

  private func sourceLabels(_ sources: [String], _ dice: inout Dice) -> YAMLNode {
    .sequence(dice.some(dice.one(weighted: [(70, 1), (20, 2), (10, 3)]), of: sources).map { .string($0) })
  }

  private static let separators = ["", ",", ";;", "@", "ü", " ", "\n", "$1", "a"]
  private static let replacements = [
    "$1", "${1}", "$2", "$10", "${10}", "${1}0", "$1x", "${name}", "$name", "$$", "$$1", "$", "${", "${}", "$ ",
    "x", "", "ü", "$0", "${0}-${1}", "a${1}b$2", "$1$1", "${1", "$-1", "true", "web",
  ]

  private static func rule(_ entries: [(String, YAMLNode)]) -> YAMLNode { .mapping(entries) }
}
