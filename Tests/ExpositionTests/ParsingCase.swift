import Exposition
import Testing

/// What one exposition must give: its samples in the writing of `describe`, or Prometheus' error.
struct ParsingCase: Sendable, CustomTestStringConvertible {
  var title: String
  var input: [UInt8]
  var format = ExpositionFormat.text004
  var dialect = ExpositionDialect.latest
  var samples: [String] = []
  var error: String?

  var testDescription: String { title }

  static func text(
    _ title: String, _ input: String, _ samples: String..., version: (Int, Int) = (3, 14), error: String? = nil
  ) -> Self {
    ParsingCase(
      title: "text: \(title)", input: Array(input.utf8),
      dialect: ExpositionDialect(major: version.0, minor: version.1),
      samples: samples, error: error)
  }

  static func openMetrics(
    _ title: String, _ input: String, _ samples: String..., version: (Int, Int) = (3, 14), error: String? = nil
  ) -> Self {
    ParsingCase(
      title: "openmetrics: \(title)", input: Array(input.utf8), format: .openMetrics100,
      dialect: ExpositionDialect(major: version.0, minor: version.1), samples: samples, error: error)
  }

  /// Parses the input; what was read before an error is kept.
  func run() -> (samples: [String], error: String?) {
    input.withUnsafeBytes { bytes in
      var parser = ExpositionParser(bytes, format: format, dialect: dialect)
      var samples: [String] = []
      do throws(ExpositionError) {
        while let entry = try parser.next() {
          if entry == .series { samples.append(describe(parser.sample())) }
        }
        return (samples, nil)
      } catch {
        return (samples, error.message)
      }
    }
  }
}

/// `name{a="b"} 1 @ms # {t="x"} 2 @ms`, values as the HTTP API writes them.
func describe(_ sample: Sample) -> String {
  var text = sample.name + braces(sample.labels) + " " + apiFloatText(sample.value)
  if let time = sample.timestampMilliseconds { text += " @\(time)" }
  if let exemplar = sample.exemplar {
    text += " # \(braces(exemplar.labels)) \(apiFloatText(exemplar.value))"
    if let time = exemplar.timestampMilliseconds { text += " @\(time)" }
  }
  return text
}

private func braces(_ labels: [LabelPair]) -> String {
  labels.isEmpty ? "" : "{" + labels.map { "\($0.name)=\(goQuoted($0.value))" }.joined(separator: ",") + "}"
}
