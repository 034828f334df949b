import Contract
import Judging
import Testing

@testable import Reporting

@Suite("Figures and texts for people")
struct WordingTests {
  @Test(arguments: [
    (0.0, "0 ms"), (0.0184, "18 ms"), (0.9994, "999 ms"), (0.9996, "1.00 s"), (1.2449, "1.24 s"),
    (5.004, "5.00 s"),
    (59.99, "59.99 s"), (59.996, "1 min 0 s"), (123.4, "2 min 3 s"), (Double.nan, "? s"), (-1, "? s"),
    (1e300, "? s"),
  ])
  func duration(_ seconds: Double, _ text: String) {
    #expect(Wording.duration(seconds: seconds) == text)
  }

  @Test(arguments: [
    (3.0, "3"), (-0.25, "-0.25"), (1e15, "1000000000000000"), (1e20, "1e+20"), (.infinity, "+Inf"),
    (-.infinity, "-Inf"), (.nan, "NaN"),
  ])
  func sampleValue(_ value: Double, _ text: String) {
    #expect(SeriesText.number(value) == text)
  }

  @Test(
    arguments: [
      (["__name__": "up"], 1.0, "up 1"),
      (["__name__": "up", "b": "2", "a": "1"], 0.0, "up{a=\"1\", b=\"2\"} 0"),
      (["a": "x\"\\\n"], nil, "{a=\"x\\\"\\\\\\n\"}"), ([:], nil, "{}"),
    ] as [([String: String], Double?, String)])
  func series(_ labels: [String: String], _ value: Double?, _ text: String) {
    #expect(SeriesText.series(ObservedSeries(labels: labels, value: value)) == text)
  }

  @Test(arguments: [
    ("short", 10, "short"), ("exactly", 7, "exactly"), ("too long", 7, "too lo…"), ("日本語", 5, "日本…"),
    ("日本語", 6, "日本語"), ("anything", 1, "…"), ("anything", 0, ""), ("e\u{301}a", 2, "e\u{301}a"),
  ])
  func cut(_ text: String, _ columns: Int, _ result: String) {
    #expect(Columns.cut(text, to: columns) == result)
  }

  @Test(arguments: [
    ("one two three four", 20, ["one two three four"]),
    ("one two three four five six", 20, ["one two three four", "five six"]),
    ("aaaaaaaaaaaaaaaaaaaaaaaaa b", 20, ["aaaaaaaaaaaaaaaaaaaaaaaaa", "b"]), ("one\ntwo", 20, ["one", "two"]),
    ("at least twenty columns are used", 3, ["at least twenty", "columns are used"]), ("", 20, [""]),
    ("a \u{1B}[31mred\tb\r", 40, ["a \u{FFFD}[31mred\tb\u{FFFD}"]),
  ])
  func wrapped(_ text: String, _ columns: Int, _ lines: [String]) {
    #expect(Columns.wrapped(text, to: columns) == lines)
  }

  @Test func progressOnATerminalKeepsFailuresAndFitsTheLine() {
    let text = ProgressLine.text(done: 3, of: 6, newest: SampleRun.failed, width: 40)
    #expect(
      text == "\r\u{1B}[2K✗ Scenarios/story/05-strict.yaml\n━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄ 3/6 Scenarios/sto…")
    let line = text.split(separator: "\n").last.map(String.init) ?? ""
    #expect(Columns.count(line) == 39)
    #expect(ProgressLine.text(done: 1, of: 0, newest: SampleRun.passed, width: 1).contains("1/0") == false)
  }

  @Test func progressWithoutATerminalIsALineAScenario() {
    #expect(
      ProgressLine.plain(done: 4, of: 6, newest: SampleRun.cell)
        == "[4/6] ✓ Scenarios/mtls/modes.yaml [mode=STRICT,flavour=plain] 1.00 s\n")
  }
}
