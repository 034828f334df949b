/// How Prometheus speaks to targets and to servers that it asks for targets.
///
/// Source: prometheus/common config/http_config.go `HTTPClientConfig`, 0.65.
public struct HTTPClientConfiguration: Hashable, Sendable {
  /// What identifies Prometheus.
  public enum Authentication: Hashable, Sendable {
    /// A name and a password.
    case basic(username: Secret, password: Secret)
    /// A header `Authorization: TYPE CREDENTIALS`; a bearer token, too.
    case authorization(type: String, credentials: Secret)
  }

  /// A text that stands in the configuration or in a file that is read with every request.
  public enum Secret: Hashable, Sendable {
    /// The text itself.
    case text(String)
    /// The path of a file.
    case file(String)
  }

  /// A header that every request has.
  public struct Header: Hashable, Sendable {
    /// The header's name.
    public var name: String
    /// Its values, in the order in which they are sent.
    public var values: [Secret]
  }

  /// What identifies Prometheus, if anything.
  public var authentication: Authentication?
  /// TLS settings.
  public var tls = TLSConfiguration()
  /// Whether redirects are followed.
  public var followRedirects = true
  /// Whether HTTP/2 is offered over TLS.
  public var enableHTTP2 = true
  /// Further headers.
  public var headers: [Header] = []

  /// The defaults.
  public init() {}

  /// Replaces relative paths of files by paths from the directory.
  mutating func resolvePaths(from directory: String) {
    func resolved(_ secret: Secret) -> Secret {
      if case .file(let path) = secret { .file(FilePath.join(directory, path)) } else { secret }
    }
    switch authentication {
    case .basic(let username, let password)?:
      authentication = .basic(username: resolved(username), password: resolved(password))
    case .authorization(let type, let credentials)?:
      authentication = .authorization(type: type, credentials: resolved(credentials))
    case nil: break
    }
    for index in headers.indices { headers[index].values = headers[index].values.map(resolved) }
    tls.resolvePaths(from: directory)
  }
}

/// TLS settings of a client: `tls_config`.
///
/// Source: prometheus/common config/http_config.go `TLSConfig`, 0.65.
public struct TLSConfiguration: Hashable, Sendable {
  /// A version of TLS.
  public enum Version: String, Hashable, Sendable, CaseIterable {
    /// TLS 1.0.
    case tls10 = "TLS10"
    /// TLS 1.1.
    case tls11 = "TLS11"
    /// TLS 1.2.
    case tls12 = "TLS12"
    /// TLS 1.3.
    case tls13 = "TLS13"
  }

  /// The certificates that are trusted; nil for the system's.
  public var authorities: HTTPClientConfiguration.Secret?
  /// The client's certificate.
  public var certificate: HTTPClientConfiguration.Secret?
  /// The client's key.
  public var key: HTTPClientConfiguration.Secret?
  /// The name that the server's certificate must have; nil for the address's.
  public var serverName: String?
  /// Whether any certificate will do.
  public var insecureSkipVerify = false
  /// The least version.
  public var minVersion: Version?
  /// The highest version.
  public var maxVersion: Version?

  /// The defaults.
  public init() {}

  mutating func resolvePaths(from directory: String) {
    func resolved(_ secret: HTTPClientConfiguration.Secret?) -> HTTPClientConfiguration.Secret? {
      if case .file(let path)? = secret { .file(FilePath.join(directory, path)) } else { secret }
    }
    authorities = resolved(authorities)
    certificate = resolved(certificate)
    key = resolved(key)
  }
}

/// Paths of files that a configuration names.
enum FilePath {
  /// The path from a directory, unless it is absolute or empty.
  ///
  /// Source: prometheus/common config/config.go `JoinDir`, 0.65.
  static func join(_ directory: String, _ path: String) -> String {
    guard !path.isEmpty, !path.hasPrefix("/"), !directory.isEmpty else { return path }
    return directory.hasSuffix("/") ? directory + path : directory + "/" + path
  }
}
