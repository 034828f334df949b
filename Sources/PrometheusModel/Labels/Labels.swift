/// A set of labels as Prometheus keeps one: sorted by name, no empty values, compared byte by byte.
///
/// Strings of Swift are equal when they are canonically equivalent; Prometheus compares bytes, and so does
/// this type. Source: prometheus/prometheus model/labels/labels_common.go, 3.5.
public struct Labels: Sendable {
  /// The labels, sorted by the bytes of their names.
  public private(set) var pairs: [(name: String, value: String)]

  /// Makes labels of names and values; an empty value is the same as none.
  public init(_ pairs: [String: String] = [:]) {
    self.pairs = pairs.filter { !$0.value.isEmpty }.map { (name: $0.key, value: $0.value) }
    self.pairs.sort { Bytes.precede($0.name, $1.name) }
  }

  /// Makes labels of pairs in any order; of two with one name, the later counts.
  public init(_ pairs: some Sequence<(name: String, value: String)>) {
    self.pairs = []
    for (name, value) in pairs { self[name] = value }
  }

  /// Joins labels that are each sorted by the bytes of their names; where both have one, the second's value counts.
  init(joining first: [MetaLabels.Pair], _ second: [MetaLabels.Pair]) {
    pairs = []
    pairs.reserveCapacity(first.count + second.count)
    var index = 0
    func take(_ pair: MetaLabels.Pair) {
      if !pair.value.isEmpty { pairs.append((name: pair.name, value: pair.value)) }
    }
    for pair in second {
      while index < first.count, Bytes.precede(first[index].name, pair.name) {
        take(first[index])
        index += 1
      }
      if index < first.count, Bytes.equal(first[index].name, pair.name) { index += 1 }
      take(pair)
    }
    for pair in first[index...] { take(pair) }
  }

  /// The labels with others where there is none of the name.
  func adding(missing others: [(name: String, value: String)]) -> Labels {
    var result = Labels()
    result.pairs.reserveCapacity(pairs.count + others.count)
    var index = 0
    for other in others.sorted(by: { Bytes.precede($0.name, $1.name) }) where !other.value.isEmpty {
      while index < pairs.count, Bytes.precede(pairs[index].name, other.name) {
        result.pairs.append(pairs[index])
        index += 1
      }
      if index < pairs.count, Bytes.equal(pairs[index].name, other.name) { continue }
      result.pairs.append(other)
    }
    result.pairs.append(contentsOf: pairs[index...])
    return result
  }

  /// Whether there is no label.
  public var isEmpty: Bool { pairs.isEmpty }

  /// How many labels there are.
  public var count: Int { pairs.count }

  /// The value of the label; setting nil or an empty string removes it.
  public subscript(name: String) -> String? {
    get { index(of: name).map { pairs[$0].value } }
    set {
      let value = newValue ?? ""
      if let index = index(of: name) {
        if value.isEmpty { pairs.remove(at: index) } else { pairs[index].value = value }
      } else if !value.isEmpty {
        pairs.insert((name: name, value: value), at: insertionIndex(for: name))
      }
    }
  }

  /// Removes every label that the condition holds for.
  public mutating func removeAll(where condition: (_ name: String, _ value: String) -> Bool) {
    pairs.removeAll { condition($0.name, $0.value) }
  }

  /// Without the labels that only relabelling sees, `__meta_…`.
  ///
  /// Source: prometheus/prometheus scrape/target.go `PopulateLabels`, 3.5.
  public func withoutMeta() -> Labels { without(prefix: "__meta_") }

  /// Without every internal label, `__…`: what a target shows and its series carry.
  ///
  /// Source: prometheus/prometheus scrape/target.go `Target.Labels`, 3.5.
  public func withoutReserved() -> Labels { without(prefix: "__") }

  private func without(prefix: String) -> Labels {
    // In memory of its own that is just large enough: there is a set of these for every target.
    var result = Labels()
    result.pairs.reserveCapacity(pairs.count { !Bytes.startsWith($0.name, prefix) })
    for pair in pairs where !Bytes.startsWith(pair.name, prefix) { result.pairs.append(pair) }
    return result
  }

  /// Where the label stands: lengths are compared first, so a short scan beats a search.
  private func index(of name: String) -> Int? {
    let length = name.utf8.count
    for index in pairs.indices where pairs[index].name.utf8.count == length {
      if Bytes.equal(pairs[index].name, name) { return index }
    }
    return nil
  }

  private func insertionIndex(for name: String) -> Int {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if Bytes.precede(pairs[middle].name, name) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Labels: Hashable {
  /// Whether both have the same labels, byte by byte.
  public static func == (left: Labels, right: Labels) -> Bool {
    guard left.pairs.count == right.pairs.count else { return false }
    for (one, other) in zip(left.pairs, right.pairs)
    where !Bytes.equal(one.name, other.name) || !Bytes.equal(one.value, other.value) { return false }
    return true
  }

  /// Hashes the bytes of names and values.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(pairs.count)
    for (name, value) in pairs {
      Bytes.hash(name, into: &hasher)
      Bytes.hash(value, into: &hasher)
    }
  }
}

extension Labels: ExpressibleByDictionaryLiteral {
  /// Names.
  public typealias Key = String
  /// Values.
  public typealias Value = String

  /// Makes labels of a literal; of two with one name, the later counts.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.lazy.map { (name: $0.0, value: $0.1) })
  }
}

extension Labels: Codable {
  /// Reads an object of names and values.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode([String: String].self))
  }

  /// Writes an object of names and values, in order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: NameKey.self)
    for (name, value) in pairs { try container.encode(value, forKey: NameKey(stringValue: name)) }
  }

  private struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}

extension Labels: CustomStringConvertible {
  /// As Prometheus prints them: `{job="app", "odd.name"="x"}`.
  public var description: String {
    var text = "{"
    for (index, pair) in pairs.enumerated() {
      if index > 0 { text += ", " }
      text += LabelName.isValidLegacy(pair.name) ? pair.name : Quoting.quoted(pair.name)
      text += "=" + Quoting.quoted(pair.value)
    }
    return text + "}"
  }
}
