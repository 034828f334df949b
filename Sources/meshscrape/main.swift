import Roles

// Roles first: a process of a scenario must not pay for anything that only the runner needs.
if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "role" {
  RoleRunner.main(arguments: CommandLine.arguments)
}
Program.main(CommandLine.arguments)
