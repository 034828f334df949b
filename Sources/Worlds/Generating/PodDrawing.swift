import SourceText

/// Draws pods: odd names, ports, phases and owners, and what their containers serve.
struct PodDrawing {
  let namespaces: [String]

  func pod(_ index: Int, _ dice: inout Dice) -> YAMLNode {
    let name = dice.one(of: ["p\(index)", "web-\(index)", "a.b-\(index)"])
    var entries: [(String, YAMLNode)] = [("name", .string(name))]
    let namespace = dice.one(of: namespaces)
    if namespace != "default" || dice.chance(50) { entries.append(("namespace", .string(namespace))) }
    if dice.chance(8) { entries.append(("replicas", .int(dice.one(of: [0, 2, 2])))) }
    if dice.chance(80) { entries.append(("labels", labels(&dice))) }
    if dice.chance(80) { entries.append(("annotations", Vocabulary.annotations(&dice))) }
    if dice.chance(5) {
      entries.append(("phase", .string(dice.one(of: ["Pending", "Succeeded", "Failed", "Unknown"]))))
    }
    if dice.chance(25) { entries.append(("owner", owner(&dice))) }
    if dice.chance(10) { entries.append(("hostNetwork", .bool(true))) }
    if dice.chance(10) { entries.append(("node", .string(dice.one(of: ["node-1", "node-2", "n.x"])))) }
    var freePorts = Vocabulary.ports
    let count = dice.one(weighted: [(70, 1), (22, 2), (8, 3)])
    entries.append(("containers", containers("c", count, &freePorts, isInit: false, &dice)))
    if dice.chance(20) {
      entries.append(("initContainers", containers("i", dice.number(1...2), &freePorts, isInit: true, &dice)))
    }
    return .mapping(entries)
  }

  private func labels(_ dice: inout Dice) -> YAMLNode {
    var labels = Vocabulary.labels(dice.number(0...3), &dice)
    // What services select by.
    if dice.chance(70) { labels["app"] = .string(dice.one(of: ["web", "api"])) }
    return labels
  }

  private func owner(_ dice: inout Dice) -> YAMLNode {
    .mapping([
      (
        "kind",
        .string(dice.one(of: ["ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"]))
      ),
      ("name", .string(dice.one(of: ["web-5d4f", "web", "a.b"]))),
    ])
  }

  private func containers(
    _ stem: String, _ count: Int, _ freePorts: inout [Int], isInit: Bool, _ dice: inout Dice
  ) -> YAMLNode {
    var containers: [YAMLNode] = []
    for index in 0..<count {
      var entries: [(String, YAMLNode)] = [("name", .string("\(stem)\(index)"))]
      if dice.chance(30) {
        entries.append(("image", .string(dice.one(of: ["web:1", "r.io/a@sha256:0", "", "ü"]))))
      }
      let exposures = exposures(&freePorts, isFirst: index == 0 && !isInit, &dice)
      let ports = declaredPorts(exposures.compactMap { $0["port"]?.int }, &dice)
      if !ports.isEmpty || dice.chance(20) { entries.append(("ports", .sequence(ports))) }
      if isInit, dice.chance(50) { entries.append(("restartPolicy", "Always")) }
      if !exposures.isEmpty { entries.append(("exposes", .sequence(exposures))) }
      containers.append(.mapping(entries))
    }
    return .sequence(containers)
  }

  /// The ports that a container declares: mostly those that it opens, and some that nobody does.
  private func declaredPorts(_ open: [Int], _ dice: inout Dice) -> [YAMLNode] {
    var numbers = Set(open).sorted().filter { _ in dice.chance(95) }
    for _ in 0..<dice.one(weighted: [(70, 0), (20, 1), (10, 2)]) {
      numbers.append(dice.one(of: Vocabulary.ports + [80, 443, 65535, 1]))
    }
    var names = ["http", "metrics", "http-metrics", "a", "1a", "grpc"]
    return numbers.map { number in
      var entries: [(String, YAMLNode)] = []
      if dice.chance(60) { entries.append(("name", .string(names.remove(at: dice.below(names.count))))) }
      entries.append(("containerPort", .int(number)))
      if dice.chance(25) { entries.append(("protocol", .string(dice.one(of: ["TCP", "UDP", "SCTP"])))) }
      return .mapping(entries)
    }
  }

  private func exposures(_ freePorts: inout [Int], isFirst: Bool, _ dice: inout Dice) -> [YAMLNode] {
    var exposures: [YAMLNode] = []
    let count = dice.one(weighted: isFirst ? [(3, 0), (72, 1), (25, 2)] : [(15, 0), (85, 1)])
    for index in 0..<count where !freePorts.isEmpty {
      let port = freePorts.remove(at: isFirst && index == 0 ? 0 : dice.below(freePorts.count))
      let socket = ExposureDrawing.socket(port: port, &dice)
      exposures.append(ExposureDrawing.exposure(socket, path: "/metrics", &dice))
      if dice.chance(20) { exposures.append(ExposureDrawing.exposure(socket, path: "/other", &dice)) }
    }
    return exposures
  }
}
