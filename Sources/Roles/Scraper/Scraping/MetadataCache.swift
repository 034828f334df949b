import Exposition

/// What a target has said of its metrics so far.
///
/// Source: prometheus/prometheus `scrape/scrape.go`, `scrapeCache.setType`, `setHelp`, `setUnit`, 3.5.0. Families
/// that are no longer exposed stay.
struct MetadataCache {
  private var families: [String: MetricMetadata] = [:]

  /// All families by name.
  var all: [MetricMetadata] {
    families.values.sorted { $0.family.utf8.lexicographicallyPrecedes($1.family.utf8) }
  }

  /// Takes a comment.
  mutating func note(_ entry: ExpositionParser.Entry, _ parser: ExpositionParser) {
    if case .comment = entry { return }
    let name = String(decoding: parser.bytes[parser.metadataName], as: UTF8.self)
    var metadata = families[name] ?? MetricMetadata(family: name)
    switch entry {
    case .type: metadata.type = parser.type
    case .help: metadata.help = Self.unescaped(parser.bytes[parser.metadataText])
    case .unit: metadata.unit = String(decoding: parser.bytes[parser.metadataText], as: UTF8.self)
    case .series, .comment: return
    }
    families[name] = metadata
  }

  /// Source: prometheus/prometheus `model/textparse/promparse.go`, `helpReplacer`, 3.5.0.
  private static func unescaped(_ text: some Collection<UInt8>) -> String {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if isEscaped {
        isEscaped = false
        if byte == UInt8(ascii: "n") {
          bytes.append(UInt8(ascii: "\n"))
          continue
        }
        if byte != UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else {
        bytes.append(byte)
      }
    }
    if isEscaped { bytes.append(UInt8(ascii: "\\")) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
