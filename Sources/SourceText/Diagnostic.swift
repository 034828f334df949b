/// What is wrong with a file that a user wrote, where, and what would be right.
public struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but hardly means what it says.
    case warning
    /// Something worth knowing.
    case note
  }

  /// A remark that belongs to a diagnostic, such as where a key stood first.
  public struct Note: Hashable, Sendable {
    /// The remark.
    public var message: String
    /// What it points at.
    public var span: Span?

    /// Makes a remark.
    public init(_ message: String, span: Span? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// How bad it is.
  public var severity: Severity
  /// What is wrong and what would be right, in lower case and without full stop.
  public var message: String
  /// What it points at.
  public var span: Span?
  /// Further remarks.
  public var notes: [Note]

  /// Makes a diagnostic.
  public init(_ message: String, at span: Span?, severity: Severity = .error, notes: [Note] = []) {
    self.severity = severity
    self.message = message
    self.span = span.flatMap { $0.isSynthetic && $0.file.isEmpty ? nil : $0 }
    self.notes = notes
  }

  /// `file:line:column: message`; what is not an error says so before the message.
  public var description: String {
    let location = span.map { "\($0): " } ?? ""
    let label = severity == .error ? "" : "\(severity.rawValue): "
    return location + label + message
  }
}

/// Everything that is wrong with one input: thrown together, so that a user sees it all at once.
public struct Diagnostics: Error, Hashable, Sendable, CustomStringConvertible {
  /// The diagnostics, in the order in which they were found.
  public var all: [Diagnostic]

  /// Collects diagnostics.
  public init(_ all: [Diagnostic]) { self.all = all }

  /// Wraps one diagnostic.
  public init(_ single: Diagnostic) { all = [single] }

  /// A line for each.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}
