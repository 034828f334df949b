/// The engines that can play a part, for people and for programs.
public struct EngineList: Sendable {
  /// A real engine that is there.
  public struct There: Sendable {
    var name: String
    var version: String
    var path: String

    /// Names an engine.
    public init(name: String, version: String, path: String) {
      self.name = name
      self.version = version
      self.path = path
    }
  }

  /// A real engine that can be brought.
  public struct Obtainable: Sendable {
    var name: String
    var version: String
    var origin: String

    /// Names an engine.
    public init(name: String, version: String, origin: String) {
      self.name = name
      self.version = version
      self.origin = origin
    }
  }

  private let folder: String
  private let there: [There]
  private let obtainable: [Obtainable]

  /// Lists engines.
  public init(folder: String, there: [There], obtainable: [Obtainable]) {
    self.folder = folder
    self.there = there
    self.obtainable = obtainable
  }

  private static let builtIn = [
    ("scraper", "a Prometheus of the version that the scenario asks for"),
    ("proxy", "Envoy as Istio configures it"),
    ("agent", "Istio's metrics agent"),
    ("kube-api", "a Kubernetes API server"),
  ]

  private var missing: [Obtainable] {
    obtainable.filter { engine in
      !there.contains { $0.name == engine.name && $0.version == engine.version }
    }
  }

  /// One engine a line.
  public var text: String {
    var text = "built in\n" + Self.rows(Self.builtIn.map { [$0.0, $0.1] })
    text += "\nreal, in \(folder)\n"
    text += there.isEmpty ? "  none\n" : Self.rows(there.map { [$0.name, $0.version, $0.path] })
    guard !missing.isEmpty else { return text }
    return text + "\n'make engines' would bring\n"
      + Self.rows(missing.map { [$0.name, $0.version, $0.origin] })
  }

  private static func rows(_ rows: [[String]]) -> String {
    let widths = (0..<(rows.first?.count ?? 0)).map { column in
      rows.map { Columns.count($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      let last = row.count - 1
      return "  "
        + row.enumerated().map {
          $0.offset == last ? $0.element : Columns.padded($0.element, to: widths[$0.offset])
        }
        .joined(separator: "  ") + "\n"
    }.joined()
  }

  /// `meshscrape/engines/v1`.
  public var json: String {
    JSONText.object([
      ("schema", .string("meshscrape/engines/v1")),
      (
        "builtIn",
        .array(Self.builtIn.map { .object([("name", .string($0.0)), ("plays", .string($0.1))]) })
      ),
      ("folder", .string(folder)),
      (
        "real",
        .array(
          there.map {
            .object([
              ("name", .string($0.name)), ("version", .string($0.version)), ("path", .string($0.path)),
            ])
          })
      ),
      (
        "obtainable",
        .array(
          missing.map {
            .object([
              ("name", .string($0.name)), ("version", .string($0.version)), ("origin", .string($0.origin)),
            ])
          })
      ),
    ]).text() + "\n"
  }
}
