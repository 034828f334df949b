/// One line on the events descriptor: who says what, and when.
public struct EventRecord: Sendable, Codable, Equatable {
  /// The kind of role that speaks.
  public var role: RoleKind
  /// The instance that speaks, see ``RoleConfiguration/instance``.
  public var instance: String
  /// Monotonic time in microseconds; comparable between the processes of one machine.
  public var microseconds: Int64
  /// What happened.
  public var event: Event

  /// Records an event.
  public init(role: RoleKind, instance: String, microseconds: Int64, event: Event) {
    self.role = role
    self.instance = instance
    self.microseconds = microseconds
    self.event = event
  }
}

/// What happened in a process: to bytes and connections, never what should have happened.
public enum Event: Sendable, Codable, Equatable {
  /// The role serves.
  case ready
  /// A command has been carried out, or could not be.
  case acknowledged(id: Int, error: String?)
  /// The role cannot go on; the process exits.
  case failed(message: String)
  /// Something that a person debugging wants to read.
  case log(message: String)

  /// A connection was accepted on a listener.
  case accepted(connection: Int, listener: Endpoint, peer: Endpoint)
  /// A proxy decided what becomes of a connection, and how it ended.
  case inbound(InboundOutcome)
  /// A server answered a request.
  case served(ServedRequest)

  /// An agent fetched one part of the merged answer.
  case merged(MergePart)

  /// Discovery of a scrape job is in step with the API server.
  case discoverySynchronised(job: String, resourceVersion: Int)
  /// A scrape ended.
  case scraped(ScrapeOutcome)
}

/// What a proxy did with one connection: inbound, or outbound where it is Prometheus' own.
public struct InboundOutcome: Sendable, Codable, Equatable {
  /// The number of the connection within the proxy.
  public var connection: Int
  /// The captured port.
  public var listener: Endpoint
  /// Who dialled.
  public var peer: Endpoint
  /// What the first bytes were.
  public var transport: Transport
  /// What the proxy did.
  public var decision: Decision
  /// The SPIFFE ID that the client certificate carries.
  public var peerIdentity: String?
  /// The ALPN protocols that the client offered.
  public var offeredProtocols: [String]
  /// What a person needs beyond ``decision``: an alert's name, an upstream's error.
  public var detail: String?

  /// What a connection began with.
  public enum Transport: String, Sendable, Codable {
    /// A byte that starts no TLS record.
    case plaintext
    /// A TLS record.
    case tls
    /// The peer closed before it sent a byte.
    case nothing
  }

  /// What the proxy did with a connection.
  public enum Decision: String, Sendable, Codable {
    /// No filter chain matches: reset without a byte (`no_filter_chain_match`).
    case noFilterChainMatch = "no-filter-chain-match"
    /// The TLS handshake failed on the client's certificate (`ssl.fail_verify_*`) or otherwise.
    case tlsRefused = "tls-refused"
    /// Terminated TLS and handled HTTP.
    case mutualTLSHTTP = "mtls-http"
    /// Terminated TLS and passed bytes.
    case mutualTLSTCP = "mtls-tcp"
    /// Handled plaintext HTTP.
    case plaintextHTTP = "plaintext-http"
    /// Passed bytes as they came, be they plaintext or somebody else's TLS.
    case passedThrough = "passed-through"
    /// Accepted, but the application could not be reached.
    case upstreamFailed = "upstream-failed"
    /// Prometheus' own sidecar passed it on to a Service that it knows.
    case toService = "to-service"
    /// Prometheus' own sidecar passed it on to where it was going, as it came: `PassthroughCluster`.
    case toOriginalDestination = "to-original-destination"
    /// Prometheus' own sidecar let it end nowhere: `BlackHoleCluster`.
    case blackHole = "black-hole"
    /// Prometheus' own sidecar had no route for the request.
    case noRoute = "no-route"
    /// Prometheus' own sidecar answered by itself, in the place of the proxy that was meant.
    case answeredByOwnProxy = "answered-by-own-proxy"
  }

  /// Records an outcome.
  public init(
    connection: Int, listener: Endpoint, peer: Endpoint, transport: Transport, decision: Decision,
    peerIdentity: String? = nil, offeredProtocols: [String] = [], detail: String? = nil
  ) {
    self.connection = connection
    self.listener = listener
    self.peer = peer
    self.transport = transport
    self.decision = decision
    self.peerIdentity = peerIdentity
    self.offeredProtocols = offeredProtocols
    self.detail = detail
  }
}

