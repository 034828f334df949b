/// Strings by number: every label name and value of the store is kept once.
///
/// Numbers stay; nothing is ever removed, as a run is short and its strings repeat.
struct SymbolTable {
  /// The number of a string.
  typealias Symbol = UInt32

  private var bytes: [UInt8] = []
  /// Where each string begins; one more for the end of the last.
  private var starts: [Int] = [0]
  /// The first eight bytes of each string, so that most comparisons read nothing else.
  private var prefixes: [UInt64] = []
  /// Open addressing: the upper half of the hash, and the number plus one; 0 is free.
  private var slots = [UInt64](repeating: 0, count: 1024)

  /// How many strings there are.
  var count: Int { prefixes.count }

  /// The number of a string, a new one if it is new.
  mutating func intern(_ string: UnsafeRawBufferPointer) -> Symbol {
    let hash = hashBytes(string)
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if slots[slot] >> 32 == hash >> 32 {
        let symbol = Symbol(truncatingIfNeeded: slots[slot]) &- 1
        if equals(symbol, string) { return symbol }
      }
      slot = (slot + 1) & mask
    }
    let symbol = Symbol(truncatingIfNeeded: prefixes.count)
    slots[slot] = (hash >> 32) << 32 | UInt64(symbol &+ 1)
    bytes.append(contentsOf: string)
    starts.append(bytes.count)
    prefixes.append(Self.prefix(of: string))
    if prefixes.count * 2 > slots.count { grow() }
    return symbol
  }

  /// The number of a string, a new one if it is new.
  mutating func intern(_ string: String) -> Symbol {
    var string = string
    return string.withUTF8 { intern(UnsafeRawBufferPointer($0)) }
  }

  /// The number of a string that may not be there.
  func find(_ string: String) -> Symbol? {
    var string = string
    return string.withUTF8 { utf8 in
      let string = UnsafeRawBufferPointer(utf8)
      let hash = hashBytes(string)
      var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[slot] != 0 {
        let symbol = Symbol(truncatingIfNeeded: slots[slot]) &- 1
        if slots[slot] >> 32 == hash >> 32, equals(symbol, string) { return symbol }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  /// The string of a number.
  func text(_ symbol: Symbol) -> String {
    String(decoding: bytes[starts[Int(symbol)]..<starts[Int(symbol) + 1]], as: UTF8.self)
  }

  /// The length of the string of a number, in bytes.
  func length(_ symbol: Symbol) -> Int { starts[Int(symbol) + 1] - starts[Int(symbol)] }

  /// Whether the left string comes first, byte by byte.
  @inline(__always)
  func precedes(_ left: Symbol, _ right: Symbol) -> Bool {
    let prefix = (prefixes[Int(left)], prefixes[Int(right)])
    if prefix.0 != prefix.1 { return prefix.0 < prefix.1 }
    return left != right && precedesInFull(left, right)
  }

  private func precedesInFull(_ left: Symbol, _ right: Symbol) -> Bool {
    bytes[starts[Int(left)]..<starts[Int(left) + 1]]
      .lexicographicallyPrecedes(bytes[starts[Int(right)]..<starts[Int(right) + 1]])
  }

  @inline(__always)
  private func equals(_ symbol: Symbol, _ string: UnsafeRawBufferPointer) -> Bool {
    let start = starts[Int(symbol)]
    guard starts[Int(symbol) + 1] - start == string.count else { return false }
    guard let base = string.baseAddress, !string.isEmpty else { return true }
    return bytes.withUnsafeBytes { held in
      guard let own = held.baseAddress else { return false }
      return areEqual(own + start, base, count: string.count)
    }
  }

  /// The first eight bytes as a number that compares as they do; shorter strings are filled up with zeros.
  private static func prefix(of string: UnsafeRawBufferPointer) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | (index < string.count ? UInt64(string[index]) : 0) }
    return prefix
  }

  private mutating func grow() {
    slots = [UInt64](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    bytes.withUnsafeBytes { held in
      for symbol in 0..<prefixes.count {
        let hash = hashBytes(UnsafeRawBufferPointer(rebasing: held[starts[symbol]..<starts[symbol + 1]]))
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = (hash >> 32) << 32 | UInt64(symbol + 1)
      }
    }
  }
}
