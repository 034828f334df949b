import Contract
import MeshModel
import Wire

/// What an AuthorizationPolicy's refusal looks like.
///
/// Source: envoyproxy/envoy `source/extensions/filters/http/rbac/rbac_filter.cc`, taken from Envoy 1.40.
enum RefusedByPolicy {
  /// The status of the answer on HTTP chains.
  static let status = 403
  /// The body of the answer on HTTP chains.
  static let text = "RBAC: access denied"

  /// How the event of a refused connection or request names the policy.
  static func detail(_ policy: String?) -> String {
    policy.map { "rbac: denied by AuthorizationPolicy \($0)" } ?? "rbac: no AuthorizationPolicy allows it"
  }
}

extension AuthorizationRequest {
  /// A request on a connection, as policies look at it.
  init(_ request: HTTPRequest, on stream: TCPStream, peer: PeerIdentity?, serverName: String?) {
    var headers: [String: String] = [:]
    for field in request.headers.fields {
      let name = field.name.lowercased()
      headers[name] = headers[name].map { "\($0),\(field.value)" } ?? field.value
    }
    self.init(
      principal: peer?.spiffeID, sourceIP: stream.peer.address.description,
      destinationIP: stream.local.address.description, destinationPort: stream.local.port,
      serverName: serverName,
      http: HTTP(
        method: request.method, path: request.path, host: request.headers["Host"] ?? "", headers: headers))
  }
}
