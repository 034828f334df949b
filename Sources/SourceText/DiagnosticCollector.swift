/// Where readers put what they find wrong, so that a user sees it all at once.
public final class DiagnosticCollector {
  /// What was found so far.
  public private(set) var all: [Diagnostic] = []

  /// Starts with nothing found.
  public init() {}

  /// Adds a diagnostic.
  public func add(_ diagnostic: Diagnostic) { all.append(diagnostic) }

  /// Adds an error at a place.
  public func error(_ message: String, at span: Span?, notes: [Diagnostic.Note] = []) {
    add(Diagnostic(message, at: span, notes: notes))
  }

  /// Throws everything, in the order of the files' lines, if there is an error among it.
  public func throwErrors() throws(Diagnostics) {
    guard all.contains(where: { $0.severity == .error }) else { return }
    throw Diagnostics(sorted)
  }

  /// Everything, by file in order of appearance and then by place.
  public var sorted: [Diagnostic] {
    var files: [String: Int] = [:]
    for diagnostic in all {
      let file = diagnostic.span?.file ?? ""
      if files[file] == nil { files[file] = files.count }
    }
    func rank(_ diagnostic: Diagnostic) -> (Int, Position) {
      (files[diagnostic.span?.file ?? ""] ?? 0, diagnostic.span?.start ?? Position(line: 0, column: 0))
    }
    return all.enumerated().sorted { left, right in
      let (a, b) = (rank(left.element), rank(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }
}
