/// The earlier samples of all series, equally many of each at most, in one stretch of memory: a scrape, which brings a
/// sample for each of its series, goes through it in order.
struct SampleHistory {
  /// So many places a series, a power of two; used as a ring.
  private var depth = 0
  private var places: [StoredSample] = []
  /// How many samples each series has had.
  private var counts: [UInt32] = []

  private static let free = StoredSample(time: 0, value: 0)

  /// Makes room for another series.
  mutating func addSeries() { counts.append(0) }

  /// Makes room for so many series in all.
  mutating func reserve(_ count: Int) { counts.reserveCapacity(count) }

  /// Adds a sample to a series; beyond `limit`, a power of two, the oldest is forgotten.
  @inline(__always)
  mutating func append(_ sample: StoredSample, to series: Int, limit: Int) {
    let count = Int(counts[series])
    if depth > limit || (count >= depth && depth < limit) || places.count < counts.count * depth {
      makeRoom(for: count, limit: limit)
    }
    places[series * depth + (count & (depth - 1))] = sample
    counts[series] &+= 1
  }

  /// The samples of a series, oldest first.
  func samples(of series: Int) -> [StoredSample] { kept(of: series).map { place($0, of: series) } }

  /// The last sample of a series at or before a time.
  func sample(of series: Int, at time: Int64) -> StoredSample? {
    kept(of: series).reversed().lazy.map { place($0, of: series) }.first { $0.time <= time }
  }

  private func kept(of series: Int) -> Range<Int> {
    let count = Int(counts[series])
    return max(0, count - depth)..<count
  }

  private func place(_ number: Int, of series: Int) -> StoredSample {
    places[series * depth + (number & (depth - 1))]
  }

  private mutating func makeRoom(for count: Int, limit: Int) {
    let wanted = min(limit, count >= depth ? max(1, depth * 2) : depth)
    guard wanted != depth else {
      places.append(contentsOf: repeatElement(Self.free, count: counts.count * depth - places.count))
      return
    }
    var moved = [StoredSample](repeating: Self.free, count: counts.count * wanted)
    // Series that came later than the last move have no places yet, and no samples.
    for series in counts.indices where counts[series] > 0 {
      for number in kept(of: series).suffix(wanted) {
        moved[series * wanted + (number & (wanted - 1))] = place(number, of: series)
      }
    }
    places = moved
    depth = wanted
  }
}
