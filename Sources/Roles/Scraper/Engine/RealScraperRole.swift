import Contract
import Wire

/// A real engine in the place of the built-in scraper: it is started, and ends with this process.
///
/// Nothing else goes through this role: the engine opens its own socket, and the runner asks its HTTP API.
final class RealScraperRole: Role {
  private let engine: ScraperProgram
  private let events: EventWriter

  init(configuration: ScraperConfiguration, events: EventWriter, acceptor: RoleAcceptor) throws(RoleFailure) {
    guard let engine = configuration.engine else { throw RoleFailure("there is no engine to run") }
    self.engine = engine
    self.events = events
  }

  func start() throws(RoleFailure) {
    do throws(WireError) {
      let process = try TiedProcess(
        engine.program, engine.arguments, log: engine.log, hearing: TiedProcess.Hearing())
      try process.takeAlong(events)
    } catch {
      throw RoleFailure("cannot start \(engine.program): \(error)")
    }
  }

  func handle(_ command: Command) throws(RoleFailure) { throw .notForThisRole(command) }
}
