import CSystem
public import Contract
public import Planning
import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Gives scenarios addresses in slices of 127/8 that no concurrent run has.
///
/// A slice is claimed by binding an abstract Unix socket named after it. The name lives in the same network
/// namespace as the addresses, and the system frees it when the last descriptor is closed. Every process of the
/// run inherits the claim, so that a slice is not given out while a process of a killed run still holds its
/// ports.
public final class AddressSlices: Sendable {
  private struct Slice {
    var number: UInt8
    var claim: Int32
    var free: [Range<Int>]
  }

  private let slices = Mutex<[Slice]>([])

  /// The slices that runs choose from; the first sixteen are left to the machine's own services.
  private static let numbers: ClosedRange<Int> = 16...250

  /// Starts with no slice claimed.
  public init() {}

  deinit {
    slices.withLock { for slice in $0 { close(slice.claim) } }
  }

  /// The descriptors that hold the claims, for processes to inherit.
  var claims: [Int32] { slices.withLock { $0.map(\.claim) } }

  /// Takes `count` neighbouring addresses.
  /// - Throws: when every slice is claimed by some run.
  public func take(_ count: Int) throws(HarnessFailure) -> AddressRange {
    guard count <= AddressRange.sliceSize else {
      throw HarnessFailure(
        message: "the scenario needs \(count) addresses, more than the \(AddressRange.sliceSize) of a slice")
    }
    let range = slices.withLock { slices -> AddressRange? in
      for index in slices.indices {
        if let taken = Self.take(count, from: &slices[index]) { return taken }
      }
      guard var slice = Self.claimSlice(excluding: Set(slices.map(\.number))) else { return nil }
      let taken = Self.take(count, from: &slice)
      slices.append(slice)
      return taken
    }
    guard let range else {
      throw HarnessFailure(message: "every slice of 127/8 is taken by other runs")
    }
    return range
  }

  /// Gives addresses back.
  public func giveBack(_ range: AddressRange) {
    slices.withLock { slices in
      guard let index = slices.firstIndex(where: { $0.number == range.slice }) else { return }
      slices[index].free.append(range.first..<(range.first + range.count))
      slices[index].free.sort { $0.lowerBound < $1.lowerBound }
      slices[index].free = Self.joined(slices[index].free)
    }
  }

  private static func take(_ count: Int, from slice: inout Slice) -> AddressRange? {
    guard let index = slice.free.firstIndex(where: { $0.count >= count }) else { return nil }
    let first = slice.free[index].lowerBound
    slice.free[index] = (first + count)..<slice.free[index].upperBound
    return AddressRange(slice: slice.number, first: first, count: count)
  }

  private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.reduce(into: []) { joined, range in
      if let last = joined.last, last.upperBound == range.lowerBound {
        joined[joined.count - 1] = last.lowerBound..<range.upperBound
      } else if !range.isEmpty {
        joined.append(range)
      }
    }
  }

  // Runs start their search at different places, so that two that begin together seldom meet.
  private static func claimSlice(excluding taken: Set<UInt8>) -> Slice? {
    let offset = Int(getpid())
    for step in 0..<numbers.count {
      let number = UInt8(numbers.lowerBound + (offset + step) % numbers.count)
      guard !taken.contains(number) else { continue }
      let claim = ms_claim_name("meshscrape-slice-\(number)")
      if claim >= 0 {
        return Slice(number: number, claim: claim, free: [0..<AddressRange.sliceSize])
      }
    }
    return nil
  }
}
