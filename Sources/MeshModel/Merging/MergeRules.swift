/// How the agent of a release merges: order, content type, what it asks for, what a failure does.
///
/// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, 1.6.0 to 1.31.0-rc.0.
public struct MergeRules: Sendable, Hashable {
  /// The release.
  public let version: IstioVersion

  /// The rules of a release.
  public init(version: IstioVersion) { self.version = version }

  /// A part of the merged answer.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    /// The agent's own metrics.
    case agent
    /// The proxy's statistics.
    case envoy
    /// The application's metrics.
    case application
  }

  /// The parts in the order in which they are written.
  public var order: [Part] {
    guard version.exhibits(.agentMetrics) else { return [.envoy, .application] }
    return version.exhibits(.applicationLast)
      ? [.agent, .envoy, .application] : [.envoy, .application, .agent]
  }

  /// The paths that answer with the merged metrics.
  public var paths: [String] {
    (version.exhibits(.metricsPath) ? ["/metrics"] : [])
      + (version.exhibits(.statisticsOnItsPort) ? ["/stats/prometheus"] : [])
  }

  /// The `Content-Type` of the answer.
  public enum ContentType: Sendable, Hashable {
    /// This value, which may be empty.
    case set(String)
    /// None is set, so that Go's server guesses it from the body.
    case guessed
  }

  /// The content type of the answer: that of the application, if it is merged and answers OpenMetrics.
  ///
  /// - Parameters:
  ///   - isMerged: Whether there is an application to merge.
  ///   - application: The application's content type; nil if it failed or sent none.
  public func contentType(isMerged: Bool, application: String?) -> ContentType {
    guard version.exhibits(.setsContentType) else { return .guessed }
    guard isMerged || version.exhibits(.defaultContentType) else { return .set("") }
    return .set(negotiated(application ?? ""))
  }

  /// The content type of several applications: that of the first, unless a later one differs; then text.
  ///
  /// Source: as above, `scrapeMultipleApps`, 1.31.0-rc.0.
  public func contentType(ofSeveral applications: [String]) -> ContentType {
    let formats = applications.map { negotiated($0) }
    guard let first = formats.first, formats.allSatisfy({ $0 == first }) else { return .set(Self.text) }
    return .set(first)
  }

  /// Text 0.0.4, as the agent writes it.
  public static let text = "text/plain; version=0.0.4; charset=utf-8"

  /// Whether a content type is OpenMetrics of either version, as the agent writes them.
  public static func isOpenMetrics(_ contentType: ContentType) -> Bool {
    if case .set(let value) = contentType { value.hasPrefix("application/openmetrics-text") } else { false }
  }

  private func negotiated(_ contentType: String) -> String {
    guard let type = MediaType(contentType), type.name == "application/openmetrics-text" else {
      return Self.text
    }
    guard version.exhibits(.openMetricsVersions) else { return Self.openMetrics("0.0.1") }
    switch type.parameters["version"] ?? "" {
    case "1.0.0": return Self.openMetrics("1.0.0")
    case "0.0.1", "": return Self.openMetrics("0.0.1")
    default: return Self.text
    }
  }

  private static func openMetrics(_ version: String) -> String {
    "application/openmetrics-text; version=\(version); charset=utf-8"
  }

  /// The `Accept` header that a part is asked with; nil sends none.
  public func accept(for part: Part, asked: String?) -> String? {
    guard version.exhibits(.filtersAccept) else { return asked.flatMap { $0.isEmpty ? nil : $0 } }
    return AcceptFilter.apply(
      asked ?? "", allowed: part == .envoy ? AcceptFilter.envoyTypes : AcceptFilter.applicationTypes)
  }

  /// The most bytes of one of several applications; beyond, the application is left out.
  ///
  /// Source: as above, `defaultMaxAppMetricsBodyBytes`, 1.31.0-rc.0.
  public static let severalTargetsLimit = 10 << 20

  /// Removes a `# EOF` at the end of a body, with the blanks around it.
  ///
  /// Source: as above, `stripOpenMetricsEOF`, 1.31.0-rc.0.
  public static func withoutEnd(_ body: [UInt8]) -> ArraySlice<UInt8> {
    var trimmed = body[...]
    while let last = trimmed.last, [0x20, 0x09, 0x0D, 0x0A].contains(last) { trimmed = trimmed.dropLast() }
    let mark = Array("# EOF".utf8)
    guard trimmed.count >= mark.count, trimmed.suffix(mark.count).elementsEqual(mark) else { return body[...] }
    return trimmed.dropLast(mark.count)
  }

  /// Envoy's part as the agent writes it: pairs of line feeds become one, where the release does that.
  public func envoyPart(_ body: [UInt8]) -> [UInt8] {
    guard version.exhibits(.squashesBlankLines) else { return body }
    var result: [UInt8] = []
    result.reserveCapacity(body.count)
    var index = 0
    while index < body.count {
      result.append(body[index])
      let isPair = body[index] == 0x0A && index + 1 < body.count && body[index + 1] == 0x0A
      index += isPair ? 2 : 1
    }
    return result
  }
}
