import Contract
import FoundationEssentials

/// Event lines as they come over the pipe.
enum EventLine {
  /// Whether a line can be one that the runner waits for. The others are decoded only when a verdict reads them.
  static func isControl(_ line: [UInt8]) -> Bool {
    markers.contains { contains(line, $0) }
  }

  static func decode(_ line: [UInt8]) -> EventRecord? {
    try? JSONDecoder().decode(EventRecord.self, from: Data(line))
  }

  private static let markers = ["\"ready\"", "\"acknowledged\"", "\"discoverySynchronised\"", "\"failed\""].map
  {
    Array($0.utf8)
  }

  private static func contains(_ line: [UInt8], _ marker: [UInt8]) -> Bool {
    guard line.count >= marker.count else { return false }
    return line.withUnsafeBufferPointer { line in
      var start = 0
      while start + marker.count <= line.count {
        guard let quote = line[start...].firstIndex(of: UInt8(ascii: "\"")),
          quote + marker.count <= line.count
        else { return false }
        var length = 1
        while length < marker.count, line[quote + length] == marker[length] { length += 1 }
        if length == marker.count { return true }
        start = quote + 1
      }
      return false
    }
  }
}
