import Contract
import Wire

/// The process side of the contract between runner and roles: `meshscrape role KIND`.
public enum RoleRunner {
  /// Plays the roles that the first control frame configures, until the runner is gone.
  ///
  /// To be called first thing in `main`: every microsecond here is paid once a process. The kind in the arguments
  /// is for people who look at the process table; the configuration decides.
  public static func main(arguments: [String]) -> Never {
    if let program = TiedProgram(arguments: arguments.dropFirst(2)) { program.becomeIt() }
    OwnProcess.arrangeSignals()
    guard OwnProcess.isOpen(Channel.control) else {
      OwnProcess.complain("`meshscrape role` is how meshscrape starts its own processes; use `meshscrape run`.")
      OwnProcess.exit(2)
    }
    do throws(RoleFailure) {
      var control = ControlChannel()
      guard let configuration = try control.next(ProcessConfiguration.self) else { OwnProcess.exit(0) }
      try play(configuration)
    } catch {
      OwnProcess.complain("\(arguments.joined(separator: " ")): \(error)")
      OwnProcess.exit(1)
    }
  }

  private static func play(_ configuration: ProcessConfiguration) throws(RoleFailure) -> Never {
    let channel = EventChannel()
    let commands = CommandQueue()
    do throws(WireError) {
      // Before the roles are built: the runner's end must end the process even if a role never starts.
      try DetachedThread.start { listen(commands) }
      let acceptor = try Acceptor()
      var roles: [RunningRole] = []
      for role in configuration.roles {
        roles.append(RunningRole(role, acceptor: acceptor, record: channel.send))
      }
      for role in roles { role.announce() }
      if roles.contains(where: \.exitsWhenReady) { OwnProcess.exit(1) }
      commands.open { [roles] command in dispatch(command, to: roles) }
      try acceptor.run()
    } catch {
      throw RoleFailure("\(error)")
    }
    throw RoleFailure("the acceptor has ended")
  }

  private static func dispatch(_ command: Command, to roles: [RunningRole]) {
    if let role = roles.first(where: { $0.isAddressed(by: command) }) {
      role.carryOut(command)
    } else {
      roles.first?.events.emit(
        .acknowledged(id: command.id, error: "no role of this process takes the command"))
    }
  }

  /// Reads commands until the runner is gone, which ends the process.
  private static func listen(_ commands: CommandQueue) -> Never {
    do throws(RoleFailure) {
      var control = ControlChannel()
      while let command = try control.next(Command.self) { commands.append(command) }
      OwnProcess.exit(0)
    } catch {
      OwnProcess.complain(error.message)
      OwnProcess.exit(1)
    }
  }
}
