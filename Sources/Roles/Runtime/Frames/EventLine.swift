import Contract

extension EventRecord {
  /// The record as a line of JSON, as `Codable` would write it, at a tenth of the cost.
  var line: [UInt8] {
    var line = JSONLine()
    line.object { line in
      line.member("role", role.rawValue)
      line.member("instance", instance)
      line.member("microseconds", microseconds)
      line.object("event") { event.write(to: &$0) }
    }
    line.end()
    return line.bytes
  }
}

extension Event {
  fileprivate func write(to line: inout JSONLine) {
    switch self {
    case .ready: line.object("ready") { _ in }
    case .acknowledged(let id, let error):
      line.object("acknowledged") {
        $0.member("id", id)
        $0.member("error", error)
      }
    case .failed(let message): line.object("failed") { $0.member("message", message) }
    case .log(let message): line.object("log") { $0.member("message", message) }
    case .accepted(let connection, let listener, let peer):
      line.object("accepted") {
        $0.member("connection", connection)
        $0.member("listener", listener)
        $0.member("peer", peer)
      }
    case .inbound(let outcome): line.object("inbound") { $0.object("_0") { outcome.write(to: &$0) } }
    case .served(let request): line.object("served") { $0.object("_0") { request.write(to: &$0) } }
    case .merged(let part): line.object("merged") { $0.object("_0") { part.write(to: &$0) } }
    case .discoverySynchronised(let job, let resourceVersion):
      line.object("discoverySynchronised") {
        $0.member("job", job)
        $0.member("resourceVersion", resourceVersion)
      }
    case .scraped(let outcome): line.object("scraped") { $0.object("_0") { outcome.write(to: &$0) } }
    }
  }
}

extension JSONLine {
  fileprivate mutating func member(_ name: StaticString, _ endpoint: Endpoint) {
    object(name) {
      $0.member("address", endpoint.address.description)
      $0.member("port", endpoint.port)
    }
  }
}

extension InboundOutcome {
  fileprivate func write(to line: inout JSONLine) {
    line.member("connection", connection)
    line.member("listener", listener)
    line.member("peer", peer)
    line.member("transport", transport.rawValue)
    line.member("decision", decision.rawValue)
    line.member("peerIdentity", peerIdentity)
    line.array("offeredProtocols", offeredProtocols)
    line.member("detail", detail)
  }
}

extension ServedRequest {
  fileprivate func write(to line: inout JSONLine) {
    line.member("listener", listener)
    line.member("peer", peer)
    line.member("method", method)
    line.member("path", path)
    line.member("status", status)
    line.member("bytes", bytes)
    line.member("userAgent", userAgent)
  }
}

extension MergePart {
  fileprivate func write(to line: inout JSONLine) {
    line.member("source", source.rawValue)
    line.member("url", url)
    line.member("status", status)
    line.member("bytes", bytes)
    line.member("error", error)
  }
}

extension ScrapeOutcome {
  fileprivate func write(to line: inout JSONLine) {
    line.member("job", job)
    line.member("url", url)
    line.member("round", round)
    line.member("isUp", isUp)
    line.member("lastError", lastError)
    line.member("status", status)
    line.member("contentType", contentType)
    line.member("samplesScraped", samplesScraped)
    line.member("samplesKept", samplesKept)
    line.member("samplesDuplicate", samplesDuplicate)
    line.member("durationSeconds", durationSeconds)
    line.member("failure", failure?.rawValue)
  }
}
