/// An exposition as applications have them: counters, gauges and histograms with five labels each, HELP and TYPE.
struct SampleExposition {
  /// The bytes of the next scrape.
  private(set) var bytes: [UInt8] = []
  let isOpenMetrics: Bool
  private var valueOffsets: [Int] = []
  private var round = 0

  /// Every value is written with so many digits, so that it can be overwritten in place.
  private static let digits = 7

  var contentType: String {
    isOpenMetrics
      ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
      : "text/plain; version=0.0.4; charset=utf-8"
  }

  init(series count: Int, isOpenMetrics: Bool) {
    self.isOpenMetrics = isOpenMetrics
    // Few families with many series, as kube-state-metrics has them; a multiple of a histogram's twelve lines.
    let perFamily = max(120, count / 200 / 12 * 12)
    var family = 0
    while valueOffsets.count < count {
      let wanted = min(perFamily, count - valueOffsets.count)
      // Half counters, a quarter each of gauges and histograms.
      switch family % 4 {
      case 1: addGauges(family, wanted)
      case 3 where wanted % 12 == 0: addHistograms(family, wanted / 12)
      default: addCounters(family, wanted)
      }
      family += 1
    }
    if isOpenMetrics { add("# EOF\n") }
    advance()
  }

  /// Gives every series another value, so that no scrape is like the last one.
  mutating func advance() {
    round += 1
    for (index, offset) in valueOffsets.enumerated() {
      var number = 1_000_000 + (index &* 7919 &+ round &* (1 + index % 97)) % 9_000_000
      for digit in stride(from: Self.digits - 1, through: 0, by: -1) {
        bytes[offset + digit] = UInt8(ascii: "0") + UInt8(number % 10)
        number /= 10
      }
    }
  }

  private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func addHead(_ name: String, _ type: String, _ help: String) {
    add("# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
  }

  private mutating func addValue(prefix: String = "") {
    add(" " + prefix)
    valueOffsets.append(bytes.count)
    add(String(repeating: "0", count: Self.digits) + "\n")
  }

  /// Labels that no other series of the family has.
  private static func labels(_ index: Int) -> String {
    let method = ["GET", "POST", "PUT", "DELETE"][index % 4]
    let handler = index / 4 % 50
    let pod = index / 200
    return
      "method=\"\(method)\",handler=\"/api/v1/resource/\(handler)\",pod=\"cart-6c8f7d9b4-\(10_000 + pod)\","
      + "zone=\"eu-west-1\(["a", "b", "c"][pod % 3])\""
  }

  private mutating func addCounters(_ family: Int, _ count: Int) {
    let name = "http_requests_\(family)"
    addHead(isOpenMetrics ? name : name + "_total", "counter", "Requests that were answered, by their outcome.")
    for index in 0..<count {
      let code = ["200", "404", "500"][index % 3]
      add("\(name)_total{code=\"\(code)\",\(Self.labels(index))}")
      addValue()
    }
  }

  private mutating func addGauges(_ family: Int, _ count: Int) {
    let name = "queue_fill_ratio_\(family)"
    addHead(name, "gauge", "How full the queue is, from 0 to 1.")
    for index in 0..<count {
      add("\(name){queue=\"q-\(index % 7)\",\(Self.labels(index))}")
      addValue(prefix: "0.")
    }
  }

  private mutating func addHistograms(_ family: Int, _ count: Int) {
    let name = "http_request_duration_seconds_\(family)"
    addHead(name, "histogram", "How long requests took, in seconds.")
    let one = isOpenMetrics ? "1.0" : "1"
    for index in 0..<count {
      for bound in ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", one, "2.5", "+Inf"] {
        add("\(name)_bucket{\(Self.labels(index)),le=\"\(bound)\"}")
        addValue()
      }
      for suffix in ["_sum", "_count"] {
        add("\(name)\(suffix){\(Self.labels(index))}")
        addValue()
      }
    }
  }
}
