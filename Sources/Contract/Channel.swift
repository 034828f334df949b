/// The descriptors by which a process and its runner talk, and what crosses them.
///
/// Runner to process, on ``control``: frames, each a 4-byte big-endian length and that many bytes of JSON. The
/// first is the ``ProcessConfiguration``, every later one a ``Command``. End of file means that the runner is
/// gone: the process exits at once, whatever it is doing.
///
/// Process to runner, on ``events``: ``EventRecord``s as JSON, one a line.
public enum Channel {
  /// The descriptor of frames from the runner.
  public static let control: Int32 = 3
  /// The descriptor of events to the runner.
  public static let events: Int32 = 4
  /// The first inherited listening socket.
  public static let firstListener: Int32 = 5
}

/// What the runner asks of a running process. Each is answered by ``Event/acknowledged(id:error:)``.
public enum Command: Sendable, Codable, Equatable {
  /// Replaces the configuration of the role with the same instance; descriptors stay as they are.
  case reconfigure(id: Int, role: RoleConfiguration)
  /// Adds or replaces objects in the API server.
  case apply(id: Int, objects: [KubernetesResource])
  /// Removes objects from the API server (`json` is not looked at).
  case delete(id: Int, objects: [KubernetesResource])
  /// Scrapes every active target once. Answered when every one of these scrapes has ended.
  case scrape(id: Int)
  /// Reads the configuration file again, as `POST /-/reload` does. Answered when it is in force.
  case reload(id: Int)
  /// Has a proxy tell of everything that has happened so far. Answered when all of it has been sent: events that a
  /// real Envoy's access log brings come a little after the fact.
  case report(id: Int, instance: String)

  /// The number by which the answer names the command.
  public var id: Int {
    switch self {
    case .reconfigure(let id, _), .apply(let id, _), .delete(let id, _), .scrape(let id), .reload(let id),
      .report(let id, _):
      id
    }
  }
}
