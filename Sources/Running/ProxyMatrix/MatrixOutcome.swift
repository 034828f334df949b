import Contract
import Wire

/// What a client of the matrix sees, as text that two proxies can be held against each other by.
struct MatrixOutcome {
  private let client: HTTPClient
  private let tls: ClientTLS?
  private let endpoint: Endpoint

  /// How long a client waits, in milliseconds: longer than anything here takes.
  private static let patience = 5000

  init(_ client: HTTPClient, tls: ClientTLS?, to endpoint: Endpoint) {
    self.client = client
    self.tls = tls
    self.endpoint = endpoint
  }

  /// Asks for `/metrics` once.
  var text: String {
    do throws(WireError) {
      let answer = try client.send(
        ClientRequest(
          HTTPURL(endpoint, target: "/metrics", scheme: tls == nil ? "http" : "https"),
          headers: ["User-Agent": "matrix"], tls: tls, deadline: .after(milliseconds: Self.patience),
          followsRedirects: false, keepsAlive: false))
      return "\(answer.status)" + (answer.headers["server"].map { " by \($0)" } ?? " by the app")
    } catch {
      // In TLS 1.3 the client may write before it hears that it is refused. Then the alert and the end of the
      // connection race: who listens first hears the alert.
      if tls != nil, let refusal = refusal() { return refusal }
      return Self.text(of: error)
    }
  }

  /// What the server says to a client that has shaken hands and only listens; nil if it says nothing.
  private func refusal() -> String? {
    guard let tls else { return nil }
    do throws(WireError) {
      let stream = try tls.connect(
        try Sockets.connect(to: endpoint, deadline: .after(milliseconds: Self.patience)),
        deadline: .after(milliseconds: Self.patience))
      defer { stream.close() }
      _ = try stream.read(upTo: 1, deadline: .after(milliseconds: 250))
      return nil
    } catch {
      return error.kind == .tlsAlert ? Self.text(of: error) : nil
    }
  }

  private static func text(of error: WireError) -> String {
    switch error.kind {
    case .reset: "reset"
    case .endOfFile: "EOF"
    default: error.message.split(separator: ": ").suffix(2).joined(separator: ": ")
    }
  }
}
