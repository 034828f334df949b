/// Which of a pod's own connections iptables redirect to its sidecar.
///
/// Source: istio/istio `tools/istio-iptables/pkg/capture/run.go`, `handleOutboundPortsExclude`, `handleOutboundIncludeRules`,
/// and `manifests/charts/istio-control/istio-discovery/files/injection-template.yaml`, `-i`, `-x`, `-o`, `-q`, 1.30.3.
public struct OutboundCapture: Sendable, Hashable {
  /// Whether every address is captured: `includeOutboundIPRanges: "*"`, which is the default.
  public var capturesAddresses: Bool
  /// Ports that are not captured, whatever the address.
  public var excludedPorts: Set<UInt16>
  /// Ports that are captured, whatever the address.
  public var includedPorts: Set<UInt16>

  /// Makes a capture.
  public init(
    capturesAddresses: Bool = true, excludedPorts: Set<UInt16> = [], includedPorts: Set<UInt16> = []
  ) {
    self.capturesAddresses = capturesAddresses
    self.excludedPorts = excludedPorts
    self.includedPorts = includedPorts
  }

  /// The annotations that say what is captured.
  public enum Annotation {
    /// `*`, nothing, or a list of address ranges.
    public static let includedRanges = "traffic.sidecar.istio.io/includeOutboundIPRanges"
    /// A list of address ranges.
    public static let excludedRanges = "traffic.sidecar.istio.io/excludeOutboundIPRanges"
    /// A list of ports.
    public static let includedPorts = "traffic.sidecar.istio.io/includeOutboundPorts"
    /// A list of ports.
    public static let excludedPorts = "traffic.sidecar.istio.io/excludeOutboundPorts"
  }

  /// What the annotations of a pod say; nil where one of them has no meaning that this model knows: a range of addresses,
  /// or what is no port.
  public init?(annotations: [String: String]) {
    switch annotations[Annotation.includedRanges] {
    case nil, "*": capturesAddresses = true
    case "": capturesAddresses = false
    default: return nil
    }
    guard annotations[Annotation.excludedRanges]?.isEmpty ?? true,
      let excluded = Self.ports(annotations[Annotation.excludedPorts]),
      let included = Self.ports(annotations[Annotation.includedPorts])
    else { return nil }
    excludedPorts = excluded
    includedPorts = included
  }

  private static func ports(_ text: String?) -> Set<UInt16>? {
    var ports: Set<UInt16> = []
    for part in (text ?? "").split(separator: ",") {
      guard let port = UInt16(part.filter { $0 != " " }) else { return nil }
      ports.insert(port)
    }
    return ports
  }

  /// Whether nothing is captured at all.
  public var isEmpty: Bool { !capturesAddresses && includedPorts.isEmpty }

  /// Whether a connection to a port of another pod is redirected.
  public func captures(_ port: UInt16) -> Bool {
    if excludedPorts.contains(port) { return false }
    return capturesAddresses || includedPorts.contains(port)
  }
}
