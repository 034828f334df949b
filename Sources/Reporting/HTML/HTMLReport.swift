public import Judging

/// The report as one HTML page that needs nothing beside it: no network, no fonts, and scripts only to filter.
public enum HTMLReport {
  /// Renders a run.
  public static func text(_ run: RunVerdict) -> String {
    let scenarios = run.scenarios.enumerated().map { HTMLScenario(number: $0.offset, verdict: $0.element) }
    let body = [header(run), filters(run), "<main>"] + scenarios.map(\.html) + ["</main>", script]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(HTMLText.text(Wording.summary(run)))</title>
      <style>
      \(HTMLStyle.sheet)
      </style>
      </head>
      <body>
      \(body.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private static func header(_ run: RunVerdict) -> String {
    let bar = Status.allCases.compactMap { status -> String? in
      let number = run.count(status)
      guard number > 0 else { return nil }
      let attributes = [("class", status.rawValue), ("style", "flex-grow:\(number)")]
      return HTMLText.element("span", attributes, "\(number) \(status.rawValue)")
    }
    return HTMLText.element(
      "header",
      HTMLText.element("h1", HTMLText.text(Wording.summary(run)))
        + HTMLText.element("div", [("class", "bar")], bar.joined())
        + HTMLText.element("p", class: "faint", text: Wording.fidelity(run)))
  }

  private static func filters(_ run: RunVerdict) -> String {
    guard !run.scenarios.isEmpty else { return "" }
    let boxes = Status.allCases.filter { run.count($0) > 0 }.map { status in
      "<label><input type=\"checkbox\" value=\"\(status.rawValue)\" checked> \(status.rawValue)</label>"
    }
    return """
      <form class="filters" hidden>
      <input type="search" placeholder="path, title, tag or cause" aria-label="filter">
      \(boxes.joined(separator: "\n"))
      </form>
      """
  }

  /// Without scripts everything is shown.
  private static let script = """
    <script>
    const form = document.querySelector(".filters");
    if (form) {
      const rows = [...document.querySelectorAll("main > details")];
      const show = () => {
        const words = form.querySelector("[type=search]").value.toLowerCase().split(/\\s+/).filter(Boolean);
        const wanted = new Set([...form.querySelectorAll(":checked")].map(box => box.value));
        for (const row of rows) {
          row.hidden = !wanted.has(row.dataset.status) || !words.every(word => row.dataset.words.includes(word));
        }
      };
      form.hidden = false;
      form.addEventListener("input", show);
      form.addEventListener("submit", event => event.preventDefault());
    }
    </script>
    """
}
