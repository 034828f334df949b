extension MetricFamily {
  /// Reads a whole exposition into families, for what is small: scenarios, tests, reports.
  ///
  /// A sample belongs to the family that the last metadata named if its name is that name, with one of the
  /// suffixes that the type has; otherwise it begins a family of its own.
  public static func parse(
    _ bytes: [UInt8], format: ExpositionFormat = .text004, dialect: ExpositionDialect = .latest
  ) throws(ExpositionError) -> [MetricFamily] {
    var families: [MetricFamily] = []
    let failure: ExpositionError? = bytes.withUnsafeBytes { buffer in
      var parser = ExpositionParser(buffer, format: format, dialect: dialect)
      do throws(ExpositionError) {
        while let entry = try parser.next() { families.take(entry, from: parser) }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
    return families
  }

  /// Whether a sample of this name belongs to the family.
  func holds(_ sampleName: String) -> Bool {
    if sampleName == name { return true }
    guard sampleName.hasPrefix(name) else { return false }
    let suffix = sampleName.dropFirst(name.count)
    switch type {
    case .counter: return suffix == "_total" || suffix == "_created"
    case .histogram, .gaugeHistogram:
      return ["_bucket", "_sum", "_count", "_gsum", "_gcount", "_created"].contains(suffix)
    case .summary: return ["_sum", "_count", "_created"].contains(suffix)
    case .info: return suffix == "_info"
    default: return false
    }
  }
}

extension [MetricFamily] {
  fileprivate mutating func take(_ entry: ExpositionParser.Entry, from parser: ExpositionParser) {
    switch entry {
    case .series:
      let sample = parser.sample()
      if last?.holds(sample.name) != true { append(MetricFamily(name: sample.name)) }
      self[count - 1].samples.append(sample)
    case .type, .help, .unit:
      let name = parser.text(parser.metadataName)
      if last?.name != name || last?.samples.isEmpty == false { append(MetricFamily(name: name)) }
      switch entry {
      case .type: self[count - 1].type = parser.type
      case .help: self[count - 1].help = parser.helpText()
      default: self[count - 1].unit = parser.text(parser.metadataText)
      }
    case .comment: break
    }
  }
}
