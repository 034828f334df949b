import SourceText

/// The places of a text, into which its diagnostics must point.
struct Places {
  private let text: String
  /// How many lines there are and how long the longest is, by the two ways to split a text into lines.
  private let extents: [(lines: Int, longest: Int)]

  init(_ text: String) {
    self.text = text
    // libyaml, as YAML 1.1, ends lines at CR, NEL, LS and PS too; JSON only at LF.
    let ends: [Set<Unicode.Scalar>] = [["\n"], ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]]
    extents = ends.map { ends in
      let lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { ends.contains($0) }
      return (lines.count, lines.reduce(0) { max($0, $1.count) })
    }
  }

  /// What is wrong with diagnostics, or nil.
  func problem(_ diagnostics: [Diagnostic]) -> String? {
    if diagnostics.isEmpty { return "refused without a reason" }
    for diagnostic in diagnostics {
      if diagnostic.message.isEmpty { return "no message" }
      guard let span = diagnostic.span, !span.isSynthetic else { return "no place: \(diagnostic)" }
      guard isInside(span.start), isInside(span.end), span.start <= span.end else {
        return "a place outside of the file: \(diagnostic) to \(span.end)"
      }
    }
    // Each reads the whole text.
    for diagnostic in diagnostics.prefix(4) { _ = diagnostic.rendered(sourceText: text, colour: true) }
    return nil
  }

  private func isInside(_ position: Position) -> Bool {
    // The end of the last line may be where the next one would begin.
    extents.contains { lines, longest in
      (1...lines + 1).contains(position.line) && (1...longest + 2).contains(position.column)
    }
  }
}
