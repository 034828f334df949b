import Exposition

/// Writes the results of queries.
///
/// Source: prometheus/prometheus `web/api/v1/json_codec.go`, 3.5.0.
enum QueryResultWriting {
  /// Writes `resultType` and `result`.
  static func write(_ value: QueryValue, at time: Int64, to writer: inout JSONWriter) {
    switch value {
    case .scalar(let number):
      writer.member("resultType", "scalar")
      writer.key("result")
      // Source: prometheus/prometheus `promql/value.go`, `Scalar.MarshalJSON`, 3.5.0: never an exponent.
      writer.array { writer in
        writer.timestamp(time)
        writer.string(goPlainFloatText(number))
      }
    case .text(let text):
      writer.member("resultType", "string")
      writer.key("result")
      writer.array { writer in
        writer.timestamp(time)
        writer.string(text)
      }
    case .vector(let samples):
      writer.member("resultType", "vector")
      writer.key("result")
      writer.array { writer in
        for sample in samples { write(sample, at: time, to: &writer) }
      }
    case .matrix(let series):
      writer.member("resultType", "matrix")
      writer.key("result")
      writer.array { writer in
        for one in series { write(one, to: &writer) }
      }
    }
  }

  private static func write(_ sample: InstantSample, at time: Int64, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("metric")
      writer.labels(sample.labels)
      if let histogram = sample.histogram {
        writer.key("histogram")
        writer.point(time, histogram)
      } else {
        writer.key("value")
        writer.point(time, sample.value)
      }
    }
  }

  private static func write(_ series: QuerySeries, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("metric")
      writer.labels(series.labels)
      if series.points.contains(where: { $0.histogram == nil }) {
        writer.key("values")
        writer.array { writer in
          for point in series.points where point.histogram == nil { writer.point(point.time, point.value) }
        }
      }
      if series.points.contains(where: { $0.histogram != nil }) {
        writer.key("histograms")
        writer.array { writer in
          for point in series.points {
            if let histogram = point.histogram { writer.point(point.time, histogram) }
          }
        }
      }
    }
  }
}
