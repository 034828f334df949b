internal import CYAML

/// An event of libyaml, with its marks as positions.
struct YAMLEvent {
  enum Kind {
    case streamStart
    case streamEnd
    case documentStart
    case documentEnd
    case alias(String)
    case scalar(YAMLScalar)
    case sequenceStart
    case mappingStart
    case collectionEnd
  }

  var kind: Kind
  var anchor: String?
  var isFlow = false
  var start: Position
  var end: Position
}

/// libyaml's parser over a text that it keeps alive.
final class YAMLEventParser {
  private let file: String
  private let text: String
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ text: String, file: String) throws(Diagnostic) {
    self.file = file
    self.text = text
    var utf8 = text.utf8[...]
    // libyaml skips the mark itself only where it guesses the encoding, which we do not let it.
    if utf8.starts(with: SourceLines.byteOrderMark) { utf8 = utf8.dropFirst(3) }
    bytes = UnsafeMutableBufferPointer.allocate(capacity: max(utf8.count, 1))
    _ = bytes.initialize(from: utf8)
    parser = UnsafeMutablePointer.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else { throw Diagnostic("out of memory", at: nil) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, utf8.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deinitialize(count: 1)
    parser.deallocate()
    bytes.deallocate()
  }

  func next() throws(Diagnostic) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    let start = Position(event.start_mark)
    var result = YAMLEvent(kind: .streamStart, start: start, end: max(start, Position(event.end_mark)))
    switch event.type {
    case YAML_STREAM_START_EVENT: break
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_ALIAS_EVENT: result.kind = .alias(String(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let tag = try known(tag: String(scalar.tag), among: scalarTags, result)
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      // An explicit tag decides; `!!int "1"` is the number, `!!str 1` the text.
      let isPlain = tag.map { $0 != "!" && $0 != stringTag } ?? (scalar.style == YAML_PLAIN_SCALAR_STYLE)
      result.kind = .scalar(YAMLScalar(String(decoding: text, as: UTF8.self), isPlain: isPlain))
      result.anchor = String(scalar.anchor)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = event.data.sequence_start
      _ = try known(tag: String(sequence.tag), among: ["!", "tag:yaml.org,2002:seq"], result)
      result.kind = .sequenceStart
      result.anchor = String(sequence.anchor)
      result.isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
    case YAML_MAPPING_START_EVENT:
      let mapping = event.data.mapping_start
      _ = try known(tag: String(mapping.tag), among: ["!", "tag:yaml.org,2002:map"], result)
      result.kind = .mappingStart
      result.anchor = String(mapping.anchor)
      result.isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: result.kind = .collectionEnd
    // YAML_NO_EVENT comes after the end of the stream.
    default: result.kind = .streamEnd
    }
    return result
  }

  private func known(tag: String?, among tags: [String], _ event: YAMLEvent) throws(Diagnostic) -> String? {
    guard let tag, !tags.contains(tag) else { return tag }
    let prefix = "tag:yaml.org,2002:"
    let short = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    throw Diagnostic(
      "the tag `\(short.prefixForMessages)` does not belong here; Kubernetes YAML has no tags of its own",
      at: Span(file: file, start: event.start, end: event.end))
  }

  private func syntaxError() -> Diagnostic {
    let failed = parser.pointee
    let problem = failed.problem.map { String(cString: $0) } ?? "this is not YAML"
    guard failed.error != YAML_READER_ERROR else {
      let position = SourceLines.position(ofUTF8Offset: Int(failed.problem_offset) + markLength, in: text)
      return Diagnostic("\(problem) in YAML", at: Span(file: file, at: position))
    }
    let span = Span(file: file, at: Position(failed.problem_mark))
    guard let context = failed.context.map({ String(cString: $0) }) else {
      return Diagnostic(problem, at: span)
    }
    let contextSpan = Span(file: file, at: Position(failed.context_mark))
    let message = "\(problem), \(context)"
    guard contextSpan.start != span.start else { return Diagnostic(message, at: span) }
    let note = Diagnostic.Note("\(context), which starts at line \(contextSpan.start.line)", span: contextSpan)
    return Diagnostic(message, at: span, notes: [note])
  }

  private var markLength: Int { text.utf8.starts(with: SourceLines.byteOrderMark) ? 3 : 0 }
}

private let stringTag = "tag:yaml.org,2002:str"
private let scalarTags =
  ["!", "?", stringTag] + ["int", "bool", "float", "null"].map { "tag:yaml.org,2002:\($0)" }

extension Position {
  fileprivate init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}

extension String {
  fileprivate init?(_ text: UnsafeMutablePointer<UInt8>?) {
    guard let text else { return nil }
    self.init(cString: text)
  }
}
