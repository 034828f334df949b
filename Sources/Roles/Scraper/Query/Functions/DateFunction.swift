/// Functions that take a time apart, in UTC.
///
/// Source: prometheus/prometheus `promql/functions.go`, `dateWrapper`, 3.5.0.
enum DateFunction {
  /// The names of all.
  static let names: Set<String> = [
    "days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year",
  ]

  /// What the function says of a time in seconds since 1970.
  static func value(_ name: String, _ time: Double) -> Double {
    // What is no integer becomes the least one, whose date wraps around to 292277026596-12-04T15:30:08Z.
    let (days, second) =
      Int64(exactly: time.rounded(.towardZero)).map { RFC3339.floorDivided($0, 86_400) }
      ?? (106_751_991_167_300, 55_808)
    let (year, month, day) = RFC3339.civil(days)
    let number: Int64 =
      switch name {
      case "hour": second / 3600
      case "minute": second / 60 % 60
      case "day_of_month": day
      case "month": month
      case "year": year
      case "day_of_week": RFC3339.floorDivided(days + 4, 7).1
      case "day_of_year": days - RFC3339.days(year, 1, 1) + 1
      default: RFC3339.days(month == 12 ? year + 1 : year, month % 12 + 1, 1) - RFC3339.days(year, month, 1)
      }
    return Double(number)
  }
}
