import Foundation
import PrometheusModel
import SourceText
import Testing
import Wire

@testable import Roles

/// The pages for people, with labels that do their worst.
@Suite struct PagesTests {
  private static let hostile = "<script>alert('x')</script>\"&\u{0}\u{1F}</style>é"

  private static func rules(_ yaml: String) throws -> [RelabelRule] {
    let node = try #require(try YAMLReader.documents(yaml, file: "rules.yaml").first)
    guard case .sequence(let items) = node.value else { return [] }
    return try items.map { try RelabelRule(node: $0) }
  }

  private static let views = TargetViews(
    active: [
      ActiveTargetView(
        discoveredLabels: [
          "__address__": "a:1", "__meta_kubernetes_namespace": "shop", "keep": "yes", "odd": hostile,
        ],
        labels: ["job": "j", "odd": hostile], pool: "j", url: "http://a:1/\(hostile)",
        lastError: "Get \(hostile)",
        lastScrape: 1_700_000_000_000_000_000, lastSeconds: 0.0015, health: "down", interval: "1m",
        timeout: "10s"),
      ActiveTargetView(
        discoveredLabels: ["__address__": "b:1", "keep": "yes"], labels: ["job": "j"], pool: "j",
        url: "javascript:alert(1)", health: "up", interval: "1m", timeout: "10s"),
    ], dropped: [DroppedTargetView(discoveredLabels: ["__address__": "c:1", "odd": hostile], pool: "j")],
    droppedCounts: ["j": 1, hostile: 0])

  private static func pages() throws -> [String] {
    let rules = try rules(
      """
      - {source_labels: [odd], target_label: copy}
      - {action: keep, source_labels: [keep], regex: "yes"}
      - {action: labeldrop, regex: copy}
      """)
    let responses = [
      TargetsPage(views: views, now: 1_700_000_065_000).response,
      DiscoveryPage(views: views, rules: ["j": rules]).response,
      TargetsPage(views: TargetViews(), now: 0).response,
      DiscoveryPage(views: TargetViews(), rules: [:]).response,
    ]
    #expect(responses.allSatisfy { $0.headers["Content-Type"] == "text/html; charset=utf-8" })
    #expect(
      responses.allSatisfy { $0.headers["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true })
    return responses.map { String(decoding: $0.body, as: UTF8.self) }
  }

  @Test func everyElementEndsWhereItShould() throws {
    for page in try Self.pages() { #expect(Self.problem(in: page) == nil) }
  }

  /// The check above does find what is wrong.
  @Test(arguments: [
    "<p><b></p></b>", "<p>", "<p class=x></p>", "<p a=\"1\" a=\"2\"></p>", "<p>a & b</p>", "</p>",
  ])
  func theCheckCanFail(html: String) { #expect(Self.problem(in: html) != nil) }

  @Test func nothingATargetSaysIsMarkup() throws {
    for page in try Self.pages() {
      #expect(page.components(separatedBy: "<script").count == 2)
      #expect(!page.contains("alert('x')") && !page.contains("href=\"javascript:"))
      #expect(!page.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
      // Nothing is loaded from elsewhere.
      #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("))
    }
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\u{FFFD}\u{FFFD}&lt;/style&gt;é"
    #expect(try Self.pages()[0].contains("Get \(escaped)"))
    #expect(try Self.pages()[1].contains(escaped))
  }

  @Test func targetsShowStateAndError() throws {
    let page = try Self.pages()[0]
    #expect(page.contains("1 up") && page.contains("1 down") && page.contains("1 of 2 up"))
    #expect(page.contains("65 s ago") && page.contains("took 1.5 ms, every 1m"))
    // What is down comes first.
    let down = try #require(page.range(of: "<tr data-entry=\"\" class=\"down\">"))
    let up = try #require(page.range(of: "<tr data-entry=\"\" class=\"up\">"))
    #expect(down.lowerBound < up.lowerBound)
  }

  @Test func discoveryShowsWhatEachRuleDid() throws {
    let page = try Self.pages()[1]
    #expect(page.contains("2 of 3 kept"))
    #expect(page.contains("by rule 2: action: keep  source_labels: [keep]  regex: yes"))
    #expect(page.contains("drops the target"))
    #expect(page.contains("<li class=\"changed\"><span class=\"unseen\">set: </span><b>copy</b>"))
    #expect(page.contains("<li class=\"removed\"><span class=\"unseen\">removed: </span><b>copy</b>"))
    // The dropped target's trace ends with the rule that dropped it.
    let dropped = try #require(page.components(separatedBy: "class=\"dropped\"").last)
    #expect(!dropped.contains("labeldrop"))
  }

  /// What is wrong with a page: elements that cross or stay open, attributes without quotes or twice, bare `&`.
  private static func problem(in html: String) -> String? {
    let empty: Set<String> = ["meta", "input"]
    var open: [String] = []
    var rest = Substring(html)
    while let bracket = rest.firstIndex(of: "<") {
      let isText = open.last != "script" && open.last != "style"
      if isText, let problem = textProblem(rest[..<bracket]) { return problem }
      rest = rest[bracket...].dropFirst()
      if rest.hasPrefix("!DOCTYPE") { continue }
      guard let end = rest.firstIndex(of: ">") else { return "a tag that does not end" }
      if !isText, !rest.hasPrefix("/" + (open.last ?? "")) { continue }
      let tag = rest[..<end]
      rest = rest[end...].dropFirst()
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else {
          return "</\(tag.dropFirst())> does not belong here"
        }
        continue
      }
      let name = String(tag.prefix { $0 != " " })
      if let problem = attributeProblem(tag.dropFirst(name.count)) { return problem }
      if !empty.contains(name) { open.append(name) }
    }
    return open.last.map { "<\($0)> stays open" }
  }

  private static func attributeProblem(_ text: Substring) -> String? {
    var seen: Set<Substring> = []
    var rest = text
    while !rest.isEmpty {
      guard rest.popFirst() == " ", let equals = rest.range(of: "=\"") else { return "odd attributes:\(text)" }
      if !seen.insert(rest[..<equals.lowerBound]).inserted { return "an attribute twice:\(text)" }
      rest = rest[equals.upperBound...]
      guard let quote = rest.firstIndex(of: "\"") else { return "an open quote:\(text)" }
      if let problem = textProblem(rest[..<quote]) { return problem }
      rest = rest[quote...].dropFirst()
    }
    return nil
  }

  private static func textProblem(_ text: Substring) -> String? {
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]
    for index in text.indices where text[index] == "&" {
      if !entities.contains(where: { text[index...].hasPrefix($0) }) { return "a bare & in \(text)" }
    }
    return nil
  }
}
