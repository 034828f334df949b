import Exposition
import PrometheusModel

/// Writes JSON as Go's encoder does, keys in the order given.
///
/// Source: golang/go `src/encoding/json/encode.go`: `<`, `>`, `&`, U+2028 and U+2029 are escaped.
struct JSONWriter {
  /// The text so far.
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// Writes an object; the body writes its members.
  mutating func object(_ body: (inout JSONWriter) -> Void) { wrap("{", "}", body) }

  /// Writes an array; the body writes its elements.
  mutating func array(_ body: (inout JSONWriter) -> Void) { wrap("[", "]", body) }

  /// Writes a key; its value comes next.
  mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string.
  mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  /// Writes what is JSON already.
  mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a member with a string.
  mutating func member(_ name: String, _ text: String) {
    key(name)
    string(text)
  }

  /// Writes labels as an object.
  mutating func labels(_ labels: Labels) {
    object { writer in
      for (name, value) in labels.pairs { writer.member(name, value) }
    }
  }

  /// Writes an array of strings.
  mutating func strings(_ texts: some Sequence<String>) {
    array { writer in
      for text in texts { writer.string(text) }
    }
  }

  /// Writes a time as seconds with as many decimals as there are.
  ///
  /// Source: prometheus/prometheus `util/jsonutil/marshal.go`, `MarshalTimestamp`, 3.5.0.
  mutating func timestamp(_ milliseconds: Int64) {
    let magnitude = milliseconds.magnitude
    var text = (milliseconds < 0 ? "-" : "") + "\(magnitude / 1000)"
    let fraction = magnitude % 1000
    if fraction != 0 { text += "." + (fraction < 100 ? "0" : "") + (fraction < 10 ? "0" : "") + "\(fraction)" }
    raw(text)
  }

  /// Writes a sample: `[time, "value"]`.
  mutating func point(_ milliseconds: Int64, _ value: Double) {
    array { writer in
      writer.timestamp(milliseconds)
      writer.string(apiFloatText(value))
    }
  }

  /// Writes a native histogram: `[time, {"count": …, "sum": …, "buckets": [[rule, "lower", "upper", "count"], …]}]`.
  ///
  /// Source: prometheus/prometheus `util/jsonutil/marshal.go`, `MarshalHistogram`, 3.5.0.
  mutating func point(_ milliseconds: Int64, _ histogram: NativeHistogram) {
    array { writer in
      writer.timestamp(milliseconds)
      writer.object { writer in
        writer.member("count", apiFloatText(histogram.count))
        writer.member("sum", apiFloatText(histogram.sum))
        let buckets = histogram.buckets
        if buckets.isEmpty { return }
        writer.key("buckets")
        writer.array { writer in
          for bucket in buckets { writer.bucket(bucket) }
        }
      }
    }
  }

  private mutating func bucket(_ bucket: NativeHistogram.Bucket) {
    array { writer in
      // 0: open to the left, 1: to the right, 2: to both sides, 3: to none.
      let rule = bucket.includesUpper ? (bucket.includesLower ? 3 : 0) : (bucket.includesLower ? 1 : 2)
      writer.raw("\(rule)")
      writer.string(apiFloatText(bucket.lower))
      writer.string(apiFloatText(bucket.upper))
      writer.string(apiFloatText(bucket.count))
    }
  }

  private mutating func wrap(
    _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: open))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{8}": append("\\b")
      case "\u{C}": append("\\f")
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\0"..."\u{1F}":
        let hexadecimal = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
