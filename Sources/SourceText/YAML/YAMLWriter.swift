internal import CYAML

/// Writes nodes as YAML in block style.
public enum YAMLWriter {
  /// The text of a node, as one document. Reading it again gives an equal node.
  ///
  /// Text that would read as another type is quoted; text of several lines becomes a literal block.
  public static func text(_ node: YAMLNode) -> String { text([node]) }

  /// The text of several documents, separated by `---`.
  public static func text(_ documents: [YAMLNode]) -> String {
    let output = YAMLOutput()
    guard let emitter = YAMLEmitter(output) else { return "" }
    for (index, document) in documents.enumerated() { emitter.emit(document: document, isFirst: index == 0) }
    emitter.finish()
    return String(decoding: output.bytes, as: UTF8.self)
  }
}

/// Where libyaml's write handler puts its bytes.
private final class YAMLOutput {
  var bytes: [UInt8] = []
}

private final class YAMLEmitter {
  private let emitter: UnsafeMutablePointer<yaml_emitter_t>
  private let output: YAMLOutput

  init?(_ output: YAMLOutput) {
    self.output = output
    emitter = UnsafeMutablePointer.allocate(capacity: 1)
    emitter.initialize(to: yaml_emitter_t())
    guard yaml_emitter_initialize(emitter) == 1 else {
      emitter.deallocate()
      return nil
    }
    yaml_emitter_set_encoding(emitter, YAML_UTF8_ENCODING)
    yaml_emitter_set_unicode(emitter, 1)
    yaml_emitter_set_width(emitter, -1)
    yaml_emitter_set_indent(emitter, 2)
    let context = Unmanaged.passUnretained(output).toOpaque()
    yaml_emitter_set_output(
      emitter,
      { context, buffer, size in
        guard let context, let buffer else { return 0 }
        let output = Unmanaged<YAMLOutput>.fromOpaque(context).takeUnretainedValue()
        output.bytes.append(contentsOf: UnsafeBufferPointer(start: buffer, count: size))
        return 1
      }, context)
    send { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
  }

  deinit {
    yaml_emitter_delete(emitter)
    emitter.deinitialize(count: 1)
    emitter.deallocate()
  }

  func emit(document node: YAMLNode, isFirst: Bool) {
    send { yaml_document_start_event_initialize(&$0, nil, nil, nil, isFirst ? 1 : 0) }
    emit(node)
    send { yaml_document_end_event_initialize(&$0, 1) }
  }

  func finish() {
    send { yaml_stream_end_event_initialize(&$0) }
    yaml_emitter_flush(emitter)
  }

  private func emit(_ node: YAMLNode) {
    switch node.value {
    case .scalar(let scalar): emit(scalar)
    case .sequence(let elements):
      send { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_SEQUENCE_STYLE) }
      for element in elements { emit(element) }
      send { yaml_sequence_end_event_initialize(&$0) }
    case .mapping(let entries):
      send { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, YAML_BLOCK_MAPPING_STYLE) }
      for entry in entries {
        // A literal block cannot be a key without `?`, which few readers know.
        if let key = entry.key.scalar { emit(key, isKey: true) } else { emit(entry.key) }
        emit(entry.value)
      }
      send { yaml_mapping_end_event_initialize(&$0) }
    }
  }

  private func emit(_ scalar: YAMLScalar, isKey: Bool = false) {
    var text = scalar.text
    let style = Style.of(scalar, isKey: isKey)
    text.withUTF8 { bytes in
      // The initialiser copies the text and does not change it, whatever its signature says.
      let value = UnsafeMutablePointer(mutating: bytes.baseAddress)
      send { event in
        yaml_scalar_event_initialize(
          &event, nil, nil, value ?? Self.empty, Int32(clamping: bytes.count), 1, 1, style)
      }
    }
  }

  /// What libyaml reads zero bytes from: it refuses a null pointer even for an empty text.
  private nonisolated(unsafe) static let empty: UnsafeMutablePointer<UInt8> = {
    let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return byte
  }()

  private func send(_ initialise: (inout yaml_event_t) -> Int32) {
    var event = yaml_event_t()
    guard initialise(&event) == 1 else { return }
    // The emitter owns the event from here on, also where it fails.
    yaml_emitter_emit(emitter, &event)
  }
}

private enum Style {
  static func of(_ scalar: YAMLScalar, isKey: Bool) -> yaml_scalar_style_t {
    let text = scalar.text
    if scalar.isPlain { return YAML_PLAIN_SCALAR_STYLE }
    if !isKey, text.utf8.contains(UInt8(ascii: "\n")), isLiteral(text) { return YAML_LITERAL_SCALAR_STYLE }
    let isSafe = PlainType(text) == .text && !text.isEmpty && !looksLikeOtherType(text)
    return isSafe ? YAML_PLAIN_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
  }

  /// Only LF ends a line, and no line needs an escape, so that a literal block gives back every byte.
  private static func isLiteral(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first != " ", first != "\n", first != "\t" else {
      return false
    }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x0A, 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x10000...0x10FFFF:
        true
      default: false
      }
    }
  }

  /// What other readers of YAML take for a merge key, a default value, a date or a sexagesimal number.
  private static func looksLikeOtherType(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    if text == "<<" || text == "=" { return true }
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    return isDigit && text.utf8.allSatisfy { $0 >= UInt8(ascii: "-") && $0 <= UInt8(ascii: ":") }
  }
}
