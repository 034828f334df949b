/// Reads text 0.0.4 and OpenMetrics entry by entry, exactly as strictly as Prometheus does.
///
/// It copies nothing: an entry is a set of ranges in the bytes, from which labels are made only on demand. The
/// usual line is read in one pass (see `FastLine`); anything else goes through the lexer, whose quirks are
/// Prometheus'. The bytes must outlive the parser.
///
/// Source: prometheus/prometheus `model/textparse/promparse.go` and `openmetricsparse.go`, 2.42.0 to 3.14.0.
public struct ExpositionParser {
  /// What a call of ``next()`` found.
  public enum Entry: Sendable {
    /// A sample: ``series``, ``value``, ``timestampMilliseconds``, ``exemplar()``.
    case series
    /// `# TYPE`: ``metadataName`` and ``type``.
    case type
    /// `# HELP`: ``metadataName`` and ``metadataText``.
    case help
    /// `# UNIT`: ``metadataName`` and ``metadataText``.
    case unit
    /// Any other comment.
    case comment
  }

  var lexer: Lexer
  /// The first byte of the current entry.
  var start = 0
  /// Whether the series has a name, and where: (-1, -1) until a brace brings one.
  var nameRange = (-1, -1)

  /// The bytes of the current series as written: name and labels, with whatever blanks they have.
  public internal(set) var series = 0..<0
  /// Whether the names of the current series are unquoted, so that they have the characters of old.
  public internal(set) var hasPlainNames = true
  /// The value of the current sample.
  public internal(set) var value = 0.0
  /// The time of the current sample, nil if the exposition gives none.
  public internal(set) var timestampMilliseconds: Int64?
  /// The kind that the last `# TYPE` declared.
  public internal(set) var type = MetricType.unknown
  /// The name in the current `# HELP`, `# TYPE` or `# UNIT`.
  public internal(set) var metadataName = 0..<0
  /// The text of the current `# HELP`, `# TYPE` or `# UNIT`, escapes as written.
  public internal(set) var metadataText = 0..<0

  /// Name and value ranges of the exemplar's labels.
  var exemplarLabels: [Range<Int>] = []
  var exemplarValue = 0.0
  var exemplarTimestamp: Int64?
  var hasExemplar = false

  /// Starts at the first byte. Protocol buffers have a parser of their own.
  public init(
    _ bytes: UnsafeRawBufferPointer, format: ExpositionFormat, dialect: ExpositionDialect = .latest
  ) {
    lexer = Lexer(bytes, isOpenMetrics: format.isOpenMetrics, dialect: dialect)
  }

  /// The bytes that are parsed.
  public var bytes: UnsafeRawBufferPointer { lexer.bytes }

  /// Goes to the next entry; nil at the end. After an error the parser is of no use.
  public mutating func next() throws(ExpositionError) -> Entry? {
    if lexer.state == .initial, takeFastLine() { return .series }
    return try lexer.isOpenMetrics ? nextOpenMetricsEntry() : nextTextEntry()
  }

  /// Goes to the next entry without the shortcut for usual lines: what the shortcut is held against.
  package mutating func nextThroughLexer() throws(ExpositionError) -> Entry? {
    try lexer.isOpenMetrics ? nextOpenMetricsEntry() : nextTextEntry()
  }

  // MARK: What both formats share

  /// An error as Prometheus words it: what it wanted, and what stood there.
  func failure(_ expectation: String, _ got: Token) -> ExpositionError {
    guard lexer.dialect.quotesContext else {
      return ExpositionError("\(expectation), got \(goQuoted(got.rawValue))", at: lexer.start)
    }
    let end = min(lexer.index + 1, lexer.count)
    let token = goQuoted(lexer.copy(lexer.start..<max(end, lexer.start)))
    let line = goQuoted(lexer.copy(start..<max(end, start)))
    return ExpositionError(
      "\(expectation), got \(token) (\(goQuoted(got.rawValue))) while parsing: \(line)", at: lexer.start)
  }

  /// An error that is followed by what was being parsed, from 2.43 on.
  func failure(_ problem: String) -> ExpositionError {
    guard lexer.dialect.quotesContext else { return ExpositionError(problem, at: lexer.start) }
    return ExpositionError(
      "\(problem) while parsing: \(goQuoted(lexer.copy(start..<lexer.index)))", at: lexer.start)
  }

  /// Reads the current token as a number, without its first `dropping` bytes.
  func number(dropping: Int = 0) throws(ExpositionError) -> Double {
    let range = min(lexer.start + dropping, lexer.index)..<lexer.index
    var cursor = range.lowerBound
    if range.upperBound <= bytes.count, let plain = plainFloat(bytes, at: &cursor, end: range.upperBound),
      cursor == range.upperBound
    {
      return plain
    }
    do {
      return try prometheusFloat(lexer.copy(range))
    } catch {
      throw failure(error.message)
    }
  }

  /// The range of a metadata name without its quotes.
  func nameOfToken() -> Range<Int> {
    let range = lexer.start..<lexer.index
    guard range.count >= 2, lexer.byte(at: range.lowerBound) == UInt8(ascii: "\"") else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  func checkUTF8(_ range: Range<Int>) -> Bool { isUTF8(bytes, range.clamped(to: 0..<bytes.count)) }
}
