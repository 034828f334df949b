import Contract
import Wire

extension ProxyMatrix {
  /// The matrix as a table in Markdown: a row a client, a column a mode and protocol.
  ///
  /// What both proxies do stands once; where they part, both. Clients that see the same everywhere share a row.
  public var table: String {
    [true, false].map { hasApplication in
      let cells = cells.filter { $0.hasApplication == hasApplication }
      let columns = Self.columns(cells)
      var rows: [(clients: [String], outcomes: [String])] = []
      for client in MatrixClient.all {
        let outcomes = columns.compactMap { column in
          cells.first { $0.client == client && column == "\($0.mode.rawValue) \($0.portProtocol.rawValue)" }
            .map(\.outcome)
        }
        guard outcomes.count == columns.count else { continue }
        if let index = rows.firstIndex(where: { $0.outcomes == outcomes }) {
          rows[index].clients.append(client.name)
        } else {
          rows.append(([client.name], outcomes))
        }
      }
      let title = hasApplication ? "client" : "client, nobody listens behind the proxy"
      let lines =
        [[title] + columns, Array(repeating: "---", count: columns.count + 1)]
        + rows.map { [$0.clients.joined(separator: "<br>")] + $0.outcomes }
      return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }.joined(separator: "\n")
  }

  private static func columns(_ cells: [Cell]) -> [String] {
    var columns: [String] = []
    for cell in cells {
      let column = "\(cell.mode.rawValue) \(cell.portProtocol.rawValue)"
      if !columns.contains(column) { columns.append(column) }
    }
    return columns
  }
}

extension ProxyMatrix.Cell {
  /// What the client saw of both, or of each.
  public var outcome: String {
    if differs { return "**built-in: \(builtIn); Envoy: \(envoy)**" }
    return !hasApplication && ["reset", "EOF"].contains(envoy) && isClosedByChance ? "reset or EOF" : envoy
  }

  /// Whether the connection got as far as a chain that passes bytes.
  private var isClosedByChance: Bool {
    let isMeshClient = client.offer == .istio || client.offer == .istioHTTP
    return switch (mode, portProtocol) {
    case (.strict, .http), (.permissive, .http), (.disable, .http): false
    case (.strict, _): client.kind != .plaintext
    case (.permissive, .tcp): true
    case (.permissive, .auto): client.kind != .plaintext && client.offer != .istioHTTP || isMeshClient
    case (.disable, _): portProtocol == .tcp || client.kind != .plaintext
    }
  }
}
