extension Parser {
  /// Parses what begins with `(?`: a named group, flags, or a group with flags.
  mutating func parseGroupOptions() throws(PatternError) {
    let start = position
    let isPythonName = peek(2) == "P" && peek(3) == "<" && peek(4) != nil
    if isPythonName || (peek(2) == "<" && peek(3) != nil) {
      return try parseNamedGroup(nameStart: position + (isPythonName ? 4 : 3))
    }
    position += 2
    var changed = flags
    var isSetting = true
    var sawFlag = false
    scan: while let scalar = next() {
      switch scalar {
      case "i": changed.foldsCase = isSetting
      case "m": changed.isMultiline = isSetting
      case "s": changed.dotMatchesNewline = isSetting
      case "U": changed.isUngreedy = isSetting
      case "-":
        guard isSetting else { break scan }
        isSetting = false
        sawFlag = false
        continue scan
      case ":", ")":
        guard isSetting || sawFlag else { break scan }
        if scalar == ":" { try open(group: nil) }
        flags = changed
        return
      default: break scan
      }
      sawFlag = true
    }
    throw error(.invalidPerlSyntax, start, position)
  }

  /// Parses `(?P<name>` or `(?<name>`.
  private mutating func parseNamedGroup(nameStart: Int) throws(PatternError) {
    let start = position
    guard let end = source[start...].firstIndex(of: ">") else {
      throw error(.invalidNamedCapture, start, source.count)
    }
    let name = text(nameStart, end)
    let isValid = !name.isEmpty && name.unicodeScalars.allSatisfy { Self.isAlphanumeric($0) || $0 == "_" }
    guard isValid, nameStart <= end else { throw error(.invalidNamedCapture, start, end + 1) }
    position = end + 1
    try openCapture(named: name)
  }

  /// Parses `)`.
  mutating func closeGroup() throws(PatternError) {
    try alternate()
    guard case .operand(let inner)? = stack.popLast(), case .open(let group, let outerFlags)? = stack.popLast()
    else { throw error(.unexpectedParenthesis, 0, source.count) }
    position += 1
    openGroups -= 1
    flags = outerFlags
    if let group { try push(.capture(group, inner)) } else { try push(inner) }
  }

  static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || ("A"..."Z").contains(scalar) || ("a"..."z").contains(scalar)
  }
}
