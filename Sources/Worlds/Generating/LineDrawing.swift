/// Draws the lines of an exposition.
struct LineDrawing {
  let isOpenMetrics: Bool
  /// Whether what Prometheus may refuse is drawn, too.
  let isOdd: Bool

  /// The lines of a metric family.
  func family(_ name: String, _ dice: inout Dice) -> [String] {
    let type = dice.one(
      of: isOpenMetrics
        ? ["counter", "gauge", "histogram", "summary", "unknown", "info", "stateset", "gaugehistogram"]
        : ["counter", "gauge", "histogram", "summary", "untyped"])
    var lines: [String] = []
    if dice.chance(50) { lines.append("# TYPE \(name) \(type)") }
    if dice.chance(40) { lines.append("# HELP \(name) " + dice.one(of: Self.helps)) }
    if isOpenMetrics, dice.chance(15) {
      lines.append("# UNIT \(name) " + dice.one(of: ["celsius", "seconds", ""]))
    }
    if dice.chance(10) { lines.append("# a comment") }
    for _ in 0..<dice.one(weighted: [(5, 0), (50, 1), (30, 2), (15, 3)]) {
      lines += samples(of: name, type, &dice)
    }
    return lines
  }

  private func samples(
    of name: String, _ type: String, _ dice: inout Dice
  ) -> [String] {
    var labels = dice.some(dice.one(weighted: [(35, 0), (35, 1), (20, 2), (10, 4)]), of: Self.labelPool)
    switch type {
    case "histogram" where dice.chance(80):
      let buckets = dice.some(
        dice.number(1...3), of: ["0.1", "1", "1.0", "+Inf", "5e-1", "Inf", "inf", "x", ""])
      return buckets.map { le in
        line(name + "_bucket", labels + ["le=\"\(le)\""], &dice)
      } + [line(name + "_sum", labels, &dice)]
        + [line(name + "_count", labels, &dice)]
    case "summary" where dice.chance(80):
      let quantiles = dice.some(2, of: ["0.5", "0.50", "1", "NaN", "5e-1", ""])
      return quantiles.map { line(name, labels + ["quantile=\"\($0)\""], &dice) }
        + [line(name + "_sum", labels, &dice)]
    case "counter" where isOpenMetrics && dice.chance(80):
      let suffix = name.hasSuffix("_total") ? "" : "_total"
      var lines = [line(name + suffix, labels, &dice)]
      if dice.chance(20) { lines.append(line(name + "_created", labels, &dice)) }
      return lines
    case "info" where dice.chance(80): return [line(name + "_info", labels, &dice)]
    case "stateset" where dice.chance(80):
      labels.append("\(name)=\"on\"")
      return [line(name, labels, &dice)]
    default: return [line(name, labels, &dice)]
    }
  }

  private func line(
    _ name: String, _ labels: [String], _ dice: inout Dice
  ) -> String {
    let list = labels.joined(
      separator: dice.one(weighted: [(90, ","), (8, ", "), (isOdd ? 4 : 0, " , "), (isOdd ? 2 : 0, ",,")]))
    var text: String
    if dice.chance(5) {
      text = "{\"\(name)\"" + (list.isEmpty ? "" : "," + list) + "}"
    } else if labels.isEmpty {
      text = name + (dice.chance(5) ? "{}" : "")
    } else {
      text = name + "{" + list + dice.one(weighted: [(90, "}"), (10, ",}")])
    }
    text += dice.one(weighted: [(90, " "), (isOdd ? 4 : 0, "  "), (isOdd ? 4 : 0, "\t"), (isOdd ? 1 : 0, "")])
    text += dice.one(weighted: [
      (75, dice.one(of: Self.plainValues)), (20, dice.one(of: Self.oddValues)),
      (isOdd ? 5 : 0, dice.one(of: Self.doubtfulValues)),
    ])
    if dice.chance(10) {
      text += " " + dice.one(of: isOpenMetrics ? Self.secondStamps : Self.stamps)
    } else if isOdd, dice.chance(6) {
      text += " " + dice.one(of: Self.doubtfulStamps)
    }
    if isOpenMetrics, dice.chance(10) {
      text += " " + (isOdd ? dice.one(of: OddLines.exemplars) : "# {trace_id=\"x\"} 1 1.5")
    }
    if isOdd, dice.chance(3) { text += dice.one(of: [" ", "\t", " x", " # c"]) }
    return text
  }

  private static let labelPool = [
    "a=\"1\"", "b=\"x y\"", "code=\"200\"", "job=\"own\"", "instance=\"own\"", "exported_job=\"e\"", "a=\"\"",
    "c=\"ü\"",
    "pod=\"own\"", "app=\"own\"", "namespace=\"\"", "d=\"q\\\"q\"", "e=\"b\\\\s\"", "f=\"n\\nl\"",
    "exported_exported_job=\"x\"",
    "le=\"1\"", "quantile=\"0.5\"", "exported_instance=\"\"", "g=\"{},=\"", "h=\"#\"",
    "a=\"2\"", "long=\"" + String(repeating: "v", count: 220) + "\"",
  ]
  private static let helps = ["Help.", "", "a\\nb", "a\\\\b", "\\\"q\\\"", "ü", "\\x", "  x  ", "#"]
  private static let plainValues = ["1", "0", "3.5", "42", "1e3", "-7", "0.25"]
  private static let oddValues = [
    "NaN", "nan", "+Inf", "-Inf", "Inf", "inf", "Infinity", "+infinity", "-0", "+1", ".5", "5.", "1e-400",
    "007", "NAN",
    "1.7976931348623157e308", "4.9e-324", "iNf", "1E5", "1e+5", "123456789012345678901234567890", "-nan", "1.",
  ]
  private static let doubtfulValues = [
    "0x1p-2", "0x10", "1_000", "1e999", "0b1", "0o7", "0x1.8p1", "1_0", "1,0", "x", "\"1\"", "٣", "",
  ]
  /// Milliseconds. None is near the time of a run, so that it makes no difference when that is.
  private static let stamps = ["1000", "0", "-1", "4102444800000"]
  private static let secondStamps = ["1", "1.5", "0", "4102444800", "4102444800.123", "1e3", "1.2345678"]
  private static let doubtfulStamps = [
    "1.5", "x", "99999999999999999999", "1e3", "+5", "1 2", "1_0", "", "NaN", "Inf", "99999999999999", "-1",
    "-0", "0x1",
  ]
}
