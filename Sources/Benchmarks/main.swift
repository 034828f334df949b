// `make bench`: what verdicts, discovery and scrapes cost, beside the machine's floor and real Prometheus.
//
//   Benchmarks MESHSCRAPE [--quick] [--only PART]…    the tables
//   Benchmarks listen                                 one bare process of the floor: it only listens

import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

if CommandLine.arguments.dropFirst().first == "listen" { BareProcess.main() }
guard let options = BenchOptions(Array(CommandLine.arguments.dropFirst())) else {
  print(BenchOptions.usage)
  exit(2)
}
do {
  Sockets.raiseDescriptorLimit()
  // An engine that is stopped in the middle of a scrape breaks a connection or a pipe: an error of one write.
  Sockets.ignoreBrokenPipeSignal()
  for part in options.parts {
    progress(part.rawValue)
    switch part {
    case .verdict: try VerdictBench(options: options).run()
    case .discovery: try DiscoveryBench(options: options).run()
    case .scrape: try ScrapeBench(options: options).run()
    case .proxy: try ProxyBench(options: options).run()
    case .merge: try MergeBench(options: options).run()
    }
  }
} catch {
  print("bench: \(error)")
  exit(3)
}
