/// Whether bytes are valid UTF-8, as Go's `utf8.Valid` has it.
func isUTF8(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
  var index = range.lowerBound
  let end = range.upperBound
  while index < end {
    let first = bytes[index]
    if first < 0x80 {
      index += 1
      continue
    }
    let length: Int
    var least: UInt8 = 0x80
    var most: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, least) = (3, 0xA0)
    case 0xED: (length, most) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, least) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, most) = (4, 0x8F)
    default: return false
    }
    guard index + length <= end, bytes[index + 1] >= least, bytes[index + 1] <= most else { return false }
    for continuation in index + 2..<max(index + length, index + 2) where bytes[continuation] & 0xC0 != 0x80 {
      return false
    }
    index += length
  }
  return true
}
