public import Contract

/// A run of addresses in 127/8 that belongs to one scenario.
public struct AddressRange: Sendable, Hashable {
  /// The second octet: the slice of 127/8 that the run has claimed.
  public var slice: UInt8
  /// The first address, counted from the start of the slice.
  public var first: Int
  /// How many addresses there are.
  public var count: Int

  /// How many addresses a slice has.
  public static let sliceSize = 65_536

  /// Names a range.
  public init(slice: UInt8, first: Int, count: Int) {
    self.slice = slice
    self.first = first
    self.count = count
  }

  /// The address at an index, which must be less than ``count``.
  public func address(_ index: Int) -> IPAddress {
    let offset = first + index
    return IPAddress(127, slice, UInt8(truncatingIfNeeded: offset >> 8), UInt8(truncatingIfNeeded: offset))
  }
}

/// What the addresses of a scenario's range are for.
enum AddressLayout {
  static let kubeAPI = 0
  static let scraper = 1
  static let secondScraper = 2
  static let consul = 3
  static let reserved = 4
  /// The planes of a pod.
  static let addressesPerPod = 3

  /// One more where the sidecar of Prometheus' own pod stands before the pods.
  static let addressesPerCapturedPod = 4

  static func count(pods: Int) -> Int { reserved + addressesPerPod * pods }

  static func count(capturedPods pods: Int, services: Int) -> Int {
    reserved + addressesPerCapturedPod * pods + services
  }

  static func addresses(
    ofPod incarnation: Int, hasSidecar: Bool, isCaptured: Bool = false, in range: AddressRange
  ) -> PodAddresses {
    let base = reserved + (isCaptured ? addressesPerCapturedPod : addressesPerPod) * incarnation
    let pod = range.address(base)
    let behind = isCaptured ? range.address(base + 3) : pod
    return PodAddresses(
      pod: pod, eth0: hasSidecar ? range.address(base + 1) : behind, loopback: range.address(base + 2),
      behind: behind)
  }
}
