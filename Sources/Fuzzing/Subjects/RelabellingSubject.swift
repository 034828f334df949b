import PrometheusModel
import SourceText

extension Subject {
  /// A list of relabel rules, a zero byte, and labels as `name=value` lines.
  static let relabelling = Subject(
    name: "relabelling", about: "relabel rules on labels: none crashes, and a trace ends as the rules do",
    seeds: [
      .seed(
        0,
        "- {source_labels: [a, b], separator: ';', regex: '(.*);(.*)', target_label: c, replacement: $1-$2}\0a=x\nb=y"
      ),
      .seed(
        0,
        "- {action: labelmap, regex: 'l_(.+)', replacement: '${1}_x'}\n- {action: labeldrop, regex: a.*}\0l_a=1\na=2"
      ),
      .seed(
        1,
        "- {action: hashmod, source_labels: [a], modulus: 7, target_label: t}\n- {action: keep, source_labels: [t], regex: '[0-6]'}\0a=é"
      ),
      .seed(
        2,
        "- {action: keepequal, source_labels: [a], target_label: b}\n- {action: lowercase, source_labels: [a], target_label: c}\0a=İX\nb=İX"
      ),
      .seed(
        3,
        "- {source_labels: [__address__], regex: '([^:]+)(?::\\d+)?', replacement: '$1:9', target_label: '${1}_x'}\0__address__=h:1"
      ),
    ],
    words: yamlWords + [
      "source_labels: [", "regex: ", "action: ", "labelmap", "labelkeep", "uppercase", "dropequal", "modulus: ",
      "target_label: ", "replacement: ", "separator: ", "$1", "${1}", "$$", "(.*)", "\0", "=", "a", "__name__",
      "(?i)", "(",
    ],
    largest: 128 << 10, memoryPerByte: 8000,
    check: { input in
      var choice = Choice(input)
      let version = choice.pick(versions)
      let split = choice.rest.firstIndex(of: 0) ?? choice.rest.count
      let text = String(decoding: choice.rest[..<split], as: UTF8.self)
      guard let node = try? yaml(text) else { return nil }
      let places = Places(text)
      var rules: [RelabelRule] = []
      for element in node.sequence?.prefix(64) ?? [] {
        do throws(Diagnostic) { rules.append(try RelabelRule(node: element, version: version)) } catch {
          if let problem = places.problem([error]) { return problem }
        }
      }
      let lines = choice.rest.dropFirst(split + 1).split(separator: UInt8(ascii: "\n"))
      let pairs = lines.prefix(64).map { line in
        let equal = line.firstIndex(of: UInt8(ascii: "=")) ?? line.endIndex
        return (
          name: String(decoding: line[..<equal], as: UTF8.self),
          value: String(decoding: line[equal...].dropFirst(), as: UTF8.self)
        )
      }
      let labels = Labels(pairs)
      rules = Array(rules.prefix(32))
      let result = Relabelling.apply(rules, to: labels)
      let steps = Relabelling.trace(rules, to: labels)
      if !rules.isEmpty, steps.last?.after != result { return "the trace ends in another way than the rules" }
      return nil
    })
}
