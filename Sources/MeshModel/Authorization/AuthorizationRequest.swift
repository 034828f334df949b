/// What a policy can look at: a connection, and a request on it where the filter chain handles HTTP.
public struct AuthorizationRequest: Sendable, Hashable {
  /// The SPIFFE ID that the client has proven, `spiffe://…`; nil in plaintext.
  public var principal: String?
  /// The client's address.
  public var sourceIP: String
  /// The address that was dialled.
  public var destinationIP: String
  /// The port that was dialled.
  public var destinationPort: UInt16
  /// The server name of the TLS handshake.
  public var serverName: String?
  /// The request; nil on a TCP filter chain.
  public var http: HTTP?

  /// A request.
  public struct HTTP: Sendable, Hashable {
    /// The method.
    public var method: String
    /// The path, without query.
    public var path: String
    /// `Host`.
    public var host: String
    /// The header fields by lower-case name; values of one name joined with commas.
    public var headers: [String: String]

    /// Describes a request.
    public init(method: String, path: String, host: String, headers: [String: String] = [:]) {
      self.method = method
      self.path = path
      self.host = host
      self.headers = headers
    }
  }

  /// Describes a connection or a request.
  public init(
    principal: String? = nil, sourceIP: String, destinationIP: String, destinationPort: UInt16,
    serverName: String? = nil, http: HTTP? = nil
  ) {
    self.principal = principal
    self.sourceIP = sourceIP
    self.destinationIP = destinationIP
    self.destinationPort = destinationPort
    self.serverName = serverName
    self.http = http
  }
}
