public import Contract

/// Series and targets as Prometheus writes them.
public enum SeriesText {
  /// `cart_items{namespace="shop"} 3`.
  public static func series(_ series: ObservedSeries) -> String {
    let selector = selector(series.labels)
    return series.value.map { "\(selector) \(number($0))" } ?? selector
  }

  /// `cart_items{namespace="shop"}`.
  public static func selector(_ labels: [String: String]) -> String {
    var labels = labels
    let name = labels.removeValue(forKey: "__name__") ?? ""
    return labels.isEmpty && !name.isEmpty ? name : name + self.labels(labels)
  }

  /// `{job="kubernetes-pods", pod="cart"}`, sorted by name.
  public static func labels(_ labels: [String: String]) -> String {
    let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
    return "{\(pairs.joined(separator: ", "))}"
  }

  /// A sample's value: `3`, `0.25`, `+Inf`, `NaN`.
  public static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if let whole = Int64(exactly: value), abs(value) < 1e16 { return "\(whole)" }
    return "\(value)"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
