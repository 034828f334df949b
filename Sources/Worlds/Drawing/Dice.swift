/// Choices, one after another, from one seed.
///
/// The standard library's own methods for random values may change their use of a generator between releases,
/// so these are our own.
struct Dice: Sendable {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// A number from 0 up to `bound`, which is not among them.
  mutating func below(_ bound: Int) -> Int { bound <= 1 ? 0 : Int(generator.next() % UInt64(bound)) }

  /// A number of a range.
  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// Whether something of so many in a hundred happens.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of several.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  /// One of several that have weights.
  mutating func one<Element>(weighted elements: [(Int, Element)]) -> Element {
    var rest = below(elements.reduce(0) { $0 + $1.0 })
    for (weight, element) in elements {
      if rest < weight { return element }
      rest -= weight
    }
    return elements[elements.count - 1].1
  }

  /// Several different ones, in an order of their own; as many as there are, if that is fewer.
  mutating func some<Element>(_ count: Int, of elements: [Element]) -> [Element] {
    var rest = elements
    var chosen: [Element] = []
    while chosen.count < count, !rest.isEmpty { chosen.append(rest.remove(at: below(rest.count))) }
    return chosen
  }

  /// A value that is made so many in a hundred times.
  mutating func maybe<Value>(_ percent: Int, _ make: (inout Dice) -> Value) -> Value? {
    chance(percent) ? make(&self) : nil
  }
}
