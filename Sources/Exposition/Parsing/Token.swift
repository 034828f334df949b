/// The tokens of both text formats, by the names that Prometheus' errors print.
///
/// Source: prometheus/prometheus `model/textparse/promparse.go`, `token.String`, 3.5.0.
enum Token: String {
  case invalid = "INVALID"
  case endOfInput = "EOF"
  case lineBreak = "LINEBREAK"
  case whitespace = "WHITESPACE"
  case help = "HELP"
  case type = "TYPE"
  case unit = "UNIT"
  case endMark = "EOFWORD"
  case text = "TEXT"
  case comment = "COMMENT"
  case metricName = "MNAME"
  case quotedString = "QSTRING"
  case braceOpen = "BOPEN"
  case braceClose = "BCLOSE"
  case labelName = "LNAME"
  case labelValue = "LVALUE"
  case equal = "EQUAL"
  case comma = "COMMA"
  case timestamp = "TIMESTAMP"
  case value = "VALUE"
}

/// Where in a line a lexer stands.
enum LexerState {
  case initial
  case comment
  case metadataName
  case metadataText
  case labels
  case labelValue
  case value
  case timestamp
  case exemplar
  case exemplarValue
  case exemplarTimestamp
}
