import Exposition
import PrometheusModel
import Wire

/// The parameters of a request, from its query and, with POST, its form.
struct APIParameters {
  private var items: [(name: String, value: String)]
  private let version: PrometheusVersion

  /// Takes the parameters of a request; a form comes before the query, as in Go.
  init(_ request: HTTPRequest, version: PrometheusVersion) {
    self.version = version
    let isForm = request.headers["Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") ?? false
    let form =
      request.method == "POST" && isForm
      ? FormEncoding.items(String(decoding: request.body, as: UTF8.self)) : []
    items = form + request.queryItems
  }

  /// The first value of a parameter; empty if there is none.
  subscript(name: String) -> String { items.first { $0.name == name }?.value ?? "" }

  /// All values of a parameter.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

  /// A time in milliseconds since 1970, the default if it is not given.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `parseTimeParam`, 3.5.0.
  func time(_ name: String, default fallback: Int64) throws(APIError) -> Int64 {
    let text = self[name]
    if text.isEmpty { return fallback }
    do throws(APIError) { return try Self.time(text) } catch {
      throw .invalid(
        name,
        "\(version.writesTimeErrorsInLowerCase ? "invalid" : "Invalid") time value for '\(name)': \(error.message)"
      )
    }
  }

  /// A time that must be given.
  func requiredTime(_ name: String) throws(APIError) -> Int64 {
    do throws(APIError) { return try Self.time(self[name]) } catch { throw .invalid(name, error.message) }
  }

  /// A duration in milliseconds, as seconds or `1m30s`.
  func duration(_ name: String) throws(APIError) -> Int64 {
    do throws(APIError) { return try bareDuration(name) } catch { throw .invalid(name, error.message) }
  }

  /// A duration in milliseconds; the error does not name the parameter.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `parseDuration`, 3.5.0.
  func bareDuration(_ name: String) throws(APIError) -> Int64 {
    let text = self[name]
    if let seconds = try? goFloat(text.utf8),
      let milliseconds = Int64(exactly: (seconds * 1000).rounded(.towardZero)),
      abs(milliseconds) <= Int64.max / 1_000_000
    {
      return milliseconds
    } else if (try? goFloat(text.utf8)) != nil {
      throw APIError(.badData, "cannot parse \(goQuoted(text)) to a valid duration. It overflows int64")
    }
    guard let duration = PromQLDuration.milliseconds(text) else {
      throw APIError(.badData, "cannot parse \(goQuoted(text)) to a valid duration")
    }
    return duration
  }

  /// The most results; 0 is no limit.
  func limit() throws(APIError) -> Int {
    let text = self["limit"]
    if text.isEmpty { return 0 }
    guard let limit = Int(text) else {
      throw .invalid("limit", "strconv.Atoi: parsing \(goQuoted(text)): invalid syntax")
    }
    guard limit >= 0 else {
      throw .invalid("limit", version.saysNonNegative ? "limit must be non-negative" : "limit must be positive")
    }
    return limit
  }

  /// The selectors of `match[]`, each of which must select by something.
  ///
  /// Source: prometheus/prometheus `web/api/v1/api.go`, `parseMatchersParam`, 3.5.0.
  func selectors(namesParameter: Bool) throws(APIError) -> [SeriesSelector] {
    do throws(APIError) {
      var selectors: [SeriesSelector] = []
      for text in all("match[]") {
        let selector = try self.selector(text, nil)
        guard selector.matchers.contains(where: { !$0.matches("") }) else {
          throw APIError(.badData, "match[] must contain at least one non-empty matcher")
        }
        selectors.append(selector)
      }
      return selectors
    } catch {
      throw namesParameter ? .invalid("match[]", error.message) : error
    }
  }

  /// A selector by itself; the error names the parameter, if it is given.
  func selector(_ text: String, _ parameter: String?) throws(APIError) -> SeriesSelector {
    do throws(QueryError) { return try QueryParser.selector(text, version: version) } catch {
      throw parameter.map { .invalid($0, error.message) } ?? APIError(.badData, error.message)
    }
  }

  private static func time(_ text: String) throws(APIError) -> Int64 {
    if let seconds = try? goFloat(text.utf8), seconds.isFinite, abs(seconds) < 1e15 {
      return Int64((seconds * 1000).rounded())
    }
    guard let milliseconds = RFC3339.milliseconds(text) else {
      throw APIError(.badData, "cannot parse \(goQuoted(text)) to a valid timestamp")
    }
    return milliseconds
  }
}

/// Durations as PromQL and the configuration write them: `1h30m`, `500ms`.
///
/// Source: prometheus/common `model/time.go`, `ParseDuration`.
enum PromQLDuration {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ("ms", 1),
  ]

  /// The milliseconds of a duration; nil if it is none. Units stand from great to small, each once.
  static func milliseconds(_ text: String) -> Int64? {
    if text == "0" { return 0 }
    var rest = Substring(text)
    var total: Int64 = 0
    var next = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let name = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(name.count)
      guard let count = Int64(digits), let unit = units[next...].firstIndex(where: { $0.name == name }) else {
        return nil
      }
      let (part, overflow) = count.multipliedReportingOverflow(by: units[unit].milliseconds)
      let (sum, overflows) = total.addingReportingOverflow(part)
      if overflow || overflows { return nil }
      total = sum
      next = unit + 1
    }
    return text.isEmpty ? nil : total
  }
}
