// `make bench`: what a verdict costs, beside the floor that no harness can go below.
//
//   Benchmarks MESHSCRAPE [--quick]     the table
//   Benchmarks listen                   one bare process of the floor: it only listens

if CommandLine.arguments.dropFirst().first == "listen" { BareProcess.main() }
Bench.main(Array(CommandLine.arguments.dropFirst()))
