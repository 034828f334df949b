import SourceText

/// The words that worlds are made of: few, so that what one part says is often what another asks for.
enum Vocabulary {
  static let namespaces = ["default", "shop", "a-1"]
  static let jobs = ["pods", "a b", "jöb", "shop/web/0", "services", "J\"q\\"]
  static let ports = [8080, 8081, 9090, 9102]

  /// Keys of labels and annotations. Two of them come to the same name of a label in Prometheus.
  private static let keys = [
    "app", "version", "app.kubernetes.io/name", "app-kubernetes-io/name", "tier", "a", "A", "0x", "über", "a.b",
    "a b", "_", "__x__", "job", "instance", "le", "helm.sh/chart", "a/b/c", "€",
  ]
  private static let values = [
    "web", "Web", "api", "", "true", "1", "a;b", "ünï", "ẞß", "İi", " x ", "$1", "a\nb", "web-1", "日本", "\t",
    "a\"b\\c", String(repeating: "long", count: 40), "10.0.0.1", "é", "e\u{301}", "a,b",
  ]
  /// Where two keys come to one name, Prometheus takes either value, so that both must have the same.
  private static let ambiguous: [String: String] = [
    "app.kubernetes.io/name": "web", "app-kubernetes-io/name": "web", "a.b": "web", "a b": "web",
    "a/b/c": "web",
    "_": "api", "€": "api",
  ]

  static func labels(_ count: Int, _ dice: inout Dice) -> YAMLNode {
    .mapping(
      dice.some(count, of: keys).map { key in
        let value = dice.one(of: values)
        return (key, .string(ambiguous[key] ?? value))
      })
  }

  static func annotations(_ dice: inout Dice) -> YAMLNode {
    var entries: [(String, YAMLNode)] = []
    if dice.chance(60) {
      let scrape = dice.one(weighted: [(80, "true"), (5, "True"), (5, "false"), (5, ""), (5, "true ")])
      entries.append(("prometheus.io/scrape", .string(scrape)))
    }
    if dice.chance(60) {
      let port = dice.one(weighted: [
        (75, "8080"), (8, "8081"), (4, "http"), (4, "0"), (4, "99999"), (4, ""), (4, "-1"), (4, "08080"),
        (2, " 8080"), (2, "8080,8081"), (2, "65536"), (2, "1"),
      ])
      entries.append(("prometheus.io/port", .string(port)))
    }
    if dice.chance(40) { entries.append(("prometheus.io/path", .string(path(&dice)))) }
    if dice.chance(15) { entries.append(("prometheus.io/scheme", .string(scheme(&dice)))) }
    if dice.chance(15) {
      entries.append(("prometheus.io/param_a", .string(dice.one(of: ["1", "", "a&b=c", "ü"]))))
    }
    return .mapping(
      entries
        + (labels(dice.one(weighted: [(50, 0), (30, 1), (20, 3)]), &dice).mapping ?? []).map {
          ($0.name, $0.value)
        })
  }

  static func path(_ dice: inout Dice) -> String {
    dice.one(weighted: [
      (60, "/metrics"), (10, "/other"), (5, "metrics"), (5, "/metrics?a=b"), (5, "/ü"), (3, "//x"), (3, ""),
      (3, "/a b"), (3, "/metrics#x"), (3, "/%41"), (2, "/%zz"), (2, "/metrics/"), (2, "?x"), (2, "/a;b"),
      (2, "/./metrics"), (2, "/x/../metrics"),
    ])
  }

  static func scheme(_ dice: inout Dice) -> String {
    dice.one(weighted: [(50, "http"), (15, "https"), (10, ""), (10, "HTTP"), (10, "ftp"), (5, "h t")])
  }
}
