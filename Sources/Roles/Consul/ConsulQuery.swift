import Wire

/// The parameters of a request to Consul.
///
/// Source: hashicorp/consul `agent/http.go`, `parseInternal`, `parseWait`, `parseMetaFilter`, 1.20.
struct ConsulQuery: Sendable {
  /// The index that the client has seen; 0 to be answered at once.
  var index = 0
  /// How long to wait for a newer one, in milliseconds.
  var waitMilliseconds = 300_000
  /// The tags that an instance must have.
  var tags: [String] = []
  /// The metadata that a node must have.
  var nodeMeta: [(key: String, value: String)] = []
  /// Whether every check must pass.
  var isPassingOnly = false
  /// A boolean expression.
  var filter: String?
  /// The data centre, the namespace, the partition that is asked for.
  var datacenter: String?
  /// See ``datacenter``.
  var namespace: String?
  /// See ``datacenter``.
  var partition: String?
  /// The token, from the header or the query.
  var token: String?

  /// The longest that a query may wait.
  private static let longestWait = 600_000

  /// Reads a request.
  init(_ request: HTTPRequest) {
    token = request.headers["X-Consul-Token"]
    if token == nil, let header = request.headers["Authorization"], header.hasPrefix("Bearer ") {
      token = String(header.dropFirst("Bearer ".count))
    }
    for (name, value) in request.queryItems {
      switch name {
      case "index": index = Int(value) ?? 0
      case "wait": waitMilliseconds = min(Self.milliseconds(value) ?? waitMilliseconds, Self.longestWait)
      case "tag": tags.append(value)
      case "node-meta":
        let parts = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        nodeMeta.append((parts[0], parts.count > 1 ? parts[1] : ""))
      case "passing": isPassingOnly = value.isEmpty || value == "true" || value == "1"
      case "filter": filter = value.isEmpty ? nil : value
      case "dc": datacenter = value.isEmpty ? nil : value
      case "ns": namespace = value.isEmpty ? nil : value
      case "partition": partition = value.isEmpty ? nil : value
      case "token": token = token ?? value
      default: break
      }
    }
  }

  /// Go's durations, as clients send them: `120000ms`, `5m`, `90s`.
  private static func milliseconds(_ text: String) -> Int? {
    for (unit, factor) in [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)] where text.hasSuffix(unit) {
      if let count = Int(text.dropLast(unit.count)) { return count * factor }
    }
    return nil
  }
}
