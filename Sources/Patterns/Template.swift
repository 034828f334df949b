/// A text with references to groups, `$1`, `${name}`, `$$`, resolved for one pattern.
///
/// Source: golang/go src/regexp/regexp.go `expand`, `extract`, 1.24.
public struct Template: Sendable, Hashable {
  /// A part of a template.
  enum Part: Hashable, Sendable {
    case literal(String)
    /// The groups of a name or number: the first one that has matched stands here.
    case groups([Int])
  }

  let parts: [Part]

  /// The text, if there is no reference in it.
  public var literal: String? {
    switch parts.first {
    case nil: ""
    case .literal(let text)? where parts.count == 1: text
    default: nil
    }
  }

  /// Resolves a template; what looks like no reference is text.
  init(_ text: String, groupNames: [String]) {
    var parts: [Part] = []
    var literal = ""
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "$" else {
        literal.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == "$" {
        rest.removeFirst()
        literal.append("$")
      } else if let (name, after) = Self.name(at: rest) {
        rest = after
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.groups(Self.groups(name, groupNames)))
      } else {
        literal.append("$")
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  private typealias Text = Substring.UnicodeScalarView

  private static func name(at text: Text) -> (name: String, rest: Text)? {
    let isBraced = text.first == "{"
    let inner = isBraced ? text.dropFirst() : text
    let name = inner.prefix { $0 == "_" || isLetterOrDigit($0) }
    guard !name.isEmpty else { return nil }
    let rest = inner[name.endIndex...]
    guard isBraced else { return (String(name), rest) }
    return rest.first == "}" ? (String(name), rest.dropFirst()) : nil
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
      true
    default: false
    }
  }

  private static func groups(_ name: String, _ groupNames: [String]) -> [Int] {
    let isNumber = name.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let hasLeadingZero = name.utf8.count > 1 && name.utf8.first == 0x30
    if isNumber, !hasLeadingZero, let number = Int(name), number < 1_000_000_000 {
      return number < groupNames.count ? [number] : []
    }
    return groupNames.indices.filter { groupNames[$0].utf8.elementsEqual(name.utf8) }
  }
}

extension Pattern {
  /// Resolves the references of a template once, for many expansions.
  public func template(_ text: String) -> Template { Template(text, groupNames: groupNames) }

  /// The template with what a match's groups have matched.
  public func expand(_ template: Template, _ match: Match) -> String {
    var result = ""
    for part in template.parts {
      switch part {
      case .literal(let text): result += text
      case .groups(let groups):
        if let group = groups.first(where: { match.offsets[$0] != nil }) { result += match[group] ?? "" }
      }
    }
    return result
  }

  /// The template with what a match's groups have matched: `$1`, `${name}`, `$$`.
  public func expand(template: String, _ match: Match) -> String { expand(self.template(template), match) }

  /// Matches the text and expands the templates with the first match; nil without a match.
  public func expansions(of templates: Template..., matching text: String) -> [String]? {
    Self.withBytes(of: text) { bytes in
      withSlots { slots in
        guard search(bytes, from: 0, slots: slots) else { return nil }
        return templates.map { Self.expansion($0, bytes, slots) }
      }
    }
  }

  private static func expansion(
    _ template: Template, _ text: UnsafeBufferPointer<UInt8>, _ slots: UnsafeMutableBufferPointer<Int>
  ) -> String {
    if let literal = template.literal { return literal }
    var result = ""
    for part in template.parts {
      switch part {
      case .literal(let literal): result += literal
      case .groups(let groups):
        guard let group = groups.first(where: { slots[$0 * 2] >= 0 && slots[$0 * 2] <= slots[$0 * 2 + 1] })
        else { continue }
        let range = slots[group * 2]..<slots[group * 2 + 1]
        let piece = String(decoding: UnsafeBufferPointer(rebasing: text[range]), as: UTF8.self)
        if template.parts.count == 1 { return piece }
        result += piece
      }
    }
    return result
  }

  /// The text with every match replaced by the expanded template.
  ///
  /// Source: golang/go src/regexp/regexp.go `replaceAll`, 1.24.
  public func replacingAll(in text: String, with template: Template) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var lastEnd = 0
    var position = 0
    while position <= bytes.count, let match = firstMatch(in: text, from: position),
      let range = match.offsets.first ?? nil
    {
      result += bytes[lastEnd..<range.lowerBound]
      // Not for an empty match right after another one.
      if range.upperBound > lastEnd || range.lowerBound == 0 { result += expand(template, match).utf8 }
      lastEnd = range.upperBound
      // Go on after the match, by one scalar at least.
      position = max(position + max(1, Self.width(of: bytes, at: position)), lastEnd)
    }
    result += bytes[min(lastEnd, bytes.count)...]
    return String(decoding: result, as: UTF8.self)
  }

  private static func width(of bytes: [UInt8], at position: Int) -> Int {
    guard position < bytes.count else { return 0 }
    switch bytes[position] {
    case ..<0x80: return 1
    case ..<0xE0: return 2
    case ..<0xF0: return 3
    default: return 4
    }
  }
}
