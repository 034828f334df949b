import SourceText

extension ScrapeConfiguration {
  /// Reads the variable's JSON; nil if it is none.
  public init?(json: String) {
    guard let node = YAMLNode(json: json), let value = try? node.decode(Self.self) else { return nil }
    self = value
  }

  /// Why an agent does not start.
  public struct Refusal: Error, Sendable, Hashable {
    /// What the agent says as it exits.
    public var message: String

    /// Refuses with a message.
    public init(message: String) { self.message = message }
  }

  /// The endpoints that an agent scrapes; empty if it merges no application.
  ///
  /// Source: istio/istio `pilot/cmd/pilot-agent/status/server.go`, `NewServer`, 1.6.0, 1.7.0, 1.12.0 and
  /// 1.31.0-rc.0.
  public func endpoints(statusPort: UInt16, version: IstioVersion) throws(Refusal) -> [Target] {
    if version.exhibits(.agentRespectsScrapeFalse), scrape == "false" { return [] }
    let several = version.exhibits(.mergesSeveralTargets) && !targets.isEmpty
    guard several else {
      let port = port.isEmpty ? version.exhibits(.defaultApplicationPort) ? "80" : "8080" : port
      let path = path.isEmpty ? version.exhibits(.defaultApplicationPath) ? "/metrics" : "/" : path
      let target = Target(port: port, path: path)
      if version.exhibits(.refusesRecursion), target.port == "\(statusPort)" {
        throw Self.refusal(
          "application port is the same as agent port, which may lead to a recursive loop. Ensure pod does not "
            + "have prometheus.io/port=\(statusPort) label, or that injection is not happening multiple times")
      }
      try Self.check(target, statusPort: statusPort, version: version)
      return [target]
    }
    var result = targets.map { Target(port: $0.port, path: $0.path.isEmpty ? "/metrics" : $0.path) }
    for target in result { try Self.check(target, statusPort: statusPort, version: version) }
    // A single target is scraped at the primary endpoint, which the injector set to the same.
    if result.count == 1 {
      result[0] = Target(
        port: port.isEmpty ? result[0].port : port, path: path.isEmpty ? result[0].path : path)
    }
    return result
  }

  /// From 1.31 on, every port is checked by number.
  private static func check(
    _ target: Target, statusPort: UInt16, version: IstioVersion
  ) throws(Refusal) {
    guard version.exhibits(.mergesSeveralTargets) else { return }
    guard let number = GoSyntax.integer(target.port), (1...65535).contains(number) else {
      throw refusal("invalid target port \(GoSyntax.json(target.port))")
    }
    if number == Int(statusPort) {
      throw refusal(
        "target port \(target.port) is the same as agent port, which may lead to a recursive loop")
    }
    if let purpose = ReservedPorts.purpose(of: number) {
      throw refusal("target port \(target.port) is reserved for Istio (\(purpose)) and cannot be scraped")
    }
  }

  private static func refusal(_ reason: String) -> Refusal {
    Refusal(message: "invalid prometheus scrape configuration: \(reason)")
  }
}
