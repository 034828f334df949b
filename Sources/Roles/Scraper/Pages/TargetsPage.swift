import Exposition
import PrometheusModel
import Wire

/// `/targets`: every target by job, its state, and why it is down.
struct TargetsPage {
  /// The targets.
  var views: TargetViews
  /// The time, in milliseconds since 1970.
  var now: Int64

  /// The page.
  var response: HTTPResponse {
    let counts = ["up", "down", "unknown"].map { health in
      (health: health, count: views.active.count { $0.health == health })
    }
    let dropped = views.droppedCounts.values.reduce(0, +)
    var summary = counts.filter { $0.count > 0 || $0.health == "up" }.map { health, count in
      (text: "\(count) \(health == "unknown" ? "not scraped yet" : health)", style: health)
    }
    if dropped > 0 { summary.append((text: "\(dropped) dropped", style: "dropped")) }
    return StatusPage.response(title: "Targets", path: "/targets", summary: summary) { writer in
      let pools = Set(views.active.map(\.pool)).union(views.droppedCounts.keys).sorted()
      if pools.isEmpty { writer.element("p", ["class": "empty"], text: "The configuration has no jobs.") }
      for pool in pools { section(pool, &writer) }
    }
  }

  private func section(_ pool: String, _ writer: inout HTMLWriter) {
    let targets = views.active.filter { $0.pool == pool }
    let up = targets.count { $0.health == "up" }
    let dropped = views.droppedCounts[pool] ?? 0
    writer.element("section", ["aria-label": "job \(pool)", "data-group": ""]) { writer in
      writer.element("h2") { writer in
        writer.text(pool)
        writer.text(" ")
        writer.element(
          "span", ["class": "badge \(targets.isEmpty ? "dropped" : up == targets.count ? "up" : "down")"],
          text: targets.isEmpty ? "no targets" : "\(up) of \(targets.count) up")
        if dropped > 0 {
          writer.text(" ")
          writer.element(
            "a", ["class": "minor", "href": "/service-discovery"], text: "\(dropped) dropped by relabelling")
        }
      }
      if targets.isEmpty { return }
      writer.element("table") { writer in
        writer.element("caption", ["class": "unseen"], text: "Targets of job \(pool)")
        writer.element("thead") { writer in
          writer.element("tr") { writer in
            for title in ["State", "Endpoint", "Labels", "Last scrape"] {
              writer.element("th", ["scope": "col"], text: title)
            }
          }
        }
        writer.element("tbody") { writer in
          // What is wrong comes first.
          for target in targets.filter({ $0.health != "up" }) + targets.filter({ $0.health == "up" }) {
            row(target, &writer)
          }
        }
      }
    }
  }

  private func row(_ target: ActiveTargetView, _ writer: inout HTMLWriter) {
    writer.element("tr", ["data-entry": "", "class": target.health]) { writer in
      writer.element("td") { $0.element("span", ["class": "badge \(target.health)"], text: target.health) }
      writer.element("td", ["class": "endpoint"]) { writer in
        StatusPage.link(target.url, &writer)
        if !target.lastError.isEmpty {
          writer.element("p", ["class": "error"]) { writer in
            writer.element("span", ["class": "unseen"], text: "Error: ")
            writer.text(target.lastError)
          }
        }
      }
      writer.element("td") { StatusPage.labels(target.labels, &$0) }
      writer.element("td", ["class": "when"]) { writer in
        guard let lastScrape = target.lastScrape else { return writer.text("never") }
        writer.element(
          "time", ["datetime": RFC3339.text(nanoseconds: lastScrape)],
          text: Self.age(milliseconds: now - lastScrape / 1_000_000))
        writer.element("small", text: "took \(Self.seconds(target.lastSeconds)), every \(target.interval)")
      }
    }
  }

  /// How long ago something was.
  static func age(milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds) / 1000
    switch seconds {
    case 0: return "just now"
    case ..<120: return "\(seconds) s ago"
    case ..<7200: return "\(seconds / 60) min ago"
    default: return "\(seconds / 3600) h ago"
    }
  }

  private static func seconds(_ seconds: Double) -> String {
    let microseconds = (seconds * 1e6).rounded()
    if microseconds < 10_000 { return "\(goFloatText(microseconds / 1000)) ms" }
    return microseconds < 1e6
      ? "\(Int(microseconds / 1000)) ms" : "\(goFloatText((seconds * 100).rounded() / 100)) s"
  }
}
