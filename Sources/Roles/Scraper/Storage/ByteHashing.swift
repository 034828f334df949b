/// Hashes bytes for the tables of the scraper; eight bytes a step, seeded a process.
@inline(__always)
func hashBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  var hash = hashSeed &+ UInt64(truncatingIfNeeded: bytes.count)
  guard let base = bytes.baseAddress else { return mixed(hash, 0xE703_7ED1_A0B4_28DB) }
  let words = bytes.count & ~7
  var index = 0
  while index < words {
    hash = mixed(hash ^ base.loadUnaligned(fromByteOffset: index, as: UInt64.self), 0xD6E8_FEB8_6659_FD93)
    index += 8
  }
  var tail: UInt64 = 0
  while index < bytes.count {
    tail = tail << 8 | UInt64(bytes[index])
    index += 1
  }
  return mixed(hash ^ tail ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
}

/// Hashes a row of symbols.
@inline(__always)
func hashSymbols(_ symbols: UnsafeBufferPointer<UInt32>) -> UInt64 {
  hashBytes(UnsafeRawBufferPointer(symbols))
}

/// Whether two stretches of memory hold the same bytes.
@inline(__always)
func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, count: Int) -> Bool {
  let words = count & ~7
  var index = 0
  while index < words {
    guard
      left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        == right.loadUnaligned(fromByteOffset: index, as: UInt64.self)
    else { return false }
    index += 8
  }
  while index < count {
    guard
      left.load(fromByteOffset: index, as: UInt8.self) == right.load(fromByteOffset: index, as: UInt8.self)
    else { return false }
    index += 1
  }
  return true
}

@inline(__always)
private func mixed(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

private let hashSeed = UInt64.random(in: .min ... .max)
