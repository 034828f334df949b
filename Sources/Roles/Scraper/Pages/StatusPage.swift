import PrometheusModel
import Wire

/// The frame of the pages for people: title, navigation, search.
enum StatusPage {
  /// A page with a body.
  static func response(
    title: String, path: String, summary: [(text: String, style: String)], _ body: (inout HTMLWriter) -> Void
  ) -> HTTPResponse {
    let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
    var writer = HTMLWriter()
    writer.raw("<!DOCTYPE html>\n")
    writer.element("html", ["lang": "en"]) { writer in
      writer.element("head") { writer in
        writer.open("meta", ["charset": "utf-8"])
        writer.open("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        writer.element("title", text: "\(title) · MeshScrape")
        writer.element("style") { $0.raw(PageStyle.sheet) }
      }
      writer.element("body") { writer in
        writer.element("a", ["class": "skip", "href": "#content"], text: "To the content")
        header(title, path, summary, &writer)
        writer.element("main", ["id": "content"]) { body(&$0) }
        writer.element("script", ["nonce": nonce]) { $0.raw(PageStyle.script) }
      }
    }
    // Nothing from elsewhere is loaded, and nothing that a target says can become a script.
    return HTTPResponse(
      headers: [
        "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
        "Content-Security-Policy":
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'",
      ], text: writer.text)
  }

  private static func header(
    _ title: String, _ path: String, _ summary: [(text: String, style: String)], _ writer: inout HTMLWriter
  ) {
    writer.element("header") { writer in
      writer.element("div", ["class": "bar"]) { writer in
        writer.element("span", ["class": "brand"], text: "MeshScrape scraper")
        writer.element("nav", ["aria-label": "Pages"]) { writer in
          for (name, target) in [("Targets", "/targets"), ("Service discovery", "/service-discovery")] {
            writer.element("a", ["href": target, "aria-current": target == path ? "page" : nil], text: name)
          }
          for (name, target) in [
            ("Configuration", "/api/v1/status/config"), ("Targets as JSON", "/api/v1/targets"),
          ] { writer.element("a", ["href": target, "class": "minor"], text: name) }
        }
      }
      writer.element("div", ["class": "bar"]) { writer in
        writer.element("h1", text: title)
        writer.element("p", ["class": "summary"]) { writer in
          for (text, style) in summary { writer.element("span", ["class": "badge \(style)"], text: text) }
        }
        writer.element("div", ["class": "search", "role": "search"]) { writer in
          writer.element("label", ["for": "filter"], text: "Filter by text")
          writer.open(
            "input",
            [
              "id": "filter", "type": "search", "autocomplete": "off", "spellcheck": "false",
              "placeholder": "label, value, URL, error …",
            ])
          writer.element("output", ["id": "matches", "for": "filter", "aria-live": "polite"])
        }
      }
    }
  }

  /// Labels, one beside the other; those that are named are marked.
  static func labels(
    _ labels: Labels, marked: Set<String> = [], removed: [(name: String, value: String)] = [],
    _ writer: inout HTMLWriter
  ) {
    if labels.isEmpty, removed.isEmpty { return writer.element("span", ["class": "none"], text: "none") }
    writer.element("ul", ["class": "labels"]) { writer in
      for (name, value) in labels.pairs {
        label(name, value, marked.contains(name) ? "changed" : nil, &writer)
      }
      for (name, value) in removed { label(name, value, "removed", &writer) }
    }
  }

  private static func label(_ name: String, _ value: String, _ style: String?, _ writer: inout HTMLWriter) {
    writer.element("li", ["class": style]) { writer in
      if style == "removed" { writer.element("span", ["class": "unseen"], text: "removed: ") }
      if style == "changed" { writer.element("span", ["class": "unseen"], text: "set: ") }
      writer.element("b", text: name)
      writer.text("=\"\(value)\"")
    }
  }

  /// A link, if it leads to a page that a browser may open.
  static func link(_ url: String, _ writer: inout HTMLWriter) {
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      return writer.element("code", text: url)
    }
    writer.element("a", ["href": url, "rel": "noreferrer"], text: url)
  }
}
