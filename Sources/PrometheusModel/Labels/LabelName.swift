/// Names of labels and metrics, and which ones are valid.
///
/// Source: prometheus/common model/metric.go `LabelName.IsValid`, `IsValidMetricName`, 0.66.
public enum LabelName {
  /// The name of the label that holds the metric's name.
  public static let metricName = "__name__"
  /// The label that holds the job.
  public static let job = "job"
  /// The label that holds the instance, by default the address.
  public static let instance = "instance"
  /// The address of a target, `host:port`.
  public static let address = "__address__"
  /// The scheme of a target's URL.
  public static let scheme = "__scheme__"
  /// The path of a target's URL.
  public static let metricsPath = "__metrics_path__"
  /// How often a target is scraped.
  public static let scrapeInterval = "__scrape_interval__"
  /// How long a scrape may take.
  public static let scrapeTimeout = "__scrape_timeout__"
  /// What the labels of URL parameters begin with.
  public static let parameterPrefix = "__param_"
  /// What the labels of discovery begin with.
  public static let metaPrefix = "__meta_"

  /// Whether the name matches `[a-zA-Z_][a-zA-Z0-9_]*`.
  public static func isValidLegacy(_ name: String) -> Bool { isValid(name, colons: false) }

  /// Whether the name matches `[a-zA-Z_:][a-zA-Z0-9_:]*`.
  public static func isValidLegacyMetric(_ name: String) -> Bool { isValid(name, colons: true) }

  private static func isValid(_ name: String, colons: Bool) -> Bool {
    var isFirst = true
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if isFirst { return false }
      case UInt8(ascii: ":"): if !colons { return false }
      default: return false
      }
      isFirst = false
    }
    return !isFirst
  }
}
