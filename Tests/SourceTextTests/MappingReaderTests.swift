import SourceText
import Testing

@Suite struct MappingReaderTests {
  private enum Mode: String, CaseIterable { case strict, permissive }

  @Test func everythingThatIsWrongIsCollected() throws {
    let text = """
      name: 1
      mod: strict
      count: many
      tags: [a, [b]]
      labels: {a: 1, b: {}}
      mode: strct
      extra: 1
      """
    let found = DiagnosticCollector()
    var reader = MappingReader(try YAMLReader.document(text, file: "f"), as: "a sample", into: found)
    #expect(reader.string("name") == "1")
    #expect(reader.int("count") == nil)
    #expect(reader.strings("tags") == ["a"])
    #expect(reader.stringMap("labels") == ["a": "1"])
    #expect(reader.word("mode", Mode.self) == nil)
    #expect(reader.require("url") == nil)
    reader.finish()
    #expect(
      found.sorted.map(\.description) == [
        "f:1:1: a sample needs the key `url`", "f:2:1: unknown key `mod` in a sample; did you mean `mode`?",
        "f:3:8: `count` must be an integer, not the text `many`", "f:4:11: `tags` must hold texts, not a list",
        "f:5:19: `b` must be text, not a mapping",
        "f:6:7: `mode` cannot be the text `strct`; did you mean `strict`?",
        "f:7:1: unknown key `extra` in a sample; there is `name`, `count`, `tags`, `labels`, `mode`, `url`",
      ])
  }

  @Test func textIsStricterThanString() throws {
    let found = DiagnosticCollector()
    var reader = MappingReader(try YAMLReader.document("{a: 1, b: x, c: ~}", file: "f"), as: "it", into: found)
    #expect(reader.text("a") == nil && reader.text("b") == "x" && reader.text("c") == nil)
    #expect(reader.has("c") && !reader.has("d"))
    reader.finish()
    #expect(found.all.map(\.message) == ["`a` must be text, not the number 1"])
  }

  @Test func whatIsNoMappingIsSaidOnce() throws {
    let found = DiagnosticCollector()
    var reader = MappingReader(["x"], as: "a rule", into: found)
    #expect(reader.require("a") == nil)
    reader.finish()
    #expect(found.all.map(\.message) == ["a rule must be a mapping, not a list"])
  }
}
