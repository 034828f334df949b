/// From the text of a series in the exposition to the stored series, so that a scrape that repeats the last one
/// touches no label. One a target.
///
/// A body mostly repeats the series of the last one in the same order, so the entry behind the last hit is tried
/// before the hash table. Entries that a successful scrape did not hold are dead, as Prometheus deletes them.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `scrapeCache`, 3.5.0.
struct SeriesCache {
  /// The number of an entry.
  typealias Index = Int

  /// What is known of a text.
  struct Entry {
    fileprivate var offset: Int
    fileprivate var length: UInt32
    fileprivate var hash: UInt32
    /// The stored series; nil for one that relabelling drops.
    var series: SeriesTable.Series?
    /// The iteration that saw the text last.
    var iteration: UInt32
    /// The round that tracked the series for staleness last; 0 before.
    var trackedRound: UInt32
  }

  /// What a look-up found.
  enum Hit {
    /// The text is known.
    case known(Index)
    /// The text is not known, or no longer; it can be added at this place.
    case unknown(Place)
  }

  /// Where a text belongs that was looked for in vain; good until the next change.
  struct Place {
    fileprivate var hash: UInt32
    fileprivate var slot: Int
    /// The dead entry of the same text.
    fileprivate var dead: Index?
  }

  /// The entries, in the order of their appearance.
  private(set) var entries: [Entry] = []
  /// The number of this iteration; the first is 1.
  private(set) var iteration: UInt32 = 1
  /// The number of this round: unlike iterations, every scrape is one.
  private(set) var round: UInt32 = 1
  /// Entries last seen before this iteration are dead.
  private var aliveSince: UInt32 = 0
  private var successCount = 0

  private var text: [UInt8] = []
  private var slots: [UInt32] = []
  private var expected = 0

  /// Looks for a text that relabelling did not reject, or did.
  @inline(__always)
  mutating func find(_ bytes: UnsafeRawBufferPointer) -> Hit {
    if expected < entries.count, holds(expected, bytes) {
      let index = expected
      expected += 1
      return hit(index, Place(hash: 0, slot: 0, dead: index))
    }
    return findByHash(bytes)
  }

  /// Marks an entry as seen; true if this iteration saw it already.
  @inline(__always)
  mutating func see(_ index: Index) -> Bool {
    let isRepeated = entries[index].iteration == iteration
    entries[index].iteration = iteration
    return isRepeated
  }

  /// Follows the series of an entry for staleness.
  @inline(__always)
  mutating func track(_ index: Index) { entries[index].trackedRound = round }

  /// Adds a text, or gives a dead one a new life. `series` is nil for what relabelling drops.
  mutating func add(
    _ bytes: UnsafeRawBufferPointer, at place: Place, series: SeriesTable.Series?
  ) -> Index {
    if let index = place.dead {
      entries[index].series = series
      entries[index].iteration = iteration
      expected = index + 1
      return index
    }
    slots[place.slot] = UInt32(truncatingIfNeeded: entries.count + 1)
    entries.append(
      Entry(
        offset: text.count, length: UInt32(truncatingIfNeeded: bytes.count), hash: place.hash, series: series,
        iteration: iteration, trackedRound: 0))
    text.append(contentsOf: bytes)
    expected = entries.count
    return entries.count - 1
  }

  /// The series that the last round followed and this one does not: they are gone from the body.
  func vanished() -> [SeriesTable.Series] {
    let candidates = entries.filter { $0.trackedRound != 0 && $0.trackedRound &+ 1 == round }
      .compactMap(\.series)
    if candidates.isEmpty { return [] }
    // Another spelling of the same labels keeps a series alive.
    let present = Set(entries.lazy.filter { $0.trackedRound == round }.compactMap(\.series))
    return Array(Set(candidates).subtracting(present))
  }

  /// Ends a scrape. `isFlushing` after one that brought samples: what it did not hold is forgotten.
  /// `countsIteration` is false for what older versions do not count.
  mutating func endRound(isFlushing: Bool, countsIteration: Bool) {
    var isFlushing = isFlushing
    let alive = entries.count
    if isFlushing {
      successCount = entries.count { $0.iteration == iteration }
    } else if alive > successCount * 2 + 1000 {
      // Texts that only failed scrapes hold must not pile up.
      isFlushing = true
    }
    if isFlushing { aliveSince = iteration }
    if isFlushing || countsIteration { iteration &+= 1 }
    round &+= 1
    expected = 0
    if entries.count > successCount * 2 + 1000 { compact() }
  }

  /// Makes room for so many texts at once, so that a first great body does not grow the table step by step.
  mutating func reserve(entries count: Int, textBytes: Int) {
    guard entries.isEmpty else { return }
    entries.reserveCapacity(count)
    text.reserveCapacity(textBytes)
    var capacity = 64
    while capacity < count * 2 + 2 { capacity *= 2 }
    rebuildSlots(capacity: capacity)
  }

  // MARK: The table

  @inline(__always)
  private func holds(_ index: Index, _ bytes: UnsafeRawBufferPointer) -> Bool {
    let offset = entries[index].offset
    guard Int(entries[index].length) == bytes.count, let base = bytes.baseAddress else { return false }
    return text.withUnsafeBytes { held in
      guard let own = held.baseAddress else { return false }
      return areEqual(own + offset, base, count: bytes.count)
    }
  }

  private func hit(_ index: Index, _ place: Place) -> Hit {
    entries[index].iteration >= aliveSince ? .known(index) : .unknown(place)
  }

  private mutating func findByHash(_ bytes: UnsafeRawBufferPointer) -> Hit {
    if entries.count * 2 >= slots.count { rebuildSlots(capacity: max(64, slots.count * 2)) }
    let hash = UInt32(truncatingIfNeeded: hashBytes(bytes))
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if entries[index].hash == hash, holds(index, bytes) {
        expected = index + 1
        return hit(index, Place(hash: hash, slot: slot, dead: index))
      }
      slot = (slot + 1) & mask
    }
    return .unknown(Place(hash: hash, slot: slot, dead: nil))
  }

  private mutating func rebuildSlots(capacity: Int) {
    slots = [UInt32](repeating: 0, count: capacity)
    for (index, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & (capacity - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
  }

  /// Leaves dead entries behind; those that the last round tracked stay, to be marked stale.
  private mutating func compact() {
    var kept: [Entry] = []
    var keptText: [UInt8] = []
    for var entry in entries where entry.iteration >= aliveSince || entry.trackedRound &+ 1 == round {
      let range = entry.offset..<entry.offset + Int(entry.length)
      entry.offset = keptText.count
      keptText.append(contentsOf: text[range])
      kept.append(entry)
    }
    guard kept.count < entries.count else { return }
    entries = kept
    text = keptText
    var capacity = 64
    while capacity < kept.count * 2 + 2 { capacity *= 2 }
    rebuildSlots(capacity: capacity)
  }
}
