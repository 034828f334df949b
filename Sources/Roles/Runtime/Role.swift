import Contract

/// One program of a scenario: an application, a proxy, an agent, a scraper, the API server.
///
/// The runtime builds a role, starts it and then passes it commands, one at a time. A role serves through its
/// ``RoleAcceptor`` and says what happened to bytes through its ``EventWriter``.
protocol Role: Sendable {
  /// What the role is configured with.
  associatedtype Configuration

  /// Takes the configuration; opens nothing yet.
  init(configuration: Configuration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure)

  /// Adds the listeners and starts what else the role does; the role serves once this returns.
  func start() throws(RoleFailure)

  /// Carries a command out; returning acknowledges it, an error is acknowledged as such.
  func handle(_ command: Command) throws(RoleFailure)
}

/// Why a role cannot start, go on or carry a command out.
struct RoleFailure: Error, CustomStringConvertible {
  /// What is wrong, for a person.
  let message: String

  /// Says what is wrong.
  init(_ message: String) { self.message = message }

  /// The message.
  var description: String { message }

  /// What a role answers to a command that is not for its kind.
  static func notForThisRole(_ command: Command) -> RoleFailure {
    RoleFailure("command \(command.id) is not for this kind of role")
  }
}
