import SourceText

/// Draws Services, with and without selectors, with odd ports.
struct ServiceDrawing {
  let namespaces: [String]

  func service(_ index: Int, _ dice: inout Dice) -> YAMLNode {
    var metadata: [(String, YAMLNode)] = [("name", .string(dice.one(of: ["s\(index)", "web-\(index)"])))]
    let namespace = dice.one(of: namespaces)
    if namespace != "default" || dice.chance(50) { metadata.append(("namespace", .string(namespace))) }
    if dice.chance(50) { metadata.append(("labels", Vocabulary.labels(dice.number(0...3), &dice))) }
    if dice.chance(60) { metadata.append(("annotations", Vocabulary.annotations(&dice))) }

    var specification: [(String, YAMLNode)] = []
    if dice.chance(90) {
      specification.append(("selector", .mapping([("app", .string(dice.one(of: ["web", "web", "api"])))])))
    }
    var names = ["http", "metrics", "a", "tcp-x"]
    let ports: [YAMLNode] = (0..<dice.one(weighted: [(8, 0), (60, 1), (25, 2), (7, 3)])).map { _ in
      var port: [(String, YAMLNode)] = []
      if dice.chance(60) { port.append(("name", .string(names.remove(at: dice.below(names.count))))) }
      port.append(("port", .int(dice.one(of: [80, 8080, 8081, 443, 9090]))))
      if dice.chance(60) {
        let target: YAMLNode = dice.one(of: [8080, 8081, 9090, "http", "metrics", "none-such"])
        port.append(("targetPort", target))
      }
      if dice.chance(20) { port.append(("protocol", .string(dice.one(of: ["TCP", "UDP", "SCTP"])))) }
      if dice.chance(15) {
        port.append(("appProtocol", .string(dice.one(of: ["http", "kubernetes.io/h2c", ""]))))
      }
      return .mapping(port)
    }
    if !ports.isEmpty || dice.chance(50) { specification.append(("ports", .sequence(ports))) }
    switch dice.below(10) {
    case 0: specification.append(("clusterIP", "None"))
    // An address that nobody listens on.
    case 1: specification.append(("clusterIP", "127.254.0.9"))
    case 2:
      specification.append(("type", "ExternalName"))
      specification.append(("externalName", .string(dice.one(of: ["example.invalid", ""]))))
    case 3: specification.append(("type", .string(dice.one(of: ["NodePort", "LoadBalancer"]))))
    case 4: specification.append(("publishNotReadyAddresses", .bool(true)))
    default: break
    }
    return .mapping([("metadata", .mapping(metadata)), ("spec", .mapping(specification))])
  }
}
