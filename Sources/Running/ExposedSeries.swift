import Contract
import Exposition

/// The series of a body, as far as it is an exposition.
enum ExposedSeries {
  /// - Returns: the series, and why there are not more.
  static func read(_ body: [UInt8], contentType: String?) -> (series: [ObservedSeries], error: String?) {
    // What a body is, its own last line says best: an application may send any Content-Type, or none.
    let isOpenMetrics = contentType?.contains("openmetrics") ?? false
    var series: [ObservedSeries] = []
    let error: ExpositionError? = body.withUnsafeBytes { buffer in
      var parser = ExpositionParser(
        buffer, format: isOpenMetrics ? .openMetrics100 : .text004, dialect: .latest)
      do throws(ExpositionError) {
        while let entry = try parser.next() {
          guard case .series = entry else { continue }
          let sample = parser.sample()
          var labels = ["__name__": sample.name]
          for label in sample.labels { labels[label.name] = label.value }
          series.append(ObservedSeries(labels: labels, value: sample.value))
        }
        return nil
      } catch {
        return error
      }
    }
    return (series, error?.message)
  }
}
