/// Draws regular expressions as RE2 reads them.
enum RegexDrawing {
  /// An expression for an action; one for `keep` rather matches all, and one for `drop` rather does not.
  static func regex(for action: String, _ dice: inout Dice) -> String {
    if action == "keep", dice.chance(60) { return dice.one(of: wide) }
    if dice.chance(25) { return composed(&dice, depth: 0) }
    return dice.one(of: action == "drop" ? narrow : narrow + wide)
  }

  private static let wide = [
    "(.*)", ".+", "(.+)", ".*", "(.*);(.*)", "(?P<name>.*)", "(?P<name>[a-z]+).*", "(.*?)(.?)", "(.)(.*)",
    "([^;]*);?(.*)", "(?s).*", "(?s:(.)).*", #"(\S*)"#, #"([\w.:-]*).*"#, "^(.*)$", "(?:.|\n)*", "((a)|(b)|.)*",
    #"(?s)\A(.*)\z"#, "(.*)|(.*)", "(?U)(.*)(.*)", "(?i).*WEB.*|.*",
  ]
  private static let narrow = [
    "web", "web|api", "(web|api)", "(?i)WEB", "^web$", "we?b+", "w.b", "true", "[a-c]+", "p[0-9]", "", "()",
    "(|web)",
    #"\d+"#, #"\p{L}+"#, #"\p{Lu}.*"#, #"[\p{Greek}é]+"#, #"\pN+"#, "[[:alpha:]]+", "[[:^digit:]]+", "[^a-z]",
    "(?i)ß.*", "(?i)k", "(?i:İ)i", "ü.*", ".ü", #"\x{fc}.+"#, #"\Qa;b\E"#, "a.b", #"a\.b"#, "(?m)^a$",
    "(?m)a$\n^b",
    "a{2,3}", "x*", "(?:we)(b)", "Running|Pending", "(?P<name>w)(?P<other>.*)", "$", "^", #"\bweb\b"#,
    #"\Bweb"#,
    "long.*g", "(long)+", "[[:word:]]+", "http|metrics", "(8)0(8)0", "808[0-9]", "z_.*", "le|quantile",
    "http_requests_total|up", ".*_total", ".*_bucket", ".*_(sum|count)", "[^_]+_.*", "日本", "[日-本]+",
  ]

  private static func composed(_ dice: inout Dice, depth: Int) -> String {
    func part(_ dice: inout Dice) -> String { composed(&dice, depth: depth + 1) }
    if depth > 2 {
      return dice.one(of: ["a", "w", "e", "b", ".", "[a-z]", #"\w"#, #"\W"#, "0", ";", "ü", #"\D"#, "-"])
    }
    switch dice.below(9) {
    case 0: return "(" + part(&dice) + ")"
    case 1:
      return "(?:" + part(&dice) + ")" + dice.one(of: ["*", "+", "?", "*?", "+?", "{1,2}", "{2}", "{0,}"])
    case 2: return part(&dice) + "|" + part(&dice)
    case 3: return "(" + part(&dice) + "|" + part(&dice) + ")" + ".*"
    case 4: return dice.one(of: ["(?i)", "(?s)", "(?m)", "(?U)", "(?is)"]) + part(&dice)
    case 5: return part(&dice) + ".*"
    case 6: return ".*" + part(&dice)
    default: return part(&dice) + part(&dice)
    }
  }
}