/// A request that a server answered.
public struct ServedRequest: Sendable, Codable, Equatable {
  /// The listener that it came to.
  public var listener: Endpoint
  /// Who asked.
  public var peer: Endpoint
  /// The request's method.
  public var method: String
  /// The request's path with query.
  public var path: String
  /// The status of the answer.
  public var status: Int
  /// The length of the answer's body as sent, in bytes.
  public var bytes: Int
  /// What the client's `User-Agent` said.
  public var userAgent: String?

  /// Records a request.
  public init(
    listener: Endpoint, peer: Endpoint, method: String, path: String, status: Int, bytes: Int,
    userAgent: String?
  ) {
    self.listener = listener
    self.peer = peer
    self.method = method
    self.path = path
    self.status = status
    self.bytes = bytes
    self.userAgent = userAgent
  }
}

/// One part of a merged answer.
public struct MergePart: Sendable, Codable, Equatable {
  /// Where the part comes from.
  public enum Source: String, Sendable, Codable {
    /// The agent's own metrics.
    case agent
    /// The proxy's statistics.
    case envoy
    /// An application.
    case application
  }

  /// Where the part comes from.
  public var source: Source
  /// The URL that was fetched, nil for the agent's own.
  public var url: String?
  /// The HTTP status, if there was an answer.
  public var status: Int?
  /// The bytes that went into the merged body.
  public var bytes: Int
  /// Why the part is missing or incomplete, in the agent's own words.
  public var error: String?

  /// Records a part.
  public init(source: Source, url: String?, status: Int?, bytes: Int, error: String?) {
    self.source = source
    self.url = url
    self.status = status
    self.bytes = bytes
    self.error = error
  }
}

/// How a scrape ended.
public struct ScrapeOutcome: Sendable, Codable, Equatable {
  /// The job, `scrapePool` in Prometheus' API.
  public var job: String
  /// The URL that was scraped.
  public var url: String
  /// How many scrapes of this target have ended, this one included.
  public var round: Int
  /// Whether the target is up.
  public var isUp: Bool
  /// Prometheus' `lastError`, empty when up.
  public var lastError: String
  /// The HTTP status, if there was an answer.
  public var status: Int?
  /// The `Content-Type` of the answer.
  public var contentType: String?
  /// The samples before and after metric relabelling.
  public var samplesScraped: Int
  /// The samples that were kept.
  public var samplesKept: Int
  /// The samples that were dropped as duplicates within the body.
  public var samplesDuplicate: Int
  /// How the scrape went, in seconds.
  public var durationSeconds: Double
  /// How it failed, coarsely.
  public var failure: FailureKind?

  /// Records a scrape.
  public init(
    job: String, url: String, round: Int, isUp: Bool, lastError: String, status: Int? = nil,
    contentType: String? = nil, samplesScraped: Int = 0, samplesKept: Int = 0, samplesDuplicate: Int = 0,
    durationSeconds: Double = 0, failure: FailureKind? = nil
  ) {
    self.job = job
    self.url = url
    self.round = round
    self.isUp = isUp
    self.lastError = lastError
    self.status = status
    self.contentType = contentType
    self.samplesScraped = samplesScraped
    self.samplesKept = samplesKept
    self.samplesDuplicate = samplesDuplicate
    self.durationSeconds = durationSeconds
    self.failure = failure
  }
}

/// The ways in which a client's exchange fails, told apart where the client can tell them apart.
public enum FailureKind: String, Sendable, Codable, CaseIterable {
  /// Nobody listens: `connect: connection refused`.
  case refused
  /// The connection was reset: `read: connection reset by peer`.
  case reset
  /// The connection was closed before an answer: `EOF`, `unexpected EOF`.
  case endOfFile = "eof"
  /// A deadline passed: `context deadline exceeded`.
  case timeout
  /// No route, no such address.
  case unreachable
  /// A TLS alert from the peer.
  case tlsAlert = "tls-alert"
  /// The peer does not speak TLS.
  case notTLS = "not-tls"
  /// The peer's certificate was not accepted.
  case certificateInvalid = "certificate-invalid"
  /// A status that is not 200.
  case status
  /// What came is not HTTP, or broken HTTP.
  case protocolViolation = "protocol-violation"
  /// The body is no exposition.
  case parse
  /// A limit of the scrape configuration was passed.
  case limit
  /// The scraper could not even try: a missing certificate file, an invalid URL.
  case configuration
}
