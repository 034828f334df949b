import SourceText

/// Draws how a container answers on one port and path.
enum ExposureDrawing {
  /// What all paths of one port have in common.
  static func socket(port: Int, _ dice: inout Dice) -> [(String, YAMLNode)] {
    var entries: [(String, YAMLNode)] = [("port", .int(port))]
    if dice.chance(3) { entries.append(("https", .bool(true))) }
    if dice.chance(4) { entries.append(("bind", .string(dice.one(of: ["127.0.0.1", "podIP"])))) }
    return entries
  }

  static func exposure(_ socket: [(String, YAMLNode)], path: String, _ dice: inout Dice) -> YAMLNode {
    let isOpenMetrics = dice.chance(30)
    let body = ExpositionDrawing.text(isOpenMetrics: isOpenMetrics, &dice)
    var entries = socket
    if path != "/metrics" || dice.chance(20) { entries.append(("path", .string(path))) }
    entries.append(("metrics", .string(body)))
    if dice.chance(8) {
      entries.append(("openMetrics", .string(ExpositionDrawing.text(isOpenMetrics: true, &dice))))
    }
    // The app declares OpenMetrics by a last line `# EOF`; what is broken there says it by the header.
    if isOpenMetrics, !body.hasSuffix("# EOF\n"), dice.chance(80) {
      entries.append(("contentType", "application/openmetrics-text; version=1.0.0; charset=utf-8"))
    } else if dice.chance(12) {
      entries.append(("contentType", .string(dice.one(of: contentTypes))))
    }
    if dice.chance(6) {
      entries.append(("status", .int(dice.one(of: [201, 204, 301, 401, 404, 500, 503, 206]))))
    }
    if dice.chance(12) {
      entries.append(("compression", .string(dice.one(of: ["gzip", "gzip", "always-gzip"]))))
    }
    if dice.chance(4) { entries.append(("redirect", .string(dice.one(of: redirects)))) }
    if dice.chance(2) { entries.append(("bearerToken", "s3cret")) }
    if dice.chance(3) { entries.append(("truncateAfter", .int(dice.number(0...40)))) }
    if dice.chance(4) { entries.append(("series", .int(dice.one(of: [1, 5, 50])))) }
    return .mapping(entries)
  }

  private static let contentTypes = [
    "none", "", "text/plain", "text/plain; version=0.0.4", "text/plain; version=1.0.0", "text/html",
    "application/json", "TEXT/PLAIN", "text/plain;version=0.0.4;escaping=values",
    "application/openmetrics-text",
    "application/openmetrics-text; version=0.0.1", "application/openmetrics-text;version=\"1.0.0\"", ";",
    "text",
    "text/plain; charset", "text/plain; a=b; a=c", "text/plain;;", "*/*", "text /plain",
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited",
  ]

  /// Never to another host.
  private static let redirects = ["/other", "/metrics", "other", "?x=1", "#x", "ftp://x/", "http:///x", "%zz"]
}
